import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyLake, type TestLake } from '../../test/support/lake.ts'
import { headOfText, readAll } from '../../test/support/source.ts'
import { sql } from '../base/sql.ts'
import { type Counted, countStatement, linesOfFolder } from '../lake/load.ts'
import { tableNames, tables } from '../model/tables.ts'
import type { Format } from './format.ts'
import { formats } from './formats.ts'
import { leastScore } from './recognise.ts'

interface Sample {
  readonly format: Format
  readonly name: string
  readonly path: string
  readonly bytes: Buffer
}

const folderOf = (format: Format) => join(import.meta.dirname, format.name)
const samplesOf = (format: Format): readonly Sample[] => {
  const folder = join(folderOf(format), 'samples')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ format, name: `${format.name}/${name}`, path: join(folder, name), bytes: readFileSync(join(folder, name)) }))
}
const samples = formats.flatMap(samplesOf)
const named = <T extends { readonly name: string }>(items: readonly T[]) => items.map((item) => [item.name, item] as const)

describe('the registry', () => {
  test('is in alphabetical order, each name once', () => {
    const names = formats.map((format) => format.name)
    expect(names).toEqual([...new Set(names)].sort())
  })

  test('has every folder that holds a format', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'index.ts')),
    )
    expect(folders.map((entry) => entry.name).sort()).toEqual(formats.map((format) => format.name))
  })
})

describe.each(named(formats))('%s', (_, format) => {
  test('says what it is and where it comes from', () => {
    expect(format.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    expect(format.title.length).toBeGreaterThan(3)
    expect(format.origin.length).toBeGreaterThan(20)
    expect(readFileSync(join(folderOf(format), 'readme.md'), 'utf8')).toMatch(/^# .+\n\n.{80}/s)
  })

  test('fills tables that are not made from others, and reads in one way', () => {
    expect(format.fills.length).toBeGreaterThan(0)
    for (const table of format.fills) {
      expect(tableNames).toContain(table)
      expect('derived' in tables[table]).toBe(false)
    }
    expect([format.plan, format.read].filter(Boolean)).toHaveLength(1)
  })

  test('has samples', () => {
    expect(samplesOf(format).length).toBeGreaterThan(0)
  })
})

describe.each(named(samples.filter(({ format }) => format.read)))('sample %s', (_, { format, bytes, path }) => {
  test('gives rows', async () => {
    const { rows } = await readAll(format, bytes, path)
    expect(Object.values(rows).flat().length).toBeGreaterThan(0)
  })
})

describe.each(named(samples))('sample %s', (_, sample) => {
  test('is recognised by its own format and by no other, under any name', () => {
    for (const path of [sample.path, 'evidence']) {
      const scores = formats.map((format) => [format.name, format.recognise(headOfText(sample.bytes, path))] as const)
      expect(scores.filter(([, score]) => score >= leastScore).map(([name]) => name)).toEqual([sample.format.name])
      for (const [, score] of scores) expect(score >= 0 && score <= 1).toBe(true)
    }
  })
})

/** Bytes cut at every seventh of the length, and once inside each of the first characters that take several bytes. */
function truncations(bytes: Buffer): readonly Buffer[] {
  const sevenths = [1, 2, 3, 4, 5, 6].map((part) => Math.floor((bytes.length * part) / 7))
  const inside = [...bytes.entries()].filter(([, byte]) => (byte & 0xc0) === 0x80).map(([index]) => index)
  return [...sevenths, ...inside.slice(0, 5)].map((length) => bytes.subarray(0, length))
}

/** The same bytes with something hostile in front, inside or behind. */
function mutations(bytes: Buffer): readonly Buffer[] {
  const text = bytes.toString('utf8')
  const middle = text.indexOf('\n', Math.floor(text.length / 2)) + 1
  const rubbish = Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 7919 + 13) % 256))
  const insert = (what: string) => Buffer.from(text.slice(0, middle) + what + text.slice(middle))
  return [
    insert('\0\0\0\n'),
    insert('<html><body><script>alert(1)</script></body></html>\n'),
    insert(`${'x'.repeat(100_000)}\n`),
    insert(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}\n`),
    insert(`${'['.repeat(20_000)}\n`),
    insert('{"ts":"\\ud800","event_type":"\\udfff","name":"\\ud83d"}\n'),
    insert('\u202e\u2066\ufeff\u0085\u2028\r\r\n\n\n'),
    Buffer.concat([bytes.subarray(0, bytes.length / 2), rubbish, bytes.subarray(bytes.length / 2)]),
    Buffer.concat([bytes, rubbish]),
    Buffer.from(text.replaceAll('\n', '\0\n')),
    Buffer.from(text.replaceAll('"', '')),
    Buffer.from(text.replaceAll(/\d+/g, '9'.repeat(40))),
    Buffer.from(text.replaceAll(/(?<=[\t,:])[^\t,:\n]*/g, '-1e999')),
    Buffer.from(text.replaceAll(/:\s*("[^"\n]*"|\d+)/g, ':[[],{"a":null}]')),
    Buffer.from(text.replaceAll(/"[^"\n]*"/g, '"\\u0000\'; DROP TABLE connection; --"')),
  ]
}

describe.each(named(formats))('%s with damaged and hostile samples', (_, format) => {
  const damaged = samplesOf(format).flatMap(({ name, bytes }) =>
    [...truncations(bytes), ...mutations(bytes)].map((content, index) => ({ name: `${name} ${index}`, content })),
  )

  test('no format throws while recognising them', () => {
    for (const { content } of damaged) for (const other of formats) expect(Number.isFinite(other.recognise(headOfText(content)))).toBe(true)
  })

  // What is not recognised any more is not read.
  const readable = damaged.filter(({ content }) => format.recognise(headOfText(content)) >= leastScore)

  test.runIf(format.read)('reading throws nothing, and says why it skips', async () => {
    for (const { name, content } of readable) {
      const reading = await readAll(format, content).catch((error: unknown) => Promise.reject(new Error(name, { cause: error })))
      for (const [table, rows] of Object.entries(reading.rows)) {
        expect(format.fills).toContain(table)
        for (const row of rows) expect(Number.isInteger(row.line)).toBe(true)
      }
      for (const note of reading.skipped) expect(note.why.length).toBeGreaterThan(5)
    }
  })

  test.runIf(format.plan)('the engine throws nothing, and loses no line', async () => {
    await using test = await emptyLake()
    const plans = Map.groupBy(readable, ({ content }) => JSON.stringify(format.plan?.(headOfText(content))))
    for (const group of plans.values()) await readTogether(test, format, group)
  })
})

/** Contents of one plan, each as a source of its own: lines = ignored + skipped + those that a load took. */
async function readTogether(test: TestLake, format: Format, group: readonly { readonly name: string; readonly content: Buffer }[]): Promise<void> {
  const plan = format.plan?.(headOfText(group[0]?.content ?? ''))
  if (!plan) throw new Error(`${format.name} has no plan`)
  const folder = mkdtempSync(join(test.folder, 'group-'))
  for (const [index, { content }] of group.entries()) writeFileSync(join(folder, String(index)), content)
  const results = await test.lake.loadFolder(folder, plan)
  // Each line once, by the first load that takes it, worth a row or not.
  const loads = plan.loads.map(({ keep: _, ...load }, index) => ({
    ...load,
    where: plan.loads.slice(0, index).reduce((where, earlier) => sql`(${where}) AND NOT (${earlier.where})`, load.where),
  }))
  const taken = await test.lake.rows<Counted>(countStatement(linesOfFolder(folder), { ...plan, loads }))
  for (const [index, { name, content }] of group.entries()) {
    const { lines = 0, ignored = 0, skipped = 0 } = results.get(index) ?? {}
    const counted: Counted = taken.find((row) => row.source === index) ?? { source: index }
    const rows = loads.reduce((sum, _, load) => sum + (counted[`n${load}`] ?? 0), 0)
    expect([name, lines]).toEqual([name, countLines(content)])
    expect([name, ignored + skipped + rows]).toEqual([name, lines])
  }
}

function countLines(content: Buffer): number {
  const ends = content.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0)
  return content.at(-1) === 0x0a || content.length === 0 ? ends : ends + 1
}
