import type { OsvEvent } from '../versions/ranges/osv.ts'

/** The events of one range, in any order. */
export type RangeEvents = readonly OsvEvent[]

/** Ranges as the lake keeps them; '' for none. A range without events says nothing and is left out. */
export function formatRanges(ranges: readonly RangeEvents[]): string {
  const told = ranges.filter((events) => events.length > 0)
  return told.length === 0 ? '' : JSON.stringify(told)
}

/** Reads what `formatRanges` wrote. */
export function parseRanges(text: string): readonly RangeEvents[] {
  return text === '' ? [] : (JSON.parse(text) as readonly RangeEvents[])
}
