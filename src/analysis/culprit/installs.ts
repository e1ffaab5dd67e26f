import type { ReleaseFacts } from '../statistics/installed-software.ts'
import type { Facts } from './facts.ts'
import { always } from './problem.ts'

/** When a release came to a host. */
export interface Install {
  readonly host: number
  /** Seconds since 1970, or `always`: it was there before, or nobody knows since when. */
  readonly since: number
  /** It came while the evidence was running, as far as one can tell. */
  readonly fresh: boolean
}

/**
 * The moment from which each holder counts as exposed.
 *
 * - An install date is that moment. A date without a time of day counts from the start of its day.
 * - An inventory that only says "it is there" dates a release between two looks at the host: it counts from the
 *   earlier look, and from ever if there was none.
 * - A release read off traffic counts from the first time it was seen. It is fresh if another release of the product was
 *   seen there before.
 * - No date at all counts from ever: unknown is not "later".
 */
export function installsOf(facts: Facts): readonly (readonly Install[])[] {
  const looks = looksByHost(facts.releases)
  const firstSeen = firstSeenOnTraffic(facts.releases)
  return facts.releases.map((release) =>
    release.holders.map(({ host, since, exact, passive }): Install => {
      if (since === null) return { host, since: always, fresh: false }
      if (exact) return { host, since, fresh: since >= facts.span.from }
      if (passive) return { host, since, fresh: since > (firstSeen.get(seenKey(release.product, host)) ?? since) }
      const earlier = looks.get(host)?.findLast((look) => look < since)
      return earlier === undefined ? { host, since: always, fresh: false } : { host, since: earlier, fresh: since > facts.span.from }
    }),
  )
}

/** When inventories looked at each host, as far as releases that were first seen then give it away. */
function looksByHost(releases: readonly ReleaseFacts[]): ReadonlyMap<number, readonly number[]> {
  const looks = new Map<number, Set<number>>()
  for (const { holders } of releases) {
    for (const { host, since, exact, passive } of holders) {
      if (exact || passive || since === null) continue
      const own = looks.get(host)
      if (own) own.add(since)
      else looks.set(host, new Set([since]))
    }
  }
  return new Map([...looks].map(([host, times]) => [host, [...times].sort((a, b) => a - b)]))
}

function firstSeenOnTraffic(releases: readonly ReleaseFacts[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const { product, holders } of releases) {
    for (const { host, since, passive } of holders) {
      if (!passive || since === null) continue
      const key = seenKey(product, host)
      first.set(key, Math.min(since, first.get(key) ?? since))
    }
  }
  return first
}

function seenKey(product: string, host: number): string {
  return `${host} ${product}`
}
