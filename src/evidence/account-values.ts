import { parseTime } from '../base/time.ts'
import type { Row } from '../model/tables.ts'
import { elements, textOf } from './json-text.ts'

/** An account as an export tells it: what it does not tell is null or empty. */
export type AccountRow = Row<'account'>

/** A login as the lake keeps it. */
export function loginOf(value: unknown): string {
  return textOf(value).toLowerCase()
}

/** true and false as they are, and as text; null for everything else. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  const text = textOf(value).toLowerCase()
  if (['true', 'yes', 'y', '1', 'ja', 'on', 'active', 'enabled'].includes(text)) return true
  return ['false', 'no', 'n', '0', 'off', 'inactive', 'disabled'].includes(text) ? false : null
}

/** Times before this are fillers that mean “never”: 1970 and the like. */
const earliest = Date.UTC(1980, 0, 1) * 1000

/** A date as text, or milliseconds since 1970 as number or `/Date(…)/` → microseconds; null for none and for “never”. */
export function timeOf(value: unknown): number | null {
  const millis = typeof value === 'number' ? value : /^\/Date\((-?\d+)\)\/$/.exec(textOf(value))?.[1]
  const time = millis === undefined ? parseTime(textOf(value)) : Math.round(Number(millis)) * 1000
  return time !== null && Number.isSafeInteger(time) && time >= earliest ? time : null
}

/** The latest of some times. */
export function latest(...times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** Texts of a list, or of one text alone; without repetition. */
export function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? elements(value) : [value]
  return [...new Set(list.map(textOf).filter((text) => text !== ''))]
}
