import type { DestinationFacts } from './facts.ts'

/** Destinations count as companions from this share of common hosts on, |A ∩ B| / |A ∪ B| (Jaccard 1912), and from so many hosts. */
const alike = { share: 0.5, hosts: 3 } as const

/**
 * Joins new destinations that much the same hosts contact into one, whose contact is a host's first with any of them:
 * the several names of one command channel, or of one web application. Together they have more contacts than each
 * alone, and count as one test. Who has what software plays no part in it.
 */
export function joinCompanions(destinations: readonly DestinationFacts[]): readonly DestinationFacts[] {
  const leader = leaders(destinations)
  const families = Map.groupBy(destinations, (_, index) => leader[index] ?? index)
  return [...families.values()].map(together).sort((a, b) => b.contacts.length - a.contacts.length || ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1))
}

/** For each destination, the first of its family. */
function leaders(destinations: readonly DestinationFacts[]): readonly number[] {
  const parent = destinations.map((_, index) => index)
  const leaderOf = (index: number): number => {
    let at = index
    while (parent[at] !== at) at = parent[at] as number
    return at
  }
  const visits = new Map<number, number[]>()
  for (const [index, { contacts }] of destinations.entries()) {
    if (contacts.length < alike.hosts) continue
    const shared = new Map<number, number>()
    for (const { host } of contacts) {
      const others = visits.get(host) ?? []
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1)
      visits.set(host, [...others, index])
    }
    for (const [other, common] of shared) {
      const all = contacts.length + (destinations[other]?.contacts.length ?? 0) - common
      const [a, b] = [leaderOf(index), leaderOf(other)]
      if (common >= alike.share * all) parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  return destinations.map((_, index) => leaderOf(index))
}

function together(family: readonly DestinationFacts[]): DestinationFacts {
  const [only] = family
  if (family.length === 1 && only) return only
  const first = new Map<number, number>()
  for (const { host, at } of family.flatMap(({ contacts }) => contacts)) first.set(host, Math.min(at, first.get(host) ?? Number.POSITIVE_INFINITY))
  const begins = family.map(({ names, contacts }) => ({ names, at: Math.min(...contacts.map(({ at }) => at)) }))
  return {
    names: begins.sort((a, b) => a.at - b.at || ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1)).flatMap(({ names }) => names),
    contacts: [...first].sort(([a], [b]) => a - b).map(([host, at]) => ({ host, at })),
    visitDays: family.reduce((sum, { visitDays }) => sum + visitDays, 0),
  }
}
