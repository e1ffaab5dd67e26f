import { sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import { among, type ChannelKey, channelKey, target } from './channels.ts'

/** Points in a picture. */
const most = 300

export interface Contact {
  /** Seconds since 1970. */
  readonly time: number
  /** Payload bytes sent; 0 where unknown. */
  readonly bytes: number
  readonly source: number
  readonly line: number
}

/** The newest contacts of some channels, the oldest of them first. */
export async function recentContacts(
  { lake, signal }: Pick<AnalysisInput<object>, 'lake' | 'signal'>,
  channels: readonly ChannelKey[],
): Promise<ReadonlyMap<string, readonly Contact[]>> {
  const rows = await lake.rows<ChannelKey & { contacts: readonly (readonly [age: number, bytes: number, source: number, line: number])[] }>(
    sql`SELECT toString(host) AS host, ${target} AS target, groupArraySorted(${most + 1})((-toFloat64(time), ifNull(bytes_out, 0), source, line)) AS contacts
      FROM contact WHERE ${among(channels)} GROUP BY host, ${target}`,
    signal,
  )
  return new Map(rows.map((row) => [channelKey(row), row.contacts.map(([age, bytes, source, line]) => ({ time: -age, bytes, source, line })).reverse()]))
}
