import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/base/decode.ts'
import type { Format } from '../../src/evidence/format.ts'
import { formats } from '../../src/evidence/formats.ts'
import { leastScore } from '../../src/evidence/recognise.ts'
import { type TableName, tables } from '../../src/model/tables.ts'
import { damaged, headOfText, type Reading, readAll } from './source.ts'

export interface Sample {
  readonly name: string
  readonly content: Buffer
}

/** The samples of a format that lie in its folder. */
function samplesOf(format: Format): readonly Sample[] {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'evidence', format.name, 'samples')
  return readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name)) }))
}

/** One sample read to its end. */
export function readSample(format: Format, name: string): Promise<Reading> {
  const sample = samplesOf(format).find((candidate) => candidate.name === name)
  return readAll(format, sample?.content ?? '', `/evidence/${name}`)
}

/** What every document format owes: its samples are its own, and nothing makes it throw or yield a row of the wrong shape. */
export function holdsTheContract(format: Format): void {
  describe(`${format.name} holds the contract of formats`, () => {
    it.each(samplesOf(format))('recognises $name alone', ({ name, content }) => {
      const head = headOfText(content, name)
      expect(formats.filter((other) => other.recognise(head) >= leastScore).map((other) => other.name)).toEqual([format.name])
    })

    it.each(samplesOf(format))('reads $name into rows of its tables', async ({ name, content }) => {
      const { rows } = await readAll(format, content, name)
      expect(Object.values(rows).flat().length).toBeGreaterThan(0)
      expectWellFormed(format, rows)
    })

    it.each(samplesOf(format))('survives $name cut short, bent and stuffed', async ({ name, content }) => {
      for (const bad of damaged(decode(content))) {
        format.recognise(headOfText(bad, name))
        expectWellFormed(format, (await readAll(format, bad, name)).rows)
      }
    })

    it('survives arbitrary text and bytes', async () => {
      const noise = fc.oneof(fc.string({ maxLength: 400, unit: 'binary' }), fc.json(), fc.uint8Array({ maxLength: 400 }))
      await fc.assert(
        fc.asyncProperty(noise, async (content) => {
          expect(format.recognise(headOfText(content))).toBeLessThanOrEqual(1)
          expectWellFormed(format, (await readAll(format, content)).rows)
        }),
        { numRuns: 100, seed: 20230322 },
      )
    })
  })
}

/** Every column exists, every value has its column's type, and every row says where it came from. */
function expectWellFormed(format: Format, rows: Reading['rows']): void {
  for (const [table, list] of Object.entries(rows) as [TableName, readonly Record<string, unknown>[]][]) {
    expect(format.fills).toContain(table)
    const columns: Readonly<Record<string, { readonly type: string }>> = tables[table].columns
    for (const { line, ...row } of list) {
      expect(line).toBeGreaterThanOrEqual(0)
      for (const [name, value] of Object.entries(row)) if (!fits(columns[name]?.type, value)) expect.fail(`${table}.${name} cannot be ${JSON.stringify(value)}`)
    }
  }
}

function fits(type: string | undefined, value: unknown): boolean {
  if (type === undefined) return false
  if (value === null) return type.endsWith('?')
  if (type.startsWith('time') || type.startsWith('count')) return Number.isSafeInteger(value)
  if (type === 'texts') return Array.isArray(value) && value.every((text) => typeof text === 'string')
  if (type.startsWith('number')) return Number.isFinite(value)
  return type.startsWith('flag') ? typeof value === 'boolean' : typeof value === 'string'
}
