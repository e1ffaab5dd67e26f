import { Refused } from './problem.ts'

/** Where a list goes on: the values that the last item was sorted by. Opaque to whoever gets it. */
export type After = readonly (string | number)[]

export function cursorOf(after: After): string {
  return Buffer.from(JSON.stringify(after)).toString('base64url')
}

/** Throws `invalid-request` for what is no cursor of a list with so many keys. */
export function afterOf(cursor: string | undefined, keys: number): After | undefined {
  if (cursor === undefined) return undefined
  try {
    const after: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(after) && after.length === keys && after.every((value) => typeof value === 'string' || typeof value === 'number')) return after
  } catch {
    // Said below.
  }
  throw new Refused('invalid-request', 'This cursor is none of this list.', { hint: 'Begin at the first page again.' })
}

/** One more than a page was asked for tells whether there is another. */
export function pageFrom<Row, Item>(rows: readonly Row[], limit: number, itemOf: (row: Row) => Item, afterRow: (row: Row) => After) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? cursorOf(afterRow(last)) : null }
}
