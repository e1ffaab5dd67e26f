import { sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import { type Channel, channelFacts, channelNames, target } from './channels.ts'
import type { BeaconSettings } from './settings.ts'

/** Days back from the newest evidence. */
const days = 7

/** Channels handed on at most, those with the most repeats. */
const mostChannels = 1000

/** The commonest exchange of a channel: how many of the answered contacts sent and got exactly this. */
export interface Repetition {
  readonly answered: number
  readonly same: number
  /** Payload bytes. */
  readonly sent: number
  readonly received: number
}

export type RepeatedChannel = Channel & Repetition

/**
 * Channels that ask the same and get the same, over and over: what polling looks like when there is nothing to do,
 * also while its pauses change (many implants lengthen them step by step until the next command). Contacts without an
 * answer do not count: attempts that fail are all alike.
 */
export async function repeatedChannels({ lake, settings, now, signal }: AnalysisInput<BeaconSettings>): Promise<readonly RepeatedChannel[]> {
  const until = Math.ceil(now.getTime() / 1000)
  const answered = sql`time BETWEEN toDateTime(${until - days * 86_400}, 'UTC') AND toDateTime(${until}, 'UTC') AND bytes_out > 0 AND bytes_in > 0`
  const id = sql`cityHash64(host, ${target})`
  const enough = sql`SELECT ${id} FROM contact WHERE ${answered} GROUP BY ${id} HAVING count() >= ${settings.leastRepeats}`
  const busy = sql`SELECT ${id} AS id, ${channelFacts} FROM contact WHERE ${answered} AND ${id} IN (${enough}) GROUP BY host, ${target}`
  const exchanges = sql`SELECT ${id} AS id, bytes_out, bytes_in, count() AS times FROM contact
    WHERE ${answered} AND id IN (SELECT id FROM busy) GROUP BY id, bytes_out, bytes_in`
  const commonest = sql`SELECT id, sum(times) AS answered, max(times) AS same, argMax(bytes_out, times) AS sent, argMax(bytes_in, times) AS received
    FROM (${exchanges}) GROUP BY id HAVING same >= answered * ${settings.sameShare}`
  return lake.rows<RepeatedChannel>(
    sql`WITH busy AS (${busy}) SELECT ${channelNames}, answered, same, sent, received
      FROM (${commonest}) AS commonest INNER JOIN busy ON commonest.id = busy.id ORDER BY same DESC, host, target LIMIT ${mostChannels}`,
    signal,
  )
}
