import { printable } from '../base/text.ts'
import { parseTime } from '../base/time.ts'
import type { Notes } from './format.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

export type DateOrder = 'day first' | 'month first' | 'unknown'

/** Whether dates with slashes put the day or the month first, as far as a number above 12 in one of them gives it away. */
export function dateOrder(samples: Iterable<string>): DateOrder {
  const seen = new Set<DateOrder>()
  for (const sample of samples) {
    const [, first, second] = /^\s*(\d{1,2})\/(\d{1,2})\/\d{4}\b/.exec(sample) ?? []
    if (Number(first) > 12) seen.add('day first')
    if (Number(second) > 12) seen.add('month first')
  }
  const [only] = seen
  return seen.size === 1 && only ? only : 'unknown'
}

/**
 * A date as inventories write it: whatever `parseTime` reads, `22.03.2023`, `3/22/2023` (where the order is known or
 * only one is possible), `22 Mar 2023`, `March 22, 2023`, `Wed Mar 22 10:00:00 2023 UTC`, `/Date(1679479200000)/`.
 * Microseconds; null when it cannot be told.
 */
export function readDate(text: string, order: DateOrder = 'unknown'): number | null {
  const value = text.trim()
  if (value === '' || value.length > 60) return null
  return parseTime(value) ?? fromScript(value) ?? fromNumbers(value, order) ?? fromWords(value)
}

/** As Windows PowerShell writes dates in JSON: milliseconds. */
function fromScript(value: string): number | null {
  const millis = /^\/Date\((\d{1,14})\)\/$/.exec(value)?.[1]
  return millis === undefined ? null : Number(millis) * 1000
}

function fromNumbers(value: string, order: DateOrder): number | null {
  const match = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?)(\s*[AP]M)?)?$/i.exec(value)
  if (!match) return null
  const [, first = '', joint, second = '', year = '', clock = '00:00', half = ''] = match
  const dayFirst = joint === '.' || Number(first) > 12 || (order === 'day first' && Number(second) <= 12)
  const monthFirst = joint === '/' && (Number(second) > 12 || order === 'month first') && Number(first) <= 12
  if (!dayFirst && !monthFirst && first !== second) return null
  const [day, month] = monthFirst ? [second, first] : [first, second]
  const date = parseTime(
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${clock.padStart(clock.length === 4 || clock.length === 7 ? clock.length + 1 : clock.length, '0')}`,
  )
  if (date === null || half === '') return date
  const hour = Number(clock.split(':')[0])
  const shift = /p/i.test(half) ? (hour < 12 ? 12 : 0) : hour === 12 ? -12 : 0
  return date + shift * 3600e6
}

function fromWords(value: string): number | null {
  const match =
    /^(?:[a-z]{3},? )?(?<month>[a-z]{3,9})\.? +(?<day>\d{1,2}),?(?: +(?<clock>\d{2}:\d{2}:\d{2}))? +(?<year>\d{4})(?: +(?:UTC|GMT|Z))?$/i.exec(value) ??
    /^(?:[a-z]{3},? )?(?<day>\d{1,2})[ -](?<month>[a-z]{3,9})\.?[ -](?<year>\d{4})(?: +(?<clock>\d{2}:\d{2}:\d{2}))?(?: +(?:UTC|GMT|Z))?$/i.exec(value)
  const { day = '', month = '', year = '', clock = '00:00:00' } = match?.groups ?? {}
  const number = months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  return match && number > 0 ? parseTime(`${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')} ${clock}`) : null
}

/** Reads install dates and remembers those it could not read, to say so once. */
export class InstallDates {
  readonly #order: DateOrder
  #unread = 0
  #first: { readonly line: number; readonly text: string } | undefined

  constructor(order: DateOrder = 'unknown') {
    this.#order = order
  }

  read(text: string, line: number): number | null {
    const date = readDate(text, this.#order)
    if (date === null && text.trim() !== '') {
      this.#unread += 1
      this.#first ??= { line, text: printable(text, 40) }
    }
    return date
  }

  report(notes: Notes): void {
    if (this.#first)
      notes.say(
        `Install dates that cannot be told for certain, and so are unknown: ${this.#unread}. The first, in record ${this.#first.line}, is “${this.#first.text}”.`,
      )
  }
}
