import { some } from '../base/text.ts'
import type { HuntedHost, HuntedIndicator, HuntedInstallation, HuntedPattern, HuntedProduct, Sighting } from '../model/hunt.ts'
import type { VerdictWord } from '../model/status.ts'
import type { KnownHost } from './hosts.ts'

interface Parts {
  readonly hosts: readonly KnownHost[]
  readonly indicators: readonly HuntedIndicator[]
  readonly patterns: readonly HuntedPattern[]
  readonly products: readonly HuntedProduct[]
  /** Some indicator was looked for in traffic. */
  readonly testedTraffic: boolean
}

const order: readonly VerdictWord[] = ['HIT', 'EXPOSED', 'CANNOT TELL', 'NOT SEEN']

/** Host by host: what the advisory's indicators and products come to. */
export function huntedHosts(parts: Parts): readonly HuntedHost[] {
  const hits = hitsByHost(parts)
  const installed = Map.groupBy(
    parts.products.flatMap(({ installations }) => installations),
    ({ host }) => host,
  )
  const known = new Map(parts.hosts.map((host) => [host.host, host]))
  const all = new Set([...known.keys(), ...hits.keys(), ...installed.keys()])
  return [...all]
    .map((host) => wordOf(host, known.get(host), hits.get(host) ?? [], installed.get(host) ?? [], parts))
    .sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word) || (a.host < b.host ? -1 : 1))
}

interface HostHit {
  readonly host: string
  readonly of: string
  readonly how: string
  readonly first?: string
  readonly last?: string
}

function hitsByHost({ indicators, patterns }: Parts): ReadonlyMap<string, readonly HostHit[]> {
  const named = indicators.map(({ word, value, sightings }) => ({ word, of: value, sightings }))
  const matched = patterns.map(({ word, name, sightings }) => ({ word, of: name, sightings }))
  const hits = [...named, ...matched].filter(({ word }) => word === 'HIT').flatMap(({ of, sightings }) => sightings.flatMap((one) => hitsOf(of, one)))
  return Map.groupBy(hits, ({ host }) => host)
}

function hitsOf(of: string, { way, hosts, rows, blocked, first, last }: Sighting): readonly HostHit[] {
  const how = blocked >= rows && blocked > 0 ? `${way}, but refused` : way
  return hosts.map((host) => ({ host, of, how, ...(first !== undefined && last !== undefined && { first, last }) }))
}

function wordOf(
  host: string,
  known: KnownHost | undefined,
  hits: readonly HostHit[],
  installed: readonly HuntedInstallation[],
  { products, indicators, testedTraffic }: Parts,
): HuntedHost {
  const releases = [...Map.groupBy(installed, ({ product, version }) => `${product} ${version}`).values()]
  const affected = releases.flatMap((same) => same.find(({ state }) => state === 'affected') ?? [])
  // One advisory that judges the version counts more than another that names none.
  const unclear = releases.flatMap((same) => (same.some(({ state }) => state !== 'unknown') ? [] : (same[0] ?? [])))
  const has = affected.map(({ product, version, until }) => `${until === undefined ? 'has' : 'had'} ${product} ${version}`)
  if (hits.length > 0) {
    const times = hits.flatMap(({ first, last }) => (first === undefined || last === undefined ? [] : [first, last])).sort()
    const [first, last] = [times[0], times.at(-1)]
    const said = [...Map.groupBy(hits, (hit) => hit.of)].map(([value, same]) => `${value} (${[...new Set(same.map(({ how }) => how))].join(', ')})`)
    return { host, word: 'HIT', because: [`met ${some(said, 4)}`, ...has], ...(first !== undefined && last !== undefined && { first, last }) }
  }
  if (affected.length > 0)
    return {
      host,
      word: 'EXPOSED',
      because: [...has, ...unmet({ testedTraffic, indicators: indicators.length, seen: known?.seen === true })],
    }
  if (unclear.length > 0) return { host, word: 'CANNOT TELL', because: unclear.map(({ product, because }) => `${product}: ${because}`) }
  const byTraffic = testedTraffic && (known?.seen === true || known?.watched === true)
  const byInventory = products.length > 0 && known?.inventoried === true
  if (!byTraffic && !byInventory) return { host, word: 'CANNOT TELL', because: ['neither its traffic nor its software could be tested'] }
  const limits = [
    ...(byTraffic || !testedTraffic ? [] : ['its traffic is not in the evidence']),
    ...(products.length > 0 && !byInventory ? ['its software is not in the evidence'] : []),
  ]
  return { host, word: 'NOT SEEN', because: limits }
}

function unmet({
  testedTraffic,
  indicators,
  seen,
}: {
  readonly testedTraffic: boolean
  readonly indicators: number
  readonly seen: boolean
}): readonly string[] {
  if (indicators === 0) return []
  return [testedTraffic && seen ? 'no contact with an indicator was seen' : 'its traffic is not in the evidence']
}
