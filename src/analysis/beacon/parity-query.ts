import { join, raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { among, type ChannelKey, target } from './channels.ts'
import { type ChannelStatistics, type ParityScore, parityScore } from './parity.ts'

const day = 86_400

export interface ParityChannel extends ChannelKey {
  readonly contacts: number
  /** With IP headers, both ways. */
  readonly bytes: number
  /** Seconds, all connections together. */
  readonly duration: number
  readonly score: ParityScore
}

export interface ParityRequest {
  /** Directions that count; RITA leaves traffic between inside hosts out. */
  readonly directions: readonly ('outward' | 'inside')[]
  /** Seconds; RITA looks at the last day. */
  readonly span: number
  /** Seconds since 1970; contacts after it are left out. Without it the newest contact ends the window. */
  readonly until?: number
  /** Only these channels. */
  readonly only?: readonly ChannelKey[]
}

interface Window {
  readonly from: number
  readonly until: number
}

/**
 * Scores every channel that is eligible: at least 4 different seconds with a contact, fewer than 86,400 contacts. The
 * window ends with the newest contact and takes in the whole of the hour in which it begins.
 */
export async function parityChannels(lake: Questions, request: ParityRequest, signal?: AbortSignal): Promise<readonly ParityChannel[]> {
  const [window] = await lake.rows<Window>(
    sql`SELECT greatest(toUnixTimestamp(min(time)), toUnixTimestamp(max(time)) - ${request.span}) AS from, toUnixTimestamp(max(time)) AS until
      FROM contact WHERE ${counted(request)}`,
    signal,
  )
  if (!window || window.until <= window.from) return []
  const rows = await lake.rows<ChannelKey & ChannelStatistics & { contacts: number; bytes: number; duration: number }>(query(request, window), signal)
  return rows.flatMap((row) => {
    const score = parityScore(row, window)
    return score ? [{ host: row.host, target: row.target, contacts: row.contacts, bytes: row.bytes, duration: row.duration, score }] : []
  })
}

function counted({ directions, until }: ParityRequest): Sql {
  return until === undefined ? sql`direction IN (${directions})` : sql`direction IN (${directions}) AND time <= toDateTime(${until}, 'UTC')`
}

function query(request: ParityRequest, window: Window): Sql {
  const bin = sql`least(greatest(intDiv((toInt64(toUnixTimestamp(time)) - ${window.from}) * 24, ${window.until - window.from}), 0), 23)`
  const only = request.only ? sql`AND ${among(request.only)}` : raw('')
  const channels = sql`SELECT toString(host) AS host, ${target} AS target, count() AS contacts,
      sum(ifNull(ip_bytes_out, 0) + ifNull(ip_bytes_in, 0)) AS bytes, sum(ifNull(duration, 0)) AS duration,
      arraySort(groupArray(toUnixTimestamp(time))) AS times, arraySort(groupArrayIf(assumeNotNull(ip_bytes_out), isNotNull(ip_bytes_out))) AS sizes,
      countResample(0, 24, 1)(${bin}) AS bins
    FROM contact WHERE ${counted(request)} AND time >= toStartOfHour(toDateTime(${window.from}, 'UTC')) ${only}
    GROUP BY host, target HAVING contacts < ${day} AND uniqExact(toUnixTimestamp(time)) >= 4`
  const sorted = sql`SELECT *, arraySort(arrayFilter(pause -> pause > 0, arrayDifference(times))) AS pauses FROM (${channels})`
  const columns = ['contacts', 'bytes', 'duration', 'bins'].map(raw)
  return sql`SELECT host, target, ${join(columns)}, times[1] AS first, times[-1] AS last,
      ${spread(raw('pauses'))} AS intervals, ${spread(raw('sizes'))} AS sizes
    FROM (${sorted})`
}

/** A sorted array → what `Spread` holds. */
function spread(values: Sql): Sql {
  const half = sql`intDiv(length(${values}), 2)`
  const parts = {
    count: sql`length(${values})`,
    q1: middle(sql`arraySlice(${values}, 1, ${half})`),
    q2: middle(values),
    q3: middle(sql`arraySlice(${values}, length(${values}) - ${half} + 1)`),
    mad: middle(sql`arraySort(arrayMap(value -> abs(value - ${middle(values)}), ${values}))`),
  }
  return sql`CAST((${join(Object.values(parts))}) AS Tuple(${raw(
    Object.keys(parts)
      .map((name) => `${name} Float64`)
      .join(', '),
  )}))`
}

/** Median of a sorted array; 0 for none. */
function middle(values: Sql): Sql {
  return sql`(toFloat64(arrayElement(${values}, intDiv(length(${values}) + 1, 2))) + toFloat64(arrayElement(${values}, intDiv(length(${values}) + 2, 2)))) / 2`
}
