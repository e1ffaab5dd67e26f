import { join, raw, type Sql, sql } from '../../base/sql.ts'

/** A host and what it talks to: the name where one is known, else the address. */
export interface ChannelKey {
  readonly host: string
  readonly target: string
}

/** What is known of a channel beside its rhythm, in the time that was looked at. */
export interface Channel extends ChannelKey {
  /** Registered domain, else name, else address. */
  readonly destination: string
  readonly direction: 'outward' | 'inside'
  /** A few of them. */
  readonly ports: readonly number[]
  readonly contacts: number
  /** Contacts refused on the way. */
  readonly denied: number
  /** Seconds since 1970. */
  readonly first: number
  readonly last: number
}

/** SQL over `contact`: the target of a row. */
export const target = raw("if(name != '', name, dst_ip)")

const facts = {
  host: 'toString(host)',
  target: target.text,
  destination: 'any(destination)',
  direction: 'toString(any(direction))',
  ports: 'arraySort(groupUniqArray(4)(dst_port))',
  contacts: 'count()',
  denied: 'sum(denied)',
  first: 'toUnixTimestamp(min(time))',
  last: 'toUnixTimestamp(max(time))',
} as const satisfies Record<keyof Channel, string>

/** The select list for `… FROM contact GROUP BY host, target`, and its names, to pass on from a subquery. */
export const channelFacts = raw(
  Object.entries(facts)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(', '),
)
export const channelNames = raw(Object.keys(facts).join(', '))

/** SQL over `contact`: the row belongs to one of these channels. For tens of them, not for thousands. */
export function among(channels: readonly ChannelKey[]): Sql {
  if (channels.length === 0) return raw('false')
  const hosts = [...new Set(channels.map((channel) => channel.host))]
  // The hosts alone first: a cheap test that leaves few rows for the second.
  return sql`host IN (${hosts}) AND (toString(host), ${target}) IN (${join(channels.map((channel) => sql`(${channel.host}, ${channel.target})`))})`
}

export function channelKey({ host, target }: ChannelKey): string {
  return JSON.stringify([host, target])
}
