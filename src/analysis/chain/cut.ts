import { type Edge, outside, type Place } from './graph.ts'

/** Installations on a host; updating them takes away every weakness that they have there. */
export interface Update {
  readonly host: string
  readonly release: string
  readonly updates: number
}

/**
 * The fewest updates after which none of the `targets` can be reached from the outside: a minimum cut through the installations, each counted as the updates that it takes
 * (Ford and Fulkerson 1956, in the order of search of Edmonds and Karp 1972); of several smallest ones the one nearest to the outside. Whoever
 * gets into a release by one of its weaknesses is taken to have what any of them gives, since they are all on the same host: the cut breaks every way, and may
 * then name an update more than the least.
 */
export function cheapestCut(edges: ReadonlyMap<Place, readonly Edge[]>, targets: ReadonlySet<Place>): readonly Update[] {
  const network = new Network()
  const installations = new Map<string, Update>()
  for (const [from, list] of edges) {
    for (const { to, hop } of list) {
      const key = JSON.stringify([hop.host, hop.release])
      installations.set(key, { host: hop.host, release: hop.release, updates: hop.updates })
      network.join(`place ${from}`, `before ${key}`, Number.POSITIVE_INFINITY)
      network.join(`before ${key}`, `after ${key}`, hop.updates)
      network.join(`after ${key}`, `place ${to}`, Number.POSITIVE_INFINITY)
    }
  }
  for (const target of targets) network.join(`place ${target}`, 'target', Number.POSITIVE_INFINITY)
  const reached = network.saturate(`place ${outside}`, 'target')
  return [...installations].filter(([key]) => reached.has(`before ${key}`) && !reached.has(`after ${key}`)).map(([, update]) => update)
}

/** A flow network whose rooms are left over after a flow: residual capacities by node and neighbour. */
class Network {
  readonly #room = new Map<string, Map<string, number>>()

  join(from: string, to: string, capacity: number): void {
    const room = this.#of(from)
    room.set(to, Math.max(room.get(to) ?? 0, capacity))
    const back = this.#of(to)
    if (!back.has(from)) back.set(from, 0)
  }

  /** Sends all that goes through; returns what can still be reached from the source then. */
  saturate(source: string, sink: string): ReadonlySet<string> {
    for (;;) {
      const from = this.#search(source)
      if (!from.has(sink)) return new Set(from.keys())
      const steps: (readonly [from: string, to: string])[] = []
      for (let at = sink; at !== source; at = from.get(at) ?? source) steps.push([from.get(at) ?? source, at])
      // Every way to the sink goes through an installation, so that what fits is never without end.
      const flow = Math.min(...steps.map(([before, at]) => this.#of(before).get(at) ?? 0))
      for (const [before, at] of steps) {
        this.#add(before, at, -flow)
        this.#add(at, before, flow)
      }
    }
  }

  /** Shortest ways with room left: each node that is reached, and the one before it. */
  #search(source: string): ReadonlyMap<string, string> {
    const from = new Map([[source, source]])
    const queue = [source]
    for (let index = 0; index < queue.length; index += 1) {
      const at = queue[index] ?? source
      for (const [to, room] of this.#of(at)) {
        if (room <= 0 || from.has(to)) continue
        from.set(to, at)
        queue.push(to)
      }
    }
    return from
  }

  #add(from: string, to: string, flow: number): void {
    const room = this.#of(from)
    room.set(to, (room.get(to) ?? 0) + flow)
  }

  #of(node: string): Map<string, number> {
    let room = this.#room.get(node)
    if (!room) {
      room = new Map()
      this.#room.set(node, room)
    }
    return room
  }
}
