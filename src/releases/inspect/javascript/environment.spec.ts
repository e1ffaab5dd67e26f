import { expect, test } from 'vitest'
import { capabilitiesOf } from '../../../../test/support/read-code.ts'

/** Each hands on every variable of the environment, whatever its name. */
test.each([
  'JSON.stringify({ ...process.env })',
  'const { env } = process; fetch(u, { body: JSON.stringify({ v: 1, env }) })',
  "require('util').inspect(process.env)",
  "require('querystring').stringify(process.env)",
  'new URLSearchParams(process.env)',
  'const all = Object.assign({ v: 1 }, process.env); f(JSON.stringify(all))',
  'const all = { ...process.env }; f(JSON.stringify(all))',
  'for (const name in process.env) text += name + process.env[name]',
  "import axios from 'axios'; axios.post(u, process.env)",
  'const { env: settings, version } = process; function report(o) { return f(JSON.stringify(o)) } report({ version, settings })',
  'const { ...all } = process.env; Object.entries(all)',
])('%s: all of it', (code) => {
  expect(capabilitiesOf(code)).toContain('credentials')
})

/** What programs do with it every day. */
test.each([
  "require('child_process').spawn(a, b, { env: process.env })",
  "require('child_process').spawn(a, b, { stdio: 'inherit', env: { ...process.env, A: '1' } })",
  "const env = { ...process.env, A: '1' }; require('child_process').spawn(a, b, { env })",
  "require('child_process').fork(a, { env: Object.assign({}, process.env) })",
  'function supports(env = process.env) { return env.TERM }',
  'function supports(env) { return env.TERM } supports(process.env)',
  'JSON.stringify(process.env.TERM)',
  'f({ proxy: process.env[name] }); fetch(process.env[name])',
  'Object.keys(process.env)',
  'run(a, () => { spawn(a, b, { env: { ...process.env } }) }); JSON.stringify(a)',
])('%s: not all of it', (code) => {
  expect(capabilitiesOf(code)).not.toContain('credentials')
})
