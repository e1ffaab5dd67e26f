import { expect, test } from 'vitest'
import type { Capability } from '../../capability.ts'
import { javascript } from './index.ts'

/** Everything that the units of a source can do, name and import together. */
function reading(code: string, path = 'a.js') {
  const { units, notes } = javascript.read({ path, bytes: Buffer.from(code) })
  expect(notes).toEqual([])
  return {
    can: new Set(units.flatMap((unit) => unit.capabilities)),
    hosts: new Set(units.flatMap((unit) => unit.hosts ?? [])),
    imports: new Set(units.flatMap((unit) => unit.imports ?? [])),
    units,
  }
}

test.each<[code: string, ...can: Capability[]]>([
  ["const cp = require('child_process'); const { exec: r } = cp; function go(x) { return r(x) }", 'execute', 'shell'],
  ["const m = global['req' + 'uire']('child_' + 'process'); m['ex' + 'ec']('x')", 'execute', 'shell', 'dynamic-import'],
  ["import * as cp from 'node:child_process'; cp.spawn('sh', ['-c', 'id'])", 'execute', 'shell'],
  ["const { execSync } = await import('child_process'); execSync('npm publish')", 'execute', 'shell', 'publish'],
  ["[]['filter']['constructor']('return process')().mainModule.require('child_process').exec('x')", 'evaluate', 'execute', 'shell'],
  ['(() => {}).constructor("alert(1)")()', 'evaluate'],
  ['const f = String.fromCharCode(99,104,105,108,100,95,112,114,111,99,101,115,115); require(f).exec("ls")', 'execute', 'shell'],
  ["require('ssecorp_dlihc'.split('').reverse().join('')).exec('q')", 'execute', 'shell'],
  ["require([99,104,105,108,100,95,112,114,111,99,101,115,115].map((c) => String.fromCharCode(c)).join('')).exec('q')", 'execute', 'shell'],
  ["require(Buffer.from('Y2hpbGRfcHJvY2Vzcw==', 'base64').toString()).exec('q')", 'execute', 'shell', 'decode'],
  ['require("\\x63hild_process").exec("q")', 'execute', 'shell'],
  ["const { createRequire } = require('module'); createRequire(__filename)('child_process').exec('y')", 'execute', 'shell'],
  ["process.mainModule.require('child_process').exec('y')", 'execute', 'shell'],
  ["module.constructor._load('child_process').exec('y')", 'execute', 'shell'],
  ["process.binding('spawn_sync').spawn({})", 'execute', 'native-code'],
  ["(function (r) { r('net').connect(1) })(require)", 'network'],
  ["(function (r) { r('net').connect(1) }).call(this, require)", 'network'],
  ["this.cp = require('child_process'); other.cp.exec('z')", 'execute', 'shell'],
  ["const x = { a: require('child_process') }; x.a.exec('z')", 'execute', 'shell'],
  ["var n = { 53: (e) => { e.exports = require('child_process') } }; const r = w(53); r.exec('z')", 'execute', 'shell'],
  ["const { promisify } = require('util'); const run = promisify(require('child_process').exec); run('x')", 'execute', 'shell'],
  ["Reflect.get(globalThis, 'ev' + 'al')('1')", 'evaluate'],
  ["try { Function('return this')().fetch('x') } catch {}", 'evaluate', 'network'],
  ["eval(atob('YWxlcnQoMSk='))", 'evaluate', 'decode'],
  ["const f = () => 'child_' + 'process'; g(f(), f()); require(f()).exec('z')", 'execute', 'shell'],
  // Functions that ask each other: what one gives is not forgotten because the other was asked first.
  ["const f = (n) => n ? g() : 'child_process'; const g = (n) => n ? f() : h; k(f()); require(g()).exec('z')", 'execute', 'shell'],
  ['const f = () => g(); const g = () => f(); f(); eval(g())', 'evaluate'],
  ["require('vm').runInNewContext(code)", 'evaluate'],
  ["setTimeout('alert(1)', 1)", 'evaluate'],
  ['setTimeout(() => {}, 15 * 60 * 1000)', 'delay'],
  ['if (Date.now() > 1735689600000) go()', 'delay'],
  ["require(name + '.js')", 'dynamic-import'],
  ['fetch(url); navigator.sendBeacon(url)', 'network'],
  ["import axios from 'axios'; axios.post(url)", 'network'],
  ['JSON.stringify(process.env)', 'environment', 'credentials'],
  ['send(process.env.NPM_TOKEN)', 'environment', 'credentials'],
  ["require('os').userInfo()", 'host-information'],
  ["require('fs').readFileSync(require('path').join(home, '.npmrc'))", 'file-read', 'credentials'],
  ["const p = '.aws/credentials'; require('fs').promises.readFile(p)", 'file-read', 'credentials'],
  ['fetch("http://169.254.169.254/latest/meta-data")', 'network', 'credentials'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read
  ['require("fs").readFileSync(`/proc/${pid}/mem`)', 'file-read', 'process-memory'],
  ['const o = window.fetch; window.fetch = async (...a) => o(...a)', 'hook', 'network'],
  ['XMLHttpRequest.prototype.open = function () {}', 'hook'],
  ['window.ethereum.request = x', 'hook', 'wallet'],
  ["Object.defineProperty(window, 'fetch', { value: x })", 'hook'],
  ['const a = /0x[a-fA-F0-9]{40}/g', 'wallet'],
  ["fs.writeFileSync('.github/workflows/x.yml', y)", 'publish'],
  ["const a = new ActiveXObject('WScript.Shell')", 'execute'],
  ['for (let i = 0; i < s.length; i++) t += String.fromCharCode(s.charCodeAt(i) ^ 7)', 'decode'],
])('%s', (code, ...can) => {
  expect([...reading(code).can]).toEqual(expect.arrayContaining(can))
})

test.each([
  "// require('child_process').exec('x') http://comment.invalid",
  '/** @see http://doc.invalid eval() */ const a = 1',
  "const exec = /x/.exec('child'); this.exec(a); db.query(b)",
  "http.get = 1; const fs = {}; fs.readFileSync('x')",
  'const require = (x) => x; const y = require(1)',
  'const a = new this.constructor(1)',
  "if (process.env.NODE_ENV !== 'production') warn()",
  'setTimeout(() => {}, 1000)',
  'const re = /http:\\/\\/host.invalid/',
])('%s: nothing', (code) => {
  const { can, hosts } = reading(code)
  expect([...can, ...hosts]).toEqual([])
})

test.each<[code: string, ...can: Capability[]]>([
  ["const s = document.createElement('script'); s.async = true; s.src = u; document.head.append(s)", 'remote-script'],
  ["(function (w, d, t) { var e = d.createElement(t); e.setAttribute('src', w.u) })(window, document, 'script')", 'remote-script'],
  ['document.write(\'<script async src="https://cdn.invalid/x.js"></script>\')', 'remote-script'],
  ["await import('https://cdn.invalid/x.js')", 'remote-script'],
  ['if (Math.random() * 100 > weight) go()', 'audience'],
  ['const hour = new Date().getHours(); if (hour < 7) go()', 'audience'],
  ['if (/Android/i.test(navigator.userAgent)) go()', 'audience'],
])('%s: scripts from elsewhere, and for whom', (code, ...can) => {
  expect([...reading(code).can]).toEqual(expect.arrayContaining(can))
})

test.each([
  "const i = document.createElement('img'); i.src = u",
  "const s = document.createElement('script'); s.textContent = 'x'",
  'const id = Math.random().toString(36)',
  "document.write('<p>x</p>')",
])('%s: neither', (code) => {
  const { can } = reading(code)
  expect(can.has('remote-script') || can.has('audience')).toBe(false)
})

test('hosts and imports, folded, each in the unit that names it', () => {
  const { hosts, imports } = reading(
    "const h = 'c2' + '.' + 'invalid'; fetch('https://' + h + '/x'); import('lod' + 'ash'); export * from './b.js'; fetch(atob('aHR0cHM6Ly9kLmludmFsaWQv'))",
  )
  expect([...hosts].sort()).toEqual(['c2.invalid', 'd.invalid'])
  expect([...imports].sort()).toEqual(['./b.js', 'lodash'])
})

test('the units of a function are linked with who calls it', () => {
  const long = 'const filler = [one, two, three, four, five, six, seven, eight, nine, ten]; use(filler, filler, filler, filler);'
  const { units } = reading(`function run(x) { ${long} ${long.replaceAll('filler', 'other')} require('child_process').exec(x) }\nrun(atob(y))`)
  const exec = units.find((unit) => unit.capabilities.includes('shell'))
  const call = units.find((unit) => unit.capabilities.includes('decode'))
  expect(exec).not.toBe(call)
  expect(call?.uses?.some((name) => exec?.defines?.includes(name))).toBe(true)
})

test('scripts of a page, at their lines', () => {
  const { units, hosts } = reading(
    '<html>\n<!-- http://no.invalid -->\n<script>\n\nfetch("http://in.invalid")</script><p onclick="eval(x)"><script type="application/json">{"a":"http://json.invalid"}</script>',
    'a.html',
  )
  expect([...hosts]).toEqual(['in.invalid'])
  expect(units.map((unit) => unit.place.line)).toEqual([5, 5])
  expect(units[1]?.capabilities).toEqual(['evaluate'])
})

test('names by path, by shebang, and what is something else', () => {
  const head = (path: string, text: string) => ({ path, size: text.length, bytes: Buffer.from(text) })
  expect(javascript.recognise(head('a/b.mjs', ''))).toBeGreaterThan(0.5)
  expect(javascript.recognise(head('bin/tool', '#!/usr/bin/env node\n'))).toBeGreaterThan(0.5)
  expect(javascript.recognise(head('bin/tool', '#!/bin/sh\n'))).toBe(0)
  expect(javascript.recognise({ path: 'video.ts', size: 376, bytes: new Uint8Array(376).fill(0x47) })).toBe(0)
})

test('obfuscated code has a score with its reasons, minified code has none', () => {
  const trait = (code: string) => Object.fromEntries(javascript.read({ path: 'a.js', bytes: Buffer.from(code) }).traits.map(({ name, value }) => [name, value]))
  const names = Array.from({ length: 60 }, (_, index) => `_0x${(0x1a2b + index).toString(16)}`)
  const obfuscated = trait(
    `var ${names.map((name, index) => `${name}='t${index}'`).join(',')};(function(a,b){while(!![]){try{if(-parseInt(x(0x1))===b)break;a['push'](a['shift']())}catch(e){a['push'](a['shift']())}}}(${names[0]},0x9));`,
  )
  expect(obfuscated['javascript.obfuscated']).toBeGreaterThanOrEqual(50)
  expect(obfuscated['javascript.obfuscation-reasons']).toContain('_0x')
  const minified = trait(`!function(){${'var a=b(c),d=e.f(g);h(a,d);'.repeat(100)}}();`)
  expect(minified['javascript.minified']).toBe(true)
  expect(minified['javascript.obfuscated']).toBe(0)
})
