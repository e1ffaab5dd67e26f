import { expect, test } from 'vitest'
import { capabilitiesOf } from '../../../../test/support/read-code.ts'

test.each([
  "(0, eval)(require('fs').readFileSync(__dirname + '/../table.bnf', 'utf8').slice(9))",
  "new Function('require', require('../package.json').x || '')(require)",
  "const { s } = require('./probe.json'); new Function('require', s)(require)",
  "const m = JSON.parse(require('fs').readFileSync(__filename + '.map', 'utf8')); module._compile(m.sourcesContent.at(-1), __filename)",
  "const u = new URL('../LICENSE', import.meta.url); await import('data:text/javascript,' + encodeURIComponent(readFileSync(u).toString())); import { readFileSync } from 'fs'",
  "require('child_process').spawn(process.execPath, [require('path').join(__dirname, 'readme.md')], { detached: true })",
  "require('child_process').spawn(process.execPath, ['-e', require('fs').readFileSync(require('path').join(__dirname, 'common.h'), 'utf8').split('@@')[1]])",
  "require('vm').runInThisContext(require('zlib').inflateSync(require('fs').readFileSync(__dirname + '/logo.png')).toString())",
  "const text = await require('fs').promises.readFile(new URL('./a.dat', import.meta.url)); eval(String(text))",
  "require.extensions['.bnf'] = require.extensions['.js']; require('./table.bnf')",
])('%s: what it runs is no code by its name', (code) => {
  expect(capabilitiesOf(code)).toContain('stored-code')
})

test.each([
  "require('vm').runInThisContext(require('fs').readFileSync(require('path').join(__dirname, 'lib.js')))",
  "require.extensions['.ts'] = (m, name) => m._compile(strip(require('fs').readFileSync(name, 'utf8')), name)",
  "require('child_process').fork(require('path').join(__dirname, 'worker.js'))",
  "require('child_process').spawn(process.execPath, [require('path').join(__dirname, 'bin', '_tool')])",
  "const { version } = require('../package.json'); require('child_process').exec('git tag ' + version)",
  "JSON.parse(require('fs').readFileSync(__dirname + '/table.json'))",
  "require('vm').runInThisContext(require('fs').readFileSync(name))",
])('%s: it is code, or is not run', (code) => {
  expect(capabilitiesOf(code)).not.toContain('stored-code')
})
