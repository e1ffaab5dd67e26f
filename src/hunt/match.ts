import { sql } from '../base/sql.ts'
import type { Lake } from '../lake/lake.ts'
import type { SightingWay } from '../model/hunt.ts'
import { groupsOf, mostGroups, pairings, rows } from './probes.ts'
import type { Wanted } from './wanted.ts'

/** An indicator met by one host, on one day, in one way. Times are seconds since 1970. */
export interface Met {
  readonly id: number
  readonly way: SightingWay
  readonly table: string
  readonly relation: string
  /** A host's name, or an address that has to be resolved; empty where no host is known. */
  readonly who: string
  readonly isAddress: boolean
  readonly day: string
  readonly met: readonly string[]
  readonly rows: number
  readonly blocked: number
  readonly first: number
  readonly last: number
  readonly refs: readonly (readonly [source: number, line: number])[]
}

interface Pair {
  readonly probe: string
  readonly seen: string
  readonly id: number
  readonly relation: string
}

type Group = Omit<Met, 'id' | 'way' | 'table' | 'relation' | 'isAddress'> & { readonly asked: string }

const mostPairs = 500_000

export interface Matched {
  readonly met: readonly Met[]
  /** What was cut off, in words. */
  readonly notes: readonly string[]
}

/** Everything in the lake that holds one of the indicators loaded before. */
export async function matchWanted(lake: Lake, wanted: readonly Wanted[], signal: AbortSignal): Promise<Matched> {
  const kinds = new Set(wanted.map(({ match }) => match))
  for (const { probe, matches, pairs } of pairings) {
    signal.throwIfAborted()
    if (matches.some((match) => kinds.has(match)))
      await lake.run(sql`INSERT INTO hunt_pair SELECT ${probe} AS probe, seen, id, relation FROM (${pairs}) LIMIT ${mostPairs}`)
  }
  const pairs = await lake.rows<Pair>(sql`SELECT probe, seen, id, relation FROM hunt_pair ORDER BY probe, seen, id LIMIT ${mostPairs}`, signal)
  const byProbe = Map.groupBy(pairs, ({ probe }) => probe)
  const met: Met[] = []
  const notes: string[] = pairs.length >= mostPairs ? [`More than ${mostPairs} values of the evidence match; the rest was not looked at.`] : []
  for (const probe of rows) {
    const known = Map.groupBy(byProbe.get(probe.probe) ?? [], ({ seen }) => seen)
    if (known.size === 0) continue
    const groups = await lake.rows<Group>(groupsOf(probe), signal)
    if (groups.length >= mostGroups) notes.push(`More than ${mostGroups} groups of rows in ${probe.table} match; the rest was not counted.`)
    const { way, table } = probe
    const isAddress = probe.who !== 'nobody' && 'address' in probe.who
    for (const { asked, ...group } of groups) {
      for (const { id, relation } of known.get(asked) ?? []) met.push({ ...group, id, relation, way, table, isAddress })
    }
  }
  return { met, notes }
}
