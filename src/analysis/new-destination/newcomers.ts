import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/** A destination first met after the baseline. Times are seconds since 1970, `days` are counts of days. */
export interface Newcomer {
  readonly destination: string
  readonly first: number
  readonly last: number
  readonly hosts: number
  readonly some: readonly string[]
  readonly contacts: number
  readonly denied: number
  readonly lookups: number
  readonly bytesOut: number
  readonly bytesIn: number
  /** Days on which some host contacted it. */
  readonly days: number
  /** Where the first of it is told. */
  readonly row: readonly [source: number, line: number]
}

/** How many destinations appeared for the first time on each day after the baseline, and how many of them one host met alone. */
export interface NewPerDay {
  readonly day: number
  readonly destinations: number
  readonly alone: number
}

/** First contact or look-up of every outside destination, by destination. */
const firsts = sql`SELECT destination, min(first) AS began, uniqExact(host) AS met FROM visit WHERE direction = 'outward' GROUP BY destination`

/** Newcomers with a contact (or an attempt), the ones with the most against them first; `from` in seconds. */
export function newcomers(lake: Questions, from: number, few: number, most: number, signal: AbortSignal): Promise<readonly Newcomer[]> {
  return lake.rows<Newcomer>(
    sql`SELECT destination, toFloat64(min(first)) AS first, toFloat64(max(last)) AS last, uniqExact(host) AS hosts,
        arraySlice(arraySort(groupUniqArray(toString(host))), 1, 50) AS some, sum(contacts) AS contacts, sum(denied) AS denied, sum(lookups) AS lookups,
        sum(bytes_out) AS bytesOut, sum(bytes_in) AS bytesIn, uniqExactIf(day, contacts > 0) AS days,
        argMin((source, line), (first, source, line)) AS row
      FROM visit WHERE direction = 'outward' AND destination IN (${beganAfter(from)})
      GROUP BY destination HAVING sum(contacts) > 0 AND uniqExact(host) <= ${few}
      ORDER BY days DESC, sum(contacts) DESC, destination LIMIT ${most}`,
    signal,
  )
}

function beganAfter(from: number): Sql {
  return sql`SELECT destination FROM (${firsts}) WHERE toFloat64(began) >= ${from}`
}

export function newPerDay(lake: Questions, from: number, signal: AbortSignal): Promise<readonly NewPerDay[]> {
  return lake.rows<NewPerDay>(
    sql`SELECT toFloat64(toUnixTimestamp(toStartOfDay(began))) AS day, count() AS destinations, countIf(met = 1) AS alone
      FROM (${firsts}) WHERE toFloat64(began) >= ${from} GROUP BY day ORDER BY day`,
    signal,
  )
}
