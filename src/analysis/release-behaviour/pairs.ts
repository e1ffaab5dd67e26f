import type { ReleaseFacts } from '../statistics/installed-software.ts'

/** One release and one destination, on the hosts that have the product and did not know the destination before the release came. */
export interface Pair {
  readonly product: string
  readonly version: string
  readonly destination: string
  readonly hosts: number
  /** For each host that began to talk to the destination, in turn: how many of the hosts had the release by then. */
  readonly marked: readonly number[]
  /** Hosts that began after they got the release. */
  readonly hits: number
}

/** First contact of each host with a destination; seconds. */
export interface Firsts {
  readonly destination: string
  readonly contacts: readonly (readonly [host: number, at: number])[]
}

export interface PairOptions {
  /** Installations count from here to here, so that there is traffic before and after. Seconds. */
  readonly from: number
  readonly until: number
  /** Seconds from a release's first installation in which hosts may begin. */
  readonly window: number
  readonly leastHosts: number
  /** p-value above which nobody wants to know. */
  readonly level: number
}

/** A destination that more of the product's hosts knew before the release is no new behaviour of it. */
const mostKnown = 0.2

interface Release {
  readonly product: string
  readonly version: string
  /** First installation anywhere. */
  readonly start: number
  /** Of every host of the product but those on which nobody knows since when they have it; infinite where they do not. */
  readonly since: ReadonlyMap<number, number>
  /** The same, sorted, the finite ones. */
  readonly times: readonly number[]
}

/** Every pair that could be significant at all: enough hosts began, and were they all to have the release, chance would be below the level. */
export function pairsOf(facts: readonly ReleaseFacts[], destinations: readonly Firsts[], options: PairOptions): readonly Pair[] {
  const releases = releasesOf(facts, options)
  const starts = Float64Array.from(releases, ({ start }) => start)
  const byHost = releasesByHost(releases)
  const counts = { began: new Int32Array(releases.length), known: new Int32Array(releases.length) }
  return destinations.flatMap(({ destination, contacts }) => {
    countContacts(contacts, byHost, starts, options.window, counts)
    return releases.flatMap((release, index) => {
      if ((counts.began[index] as number) < options.leastHosts || (counts.known[index] as number) > mostKnown * release.since.size) return []
      const pair = pairOf(release, destination, contacts, options.window)
      return allHit(pair) <= options.level ? [pair] : []
    })
  })
}

function releasesByHost(releases: readonly Release[]): ReadonlyMap<number, Int32Array> {
  const lists = new Map<number, number[]>()
  for (const [index, { since }] of releases.entries()) {
    for (const host of since.keys()) {
      const own = lists.get(host)
      if (own) own.push(index)
      else lists.set(host, [index])
    }
  }
  return new Map([...lists].map(([host, own]) => [host, Int32Array.from(own)]))
}

/** For each release, how many of its product's hosts began within the window, and how many knew the destination before. */
function countContacts(
  contacts: Firsts['contacts'],
  byHost: ReadonlyMap<number, Int32Array>,
  starts: Float64Array,
  window: number,
  { began, known }: { readonly began: Int32Array; readonly known: Int32Array },
): void {
  began.fill(0)
  known.fill(0)
  for (const [host, at] of contacts) {
    const own = byHost.get(host)
    if (!own) continue
    for (let place = 0; place < own.length; place++) {
      const index = own[place] as number
      const after = at - (starts[index] as number)
      if (after <= 0) known[index] = (known[index] as number) + 1
      else if (after <= window) began[index] = (began[index] as number) + 1
    }
  }
}

function releasesOf(facts: readonly ReleaseFacts[], options: PairOptions): readonly Release[] {
  return [...Map.groupBy(facts, ({ product }) => product)].flatMap(([product, own]) => {
    const holders = new Set(own.flatMap((release) => release.holders.map(({ host }) => host)))
    return own.flatMap((release): Release[] => {
      const since = new Map([...holders].map((host) => [host, Number.POSITIVE_INFINITY]))
      for (const holder of release.holders) {
        if (holder.exact && holder.since !== null) since.set(holder.host, Math.min(holder.since, since.get(holder.host) ?? Number.POSITIVE_INFINITY))
        else since.delete(holder.host)
      }
      const times = [...since.values()].filter((time) => Number.isFinite(time)).sort((a, b) => a - b)
      const dated = times.filter((time) => time >= options.from && time < options.until)
      const [start] = times
      // What was there before the evidence is no release that came in it.
      if (own.length < 2 || release.version === '' || start === undefined || start < options.from || dated.length < options.leastHosts) return []
      return [{ product, version: release.version, start, since, times }]
    })
  })
}

function pairOf({ product, version, start, since, times }: Release, destination: string, contacts: Firsts['contacts'], window: number): Pair {
  const known: number[] = []
  const moments: number[] = []
  let hits = 0
  for (const [host, at] of contacts) {
    const own = since.get(host)
    if (own === undefined || at > start + window) continue
    if (at <= start) {
      known.push(own)
      continue
    }
    moments.push(at)
    if (own < at) hits++
  }
  moments.sort((a, b) => a - b)
  const marked = moments.map((moment) => before(times, moment) - known.filter((time) => time < moment).length)
  return { product, version, destination, hosts: since.size - known.length, marked, hits }
}

function before(times: readonly number[], moment: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** P(every host that began had the release); 0 where that cannot be, and the smallest p-value is another. */
function allHit({ hosts, marked }: Pair): number {
  return marked.reduce((product, count, drawn) => (product * Math.max(0, count - drawn)) / (hosts - drawn), 1)
}
