import { name, type Sql, sql } from '../base/sql.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Coverage } from '../model/status.ts'
import { evidenceTables, type TableName, tables } from '../model/tables.ts'
import type { Lake } from './lake.ts'

/** A shorter silence is no gap. */
const leastGapHours = 3

interface Span {
  readonly source: number
  readonly rows: number
  readonly first: number | null
  readonly last: number | null
  readonly hours: readonly number[]
}

/** What each source gave to each table: rows, first, last and the spans of silence between them. */
export async function coverageOf(lake: Lake, sourceName: (source: number) => string): Promise<readonly Coverage[]> {
  const answers: Coverage[] = []
  for (const table of evidenceTables) {
    const time = 'time' in tables[table] ? tables[table].time : undefined
    for (const span of await lake.rows<Span>(time === 'time' ? timed(table) : untimed(table))) {
      answers.push({
        table,
        source: sourceName(span.source),
        rows: span.rows,
        ...(span.first !== null && { first: isoFromSeconds(span.first) }),
        ...(span.last !== null && { last: isoFromSeconds(span.last) }),
        gaps: gaps(span.hours),
      })
    }
  }
  return answers
}

function timed(table: TableName): Sql {
  return sql`SELECT source, count() AS rows, toFloat64(min(time)) AS first, toFloat64(max(time)) AS last,
    arraySort(groupUniqArray(intDiv(toInt64(time), 3600))) AS hours FROM ${name(table)} GROUP BY source ORDER BY source`
}

function untimed(table: TableName): Sql {
  return sql`SELECT source, count() AS rows, NULL AS first, NULL AS last, [] AS hours FROM ${name(table)} GROUP BY source ORDER BY source`
}

/**
 * Spans in which rows are missing where there usually are some: hours of the day (from three weeks on, of the week) that
 * have rows at least every other time. Nights and weekends of an office are no gaps; an outage is. `hours` since 1970, sorted.
 */
export function gaps(hours: readonly number[]): Coverage['gaps'] {
  const [first, last] = [hours[0], hours.at(-1)]
  if (first === undefined || last === undefined) return []
  const present = new Set(hours)
  const rhythm = last - first >= 3 * 168 ? 168 : 24
  const busy = new Set(slotsBusy(present, first, last, rhythm))
  const answers: { from: string; until: string }[] = []
  for (let hour = first; hour <= last; hour += 1) {
    if (present.has(hour)) continue
    let end = hour
    while (end <= last && !present.has(end)) end += 1
    const missed = Array.from({ length: end - hour }, (_, index) => hour + index).filter((one) => busy.has(one % rhythm))
    const [from, until] = [missed[0], missed.at(-1)]
    if (missed.length >= leastGapHours && from !== undefined && until !== undefined) {
      answers.push({ from: isoFromSeconds(from * 3600), until: isoFromSeconds((until + 1) * 3600) })
    }
    hour = end
  }
  return answers
}

function slotsBusy(present: ReadonlySet<number>, first: number, last: number, rhythm: number): readonly number[] {
  return Array.from({ length: rhythm }, (_, slot) => slot).filter((slot) => {
    let [all, seen] = [0, 0]
    for (let hour = first + ((slot - (first % rhythm) + rhythm) % rhythm); hour <= last; hour += rhythm) {
      all += 1
      if (present.has(hour)) seen += 1
    }
    return seen * 2 >= all && seen > 0
  })
}
