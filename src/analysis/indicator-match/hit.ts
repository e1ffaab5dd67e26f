import type { EvidenceRef } from '../../model/finding.ts'

/** What was matched: a type of indicator, or the host of a URL whose path could not be seen. */
export type Matched = 'domain' | 'ip' | 'cidr' | 'url' | 'url host' | 'md5' | 'sha1' | 'sha256' | 'ja3' | 'user_agent'

/** One row of every query here: the columns of `hitColumns` grouped by value. Times are seconds since 1970. */
export interface HitRow {
  readonly value: string
  /** What exactly was met: names below the domain, addresses in the range, files. */
  readonly names: readonly string[]
  readonly hosts: readonly string[]
  readonly contacts: number
  readonly denied: number
  readonly lookups: number
  readonly bytesOut: number
  readonly first: number
  readonly last: number
  readonly rows: readonly (readonly [source: number, line: number])[]
}

/** One indicator that the evidence knows. */
export interface Hit extends Omit<HitRow, 'rows'> {
  readonly type: Matched
  readonly evidence: readonly EvidenceRef[]
}

const mostNames = 8

export function hitOf(type: Matched, table: string, row: HitRow): Hit {
  const { rows, ...rest } = row
  return { ...rest, type, evidence: rows.map(([source, line]) => ({ table, source, line })) }
}

/** Hits of the same value from several logs become one. */
export function mergeHits(hits: readonly Hit[]): readonly Hit[] {
  const merged = new Map<string, Hit>()
  for (const hit of hits) {
    const key = `${hit.type}\n${hit.value}`
    const known = merged.get(key)
    merged.set(key, known ? mergeTwo(known, hit) : hit)
  }
  return [...merged.values()]
}

function mergeTwo(one: Hit, other: Hit): Hit {
  const all = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort()
  return {
    ...one,
    names: all(one.names, other.names).slice(0, mostNames),
    hosts: all(one.hosts, other.hosts),
    contacts: one.contacts + other.contacts,
    denied: one.denied + other.denied,
    lookups: one.lookups + other.lookups,
    bytesOut: one.bytesOut + other.bytesOut,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    evidence: [...one.evidence, ...other.evidence].slice(0, 6),
  }
}
