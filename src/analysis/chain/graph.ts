import type { Reach } from '../updates/reach.ts'
import type { Step } from './step.ts'

/** A weakness on a host, as a step that an attacker can take. */
export interface Hop extends Step {
  readonly host: string
  /** What an update takes away: a release by product and version, or several on the host that offer the same steps. */
  readonly release: string
  /** Updates that it takes to be rid of it. */
  readonly updates: number
  readonly vulnerability: string
  /** 0…1: how likely it is that somebody uses it. */
  readonly likelihood: number
}

/** `outside`, or a host with the rights that are had there. */
export type Place = string
export const outside: Place = 'outside'

export function placeOf(host: string, rights: Step['gains']): Place {
  return `${rights}@${host}`
}

export interface Edge {
  readonly to: Place
  readonly hop: Hop
}

/** Every step that can be taken, by the place it is taken from. All rights on a host include those of a user. */
export function edgesOf(hops: readonly Hop[], reach: Reach): ReadonlyMap<Place, readonly Edge[]> {
  const byHost = Map.groupBy(hops, ({ host }) => host)
  const steps = [...hops.flatMap((hop) => ownSteps(hop, reach)), ...[...reach.inside].flatMap(([host, targets]) => onward(host, targets, byHost))]
  const edges = Map.groupBy(steps, ({ from }) => from)
  return new Map([...edges].map(([from, list]) => [from, list.map(({ hop }) => ({ to: placeOf(hop.host, hop.gains), hop }))]))
}

interface Taken {
  readonly from: Place
  readonly hop: Hop
}

/** Steps that are taken from the outside, or on the host itself. */
function ownSteps(hop: Hop, { fromOutside, goOut }: Reach): readonly Taken[] {
  const { host, from, account, gains } = hop
  if (from === 'host') return gains === 'all' ? [{ from: placeOf(host, 'user'), hop }] : []
  const open = from === 'lure' ? goOut.has(host) : !account && fromOutside.has(host)
  return open ? [{ from: outside, hop }] : []
}

/** Steps from one host to others. Who runs programs on a host of the organisation has an account of it. */
function onward(host: string, targets: readonly string[], byHost: ReadonlyMap<string, readonly Hop[]>): readonly Taken[] {
  const open = targets.filter((target) => target !== host).flatMap((target) => byHost.get(target) ?? [])
  return open.filter(({ from }) => from === 'network').flatMap((hop) => [placeOf(host, 'user'), placeOf(host, 'all')].map((from) => ({ from, hop })))
}

/** A way from the outside to a place. */
export interface Chain {
  readonly to: Place
  readonly hops: readonly Hop[]
  /** The least likelihood among its hops: a chain is as strong as its weakest link. */
  readonly likelihood: number
}

/**
 * The likeliest way from the outside to every place that can be reached, where a way is as likely as its weakest link; of equally likely ones the
 * shortest. The widest-path form of Dijkstra's search (Pollack 1960, Oper. Res. 8:733).
 */
export function likeliestChains(edges: ReadonlyMap<Place, readonly Edge[]>): ReadonlyMap<Place, Chain> {
  const best = new Map<Place, Chain>([[outside, { to: outside, hops: [], likelihood: 1 }]])
  const open = new Set<Place>([outside])
  const done = new Set<Place>()
  for (let at = next(open, best); at !== undefined; at = next(open, best)) {
    open.delete(at.to)
    done.add(at.to)
    for (const { to, hop } of edges.get(at.to) ?? []) {
      if (done.has(to)) continue
      const chain = { to, hops: [...at.hops, hop], likelihood: Math.min(at.likelihood, hop.likelihood) }
      const known = best.get(to)
      if (!known || isBetter(chain, known)) best.set(to, chain)
      open.add(to)
    }
  }
  best.delete(outside)
  return best
}

function isBetter(a: Chain, b: Chain): boolean {
  return a.likelihood > b.likelihood || (a.likelihood === b.likelihood && a.hops.length < b.hops.length)
}

function next(open: ReadonlySet<Place>, best: ReadonlyMap<Place, Chain>): Chain | undefined {
  let found: Chain | undefined
  for (const place of open) {
    const chain = best.get(place)
    if (chain && (!found || isBetter(chain, found))) found = chain
  }
  return found
}
