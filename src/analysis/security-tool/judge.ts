import { compareIn } from '../../base/versions/compare.ts'
import type { Held, Outings, Told } from './query.ts'

const day = 86_400

export interface Old extends Held {
  readonly newest: string
  /** Days since the first host had a newer version than this. */
  readonly days: number
}

/** Versions older than what other hosts have had for some days; engines and signatures by themselves. Versions without a day are not told to be late. */
export function oldOnes(held: readonly Held[], leastDays: number, now: number): readonly Old[] {
  return [...Map.groupBy(held, ({ product }) => product).values()].flatMap((own) => {
    const newest = own.reduce((best, one) => (compareIn('windows', best.version, one.version) === -1 ? one : best))
    return own.flatMap((one) => {
      const arrivals = own.flatMap(({ version, since }) => (compareIn('windows', one.version, version) === -1 ? (since ?? []) : []))
      const days = Math.floor((now - Math.min(...arrivals)) / day)
      return arrivals.length > 0 && days >= leastDays ? [{ ...one, newest: newest.version, days }] : []
    })
  })
}

export interface Missing {
  readonly group: string
  /** Hosts of the group that have it, and those that have not. */
  readonly having: number
  readonly hosts: readonly string[]
}

/** Hosts without a tool that nearly all of their like have. Only hosts with an inventory count: of others it cannot be told. */
export function missingOn(having: ReadonlySet<string>, told: readonly Told[], share: number, leastHosts: number): readonly Missing[] {
  return [...Map.groupBy(told, ({ group }) => group)].flatMap(([group, hosts]) => {
    const without = hosts.filter(({ host }) => !having.has(host)).map(({ host }) => host)
    const count = hosts.length - without.length
    return group !== '' && without.length > 0 && hosts.length >= leastHosts && count / hosts.length >= share ? [{ group, having: count, hosts: without }] : []
  })
}

export interface Silence {
  readonly silent: readonly string[]
  /** Hosts that did reach the tool's domains in these days. */
  readonly heard: readonly string[]
  /** Hosts whose traffic does not reach back so far, or that show none. */
  readonly untold: readonly string[]
}

/** Hosts that have a tool and go out, but have not reached its maker for some days. */
export function silenceOf(hosts: readonly string[], domains: readonly string[], seen: readonly Outings[], days: number, now: number): Silence {
  const from = now - days * day
  const byHost = new Map(seen.map((one) => [one.host, one]))
  const state = (host: string): keyof Silence => {
    const own = byHost.get(host)
    if (!own) return 'untold'
    if (own.reached.some(([domain, last]) => domains.includes(domain) && last >= from)) return 'heard'
    return own.first <= from && own.last >= now - day ? 'silent' : 'untold'
  }
  const groups = Map.groupBy(hosts, state)
  return { silent: groups.get('silent') ?? [], heard: groups.get('heard') ?? [], untold: groups.get('untold') ?? [] }
}
