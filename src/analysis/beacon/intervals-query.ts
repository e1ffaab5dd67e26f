import { type Sql, sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import { type Channel, channelFacts, channelKey, channelNames, target } from './channels.ts'
import { type Pauses, timerRatio, widestSpread } from './likelihood.ts'
import type { BeaconSettings } from './settings.ts'

/** Days back from the newest evidence. An implant that calls twice a day needs the longest, one that has just begun the shortest. */
const windows = [1, 7, 30] as const

/** Channels handed on at most, the strongest of them. */
const mostChannels = 10_000

/** The rhythm of a channel in one window. */
export interface Rhythm extends Pauses {
  /** Of the window, in days. */
  readonly days: number
  /** Nats per interval. */
  readonly ratio: number
  /** Nats in all. */
  readonly evidence: number
}

export interface RegularChannel extends Channel {
  /** Every window in which it is regular, the strongest first; never empty. */
  readonly rhythms: readonly [Rhythm, ...Rhythm[]]
}

type Row = Channel & Pauses & { readonly days: number }

/** Channels whose pauses a timer explains better than chance does, in at least one window. */
export async function regularChannels({ lake, settings, now, signal }: AnalysisInput<BeaconSettings>): Promise<readonly RegularChannel[]> {
  const rows = await lake.rows<Row>(query(settings, Math.ceil(now.getTime() / 1000)), signal)
  return [...Map.groupBy(rows, channelKey).values()].flatMap((windowed) => {
    const [channel] = windowed
    const [best, ...others] = windowed
      .map(rhythm)
      .filter(({ ratio, evidence }) => ratio >= settings.leastRatio && evidence >= settings.leastEvidence)
      .sort((a, b) => b.evidence - a.evidence || a.days - b.days)
    return channel && best ? [{ ...channel, rhythms: [best, ...others] as const }] : []
  })
}

function rhythm({ days, count, low, high, mean, median }: Row): Rhythm {
  const ratio = timerRatio({ low, high, mean })
  return { days, count, low, high, mean, median, ratio, evidence: ratio * count }
}

/**
 * Times are kept as seconds before the newest evidence: sorting up gives the newest first, and the state of a channel
 * is bounded. What has too wide a spread for the ratio asked is left in the engine.
 */
function query(settings: BeaconSettings, until: number): Sql {
  const { leastIntervals, newestContacts } = settings
  const recent = sql`time BETWEEN toDateTime(${until - Math.max(...windows) * 86_400}, 'UTC') AND toDateTime(${until}, 'UTC')`
  const id = sql`cityHash64(host, ${target})`
  // Most channels have a handful of contacts: counting them out first keeps their times out of memory.
  const enough = sql`SELECT ${id} FROM contact WHERE ${recent} GROUP BY ${id} HAVING count() > ${leastIntervals}`
  const channels = sql`SELECT ${channelFacts}, arrayCompact(groupArraySorted(${newestContacts})(${until} - toInt64(toUnixTimestamp(time)))) AS ages
    FROM contact WHERE ${recent} AND ${id} IN (${enough}) GROUP BY host, ${target}`
  const windowed = sql`SELECT ${channelNames}, days, arraySort(arrayPopFront(arrayDifference(arrayFilter(age -> age <= days * 86400, ages)))) AS pauses
    FROM (${channels}) ARRAY JOIN ${windows} AS days WHERE length(ages) > ${leastIntervals}`
  const bounded = sql`SELECT *, ${sortedQuantile(0.05)} AS low, ${sortedQuantile(0.95)} AS high FROM (${windowed}) WHERE length(pauses) >= ${leastIntervals}`
  const trimmed = sql`SELECT *, arrayFilter(pause -> pause BETWEEN low AND high, pauses) AS middle FROM (${bounded})`
  return sql`SELECT ${channelNames}, days, length(pauses) AS count, low, high, arrayAvg(middle) AS mean,
      (middle[intDiv(length(middle) + 1, 2)] + middle[intDiv(length(middle) + 2, 2)]) / 2 AS median
    FROM (${trimmed}) WHERE high - low + 1 <= mean * ${widestSpread(settings.leastRatio)}
    ORDER BY count * log(mean / (high - low + 1)) DESC, host, target, days LIMIT ${mostChannels * windows.length}`
}

/** A quantile of the sorted array `pauses` with linear interpolation, as `quantile` in base/robust.ts. */
function sortedQuantile(p: number): Sql {
  const place = sql`(length(pauses) - 1) * ${p}`
  const below = sql`pauses[toInt64(floor(${place})) + 1]`
  return sql`(${below} + (pauses[toInt64(ceil(${place})) + 1] - ${below}) * (${place} - floor(${place})))`
}
