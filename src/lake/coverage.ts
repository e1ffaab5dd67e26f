import { name, type Sql, sql } from '../base/sql.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Coverage } from '../model/status.ts'
import { type TableName, tableNames, tables } from '../model/tables.ts'
import type { Lake } from './lake.ts'

/** Silence counts as a gap from two hours on, and only when it is longer than ten times the usual spacing of hours with rows. */
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
  for (const table of tableNames) {
    if ('derived' in tables[table]) continue
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

/** Spans between hours that have rows, longer than ten times the median spacing (a quiet night is no gap). */
export function gaps(hours: readonly number[]): Coverage['gaps'] {
  const steps = hours.slice(1).map((hour, index) => ({ from: (hours[index] ?? 0) + 1, until: hour, hours: hour - (hours[index] ?? 0) - 1 }))
  const usual = steps.map((step) => step.hours).sort((a, b) => a - b)[Math.floor(steps.length * 0.9)] ?? 0
  return steps
    .filter((step) => step.hours >= leastGapHours && step.hours > 2 * usual)
    .map((step) => ({ from: isoFromSeconds(step.from * 3600), until: isoFromSeconds(step.until * 3600) }))
}
