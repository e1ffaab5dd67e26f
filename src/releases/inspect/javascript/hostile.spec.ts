import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { deepest, loadOf } from './depth.ts'
import { javascript } from './index.ts'
import { codesOf } from './tokens.ts'

const many = 100_000
const deep: Readonly<Record<string, (times: number) => string>> = {
  brackets: (times) => '('.repeat(times) + ')'.repeat(times),
  'open brackets': (times) => '['.repeat(times),
  braces: (times) => '{'.repeat(times) + '}'.repeat(times),
  signs: (times) => `${'!'.repeat(times)}a`,
  sums: (times) => `a${'+a'.repeat(times)}`,
  conditions: (times) => `${'a?b:'.repeat(times)}c`,
  arrows: (times) => `${'a=>'.repeat(times)}c`,
  'else if': (times) => `${'if(a)b;else '.repeat(times)}c`,
  'if on lines of their own': (times) => `${'if(a)\n'.repeat(times)}b`,
  templates: (times) => `${'`$'}{`.repeat(times).concat('1', '}`'.repeat(times)),
  members: (times) => `a${'.a'.repeat(times)}`,
  calls: (times) => `a${'()'.repeat(times)}`,
  assignments: (times) => `${'a='.repeat(times)}1`,
  functions: (times) => 'function f(){'.repeat(times) + '}'.repeat(times),
  elements: (times) => '<a>'.repeat(times) + '</a>'.repeat(times),
  classes: (times) => `${'class A extends '.repeat(times)}B {}`,
  decorators: (times) => '@'.repeat(times),
  'lists of types': (times) => 'a<b,'.repeat(times),
  types: (times) => `type A=${'a<'.repeat(times)}`,
}

test.each(Object.entries(deep))(
  '%s, a hundred thousand deep: read as words and noted, not as nothing',
  (_, make) => {
    const { units, notes } = javascript.read({ path: 'a.tsx', bytes: Buffer.from(`${make(many)};fetch("http://after.invalid")`) })
    expect(notes.join()).toContain('read as a run of words')
    expect(units.flatMap(({ hosts }) => hosts ?? [])).toContain('after.invalid')
  },
  30_000,
)

test.each([...Object.getOwnPropertyNames(Object.prototype), '__proto__', 'prototype'])(
  'the name %s, which every object has, is a name like any other',
  (name) => {
    const lines = [
      `window.${name}("x")`,
      `globalThis["${name}"]; let z = globalThis.${name}; z`,
      `process.${name}()`,
      `module.${name}(1)`,
      `require("${name}").${name}()`,
      `import("${name}")`,
      `const { ${name}: q } = self; q(1)`,
      `[1].${name}(2); "text".${name}(3)`,
      `this.${name} = require("net"); a.${name}.connect(1)`,
      `({ ${name}: function (m) { m.exports = require("net") } })`,
      `function ${name === '__proto__' ? 'f' : name}() { return process } ; fetch("http://after.invalid")`,
    ]
    const { units, traits } = javascript.read({ path: 'a.js', bytes: Buffer.from(lines.join('\n')) })
    expect(traits).toContainEqual({ name: 'javascript.parsed', value: true })
    expect(units.flatMap(({ hosts }) => hosts ?? [])).toContain('after.invalid')
  },
)

test('read as words, the exec of a pattern runs no program, and any other does', () => {
  const words = (code: string) => javascript.read({ path: 'a.js', bytes: Buffer.from(`${code};) (`) })
  expect(words('const hit = /^m\\s*/i.exec(text)').units.flatMap(({ capabilities }) => capabilities)).toEqual([])
  expect(words('const hit = tool.exec(text)').units.flatMap(({ capabilities }) => capabilities)).toContain('execute')
})

test('ordinary code is far from the limit', () => {
  const statement = 'if (a) { b = c ? d : (e, f.g(h => [i, { j: k }])) } else if (l) m()\n'
  expect(loadOf(codesOf(statement)).nesting).toBeLessThan(20)
  expect(loadOf(codesOf(statement.repeat(20_000))).nesting).toBeLessThan(20)
  expect(loadOf(codesOf(`a = b;`.repeat(20_000))).nesting).toBeLessThan(10)
  expect(loadOf(codesOf('a = b\n'.repeat(20_000))).nesting).toBeLessThan(10)
  expect(loadOf(codesOf(`x = {${'a: 1,'.repeat(20_000)}}`)).nesting).toBeLessThan(10)
  expect(deepest).toBeGreaterThan(1000)
})

test('fifty megabytes in one line', () => {
  const { units, traits, notes } = javascript.read({ path: 'a.js', bytes: Buffer.from(`eval(atob("${randomBytes(37_500_000).toString('base64')}"))`) })
  expect(notes).toHaveLength(1)
  expect(units.flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(['evaluate', 'decode', 'blob-literal']))
  expect(traits).toContainEqual({ name: 'javascript.longest-line', value: 50_000_014 })
}, 30_000)

test.each([
  ['NUL', '\0'.repeat(1e5)],
  ['no end of a text', "'".repeat(1e5)],
  ['no end of a comment', `${'/*'.repeat(2e5)}`],
  ['comments only', '/**/'.repeat(2e5)],
  ['slashes', '/'.repeat(1e5)],
  ['pairs of surrogates', '\u{1f600}'.repeat(1e5)],
  ['names with escapes', '\\u0061;'.repeat(1e5)],
  ['backslashes', '\\'.repeat(1e5)],
  ['empty', ''],
])('%s', (_, code) => {
  const began = performance.now()
  expect(() => javascript.read({ path: 'a.js', bytes: Buffer.from(code) })).not.toThrow()
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('names of what every object has', () => {
  const code =
    'constructor.x; __proto__.y; hasOwnProperty(1); toString.call(1); var valueOf = require; valueOf("__proto__"); const { constructor: c, toString } = require("constructor"); x["__proto__"]["constructor"]; switch (a) { case toString: }'
  expect(javascript.read({ path: 'a.js', bytes: Buffer.from(code) }).notes).toEqual([])
})

test('a file that asks for more than is followed says so, and is not taken for one in which nothing is named', () => {
  const list = `[${"'a',".repeat(4000)}]`
  const text = `const o = { k: ${list} };${'o.k;'.repeat(1000)}`
  expect(javascript.read({ path: 'a.js', bytes: Buffer.from(text) }).notes.join()).toContain('more is computed in it than is followed')
  expect(javascript.read({ path: 'a.js', bytes: Buffer.from(`const o = { k: ${list} };o.k;`) }).notes).toEqual([])
})

test('a text asks the same of a parser by its characters and by its bytes', () => {
  const texts = [
    `a = "é\\"x" + \`ü\${b}ö\` // ä\nb\u2028c\u2029d\u00a0e\ufeffif (x) y /* \u2028 \n */ z`,
    'const ключ = /[/\\]ж]/u.test("😀") ? { "ü": [1.5, 2e3] } : x => y <= z ** 2;',
    '#!/usr/bin/env node\nlet \\u0061b = a?.b ?? c >>>= d; for (;;) { if (a) b; else /x/.y }',
  ]
  for (const text of [...texts, ...texts.map((each) => each.repeat(50))]) {
    expect(loadOf(Buffer.from(text))).toEqual(loadOf(codesOf(text)))
  }
  // What is no UTF-8 is no line end and no blank, however it looks.
  for (const bytes of [[0xe2, 0x80, 0x68], [0xe2, 0x28, 0xa8], [0xc2], [0xa0], [0xff]]) {
    const broken = Buffer.from([97, ...bytes, 33, 33, 98])
    expect(loadOf(broken).nesting).toBe(loadOf(codesOf(broken.toString())).nesting)
  }
})
