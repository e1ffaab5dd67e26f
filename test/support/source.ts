import { decode } from '../../src/base/decode.ts'
import type { Format, Head, Notes, Source } from '../../src/evidence/format.ts'
import type { Row, TableName } from '../../src/model/tables.ts'

const headBytes = 64 * 1024

/** When a source of the tests was last changed: 1 April 2023, microseconds. */
export const modified = Date.UTC(2023, 3, 1) * 1000

export function headOfText(content: string | Uint8Array, path = 'sample'): Head {
  const all = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const bytes = all.subarray(0, headBytes)
  return { path, bytes, text: decode(bytes), whole: all.length < headBytes }
}

/** A source that lies in memory, decoded as the real one is. */
export function sourceOfText(content: string | Uint8Array, path = 'sample'): Source {
  const text = typeof content === 'string' ? content : decode(content)
  return {
    path,
    head: headOfText(content, path),
    modified,
    text: async () => text,
    async *documents() {
      yield { name: path, number: 1, text }
    },
    async *lines() {
      const lines = text.split('\n')
      if (lines.at(-1) === '') lines.pop()
      for (const [index, line] of lines.entries()) yield { line: index + 1, text: line.endsWith('\r') ? line.slice(0, -1) : line }
    },
  }
}

export interface Reading {
  readonly rows: { readonly [T in TableName]?: Row<T>[] }
  readonly skipped: readonly { readonly line: number; readonly why: string }[]
  readonly said: readonly string[]
}

/** Everything a format makes of a document. */
export async function readAll(format: Format, content: string | Uint8Array, path?: string): Promise<Reading> {
  const rows: Partial<Record<TableName, object[]>> = {}
  const skipped: { line: number; why: string }[] = []
  const said: string[] = []
  const notes: Notes = { skip: (line, why) => skipped.push({ line, why }), say: (text) => said.push(text) }
  for await (const batch of format.read?.(sourceOfText(content, path), notes) ?? []) {
    const kept = rows[batch.table] ?? []
    for (const row of batch.rows) kept.push(row)
    rows[batch.table] = kept
  }
  return { rows: rows as Reading['rows'], skipped, said }
}

/** The same document cut short, bent and stuffed: nothing a reader may throw at. */
export function damaged(content: string): readonly string[] {
  const cuts = Array.from({ length: 12 }, (_, index) => content.slice(0, Math.floor((content.length * index) / 12)))
  return [
    ...cuts,
    content + content,
    content.replaceAll('"', "'"),
    content.replaceAll('\n', '\0\n'),
    content.replace(/[0-9]+/g, '9'.repeat(400)),
    content.replaceAll(/[:,;\t]/g, '"'),
    `${content}\n${'['.repeat(50_000)}`,
    `${content}\n"${'x'.repeat(100_000)}`,
    content.replaceAll(/"[^"\n]{1,40}"/g, 'null'),
    content.replaceAll(/"[^"\n]{1,40}"(?!\s*:)/g, '{"a":[1,null]}'),
  ]
}
