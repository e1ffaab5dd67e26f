import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

export type SignatureKind = 'ja4' | 'ja3' | 'user_agent'

/** What carries a kind of signature: its table, the name asked for, and which values say nothing. */
const carriers: Record<SignatureKind, { readonly table: Sql; readonly name: Sql; readonly value: Sql }> = {
  ja4: { table: raw('tls_session'), name: raw('server_name'), value: raw('toString(ja4)') },
  ja3: { table: raw('tls_session'), name: raw('server_name'), value: raw('toString(ja3)') },
  user_agent: { table: raw('http_request'), name: raw('host'), value: raw('toString(user_agent)') },
}

/** How many hosts and signatures there are to compare with. */
export interface Population {
  readonly hosts: number
  readonly signatures: number
  /** Signatures that several hosts use with several destinations: the common ones. */
  readonly shared: number
  /** Median number of hosts among those. */
  readonly sharedHosts: number
}

/** A signature met with one destination only. Times are seconds since 1970. */
export interface Rare {
  readonly signature: string
  readonly destination: string
  readonly uses: number
  readonly days: number
  readonly hosts: readonly string[]
  readonly hostCount: number
  readonly first: number
  readonly last: number
  /** Inside hosts that talk to the destination at all, with whatever signature. */
  readonly destinationHosts: number
  /** Hosts among those of the signature that use a common one elsewhere. */
  readonly ordinary: number
  readonly rows: readonly (readonly [source: number, line: number])[]
}

/**
 * Who used which signature with which outside destination. `src_ip` is turned into the host that talked to the
 * destination from that address; the join also leaves out what is not outward.
 */
function uses(kind: SignatureKind): Sql {
  const { table, name, value } = carriers[kind]
  return sql`SELECT signature, destination, contacts.host AS host, sum(n) AS n, groupUniqArrayArray(days) AS days, min(first) AS first, max(last) AS last, min(row) AS row
    FROM (SELECT signature, src_ip, multiIf(domain_of.domain != '', toString(domain_of.domain), name != '', name, dst_ip) AS destination, n, days, first, last, row
      FROM (SELECT ${value} AS signature, src_ip, ${name} AS name, if(name = '', dst_ip, '') AS dst_ip, count() AS n, groupUniqArray(toDate(time)) AS days,
          toFloat64(min(time)) AS first, toFloat64(max(time)) AS last, min((source, line)) AS row
        FROM ${table} WHERE ${value} != '' AND NOT open GROUP BY signature, src_ip, name, dst_ip) AS seen
      LEFT ANY JOIN domain_of ON seen.name = domain_of.name) AS used
    INNER JOIN (SELECT src_ip, destination, toString(min(host)) AS host FROM contact WHERE direction = 'outward' GROUP BY src_ip, destination) AS contacts
      ON used.src_ip = contacts.src_ip AND used.destination = contacts.destination
    GROUP BY signature, destination, host`
}

const perSignature = (kind: SignatureKind) =>
  sql`SELECT signature, uniqExact(destination) AS destinations, uniqExact(host) AS hosts FROM (${uses(kind)}) GROUP BY signature`

export async function population(lake: Questions, kind: SignatureKind, signal: AbortSignal): Promise<Population> {
  const [counts] = await lake.rows<Population>(
    sql`SELECT (SELECT uniqExact(host) FROM (${uses(kind)})) AS hosts, count() AS signatures, countIf(destinations > 1 AND hosts > 1) AS shared,
      ifNull(quantileExactIfOrNull(0.5)(hosts, destinations > 1 AND hosts > 1), 0) AS sharedHosts FROM (${perSignature(kind)})`,
    signal,
  )
  return counts ?? { hosts: 0, signatures: 0, shared: 0, sharedHosts: 0 }
}

export interface RareLimits {
  readonly fewHosts: number
  readonly leastUses: number
  readonly most: number
}

export function rareSignatures(lake: Questions, kind: SignatureKind, { fewHosts, leastUses, most }: RareLimits, signal: AbortSignal): Promise<readonly Rare[]> {
  const common = sql`SELECT DISTINCT host FROM (${uses(kind)}) WHERE signature IN (SELECT signature FROM (${perSignature(kind)}) WHERE destinations > 1 AND hosts > 1)`
  return lake.rows<Rare>(
    sql`SELECT signature, any(destination) AS destination, sum(n) AS uses, length(groupUniqArrayArray(days)) AS days,
        arraySort(groupUniqArray(host)) AS hosts, uniqExact(host) AS hostCount, min(first) AS first, max(last) AS last,
        any(reach.hosts) AS destinationHosts, uniqExactIf(host, host IN (${common})) AS ordinary, groupArraySorted(3)(row) AS rows
      FROM (${uses(kind)}) AS used
      INNER JOIN (SELECT destination, uniqExact(host) AS hosts FROM contact WHERE direction = 'outward' GROUP BY destination) AS reach ON used.destination = reach.destination
      GROUP BY signature HAVING uniqExact(used.destination) = 1 AND uniqExact(host) <= ${fewHosts} AND sum(n) >= ${leastUses}
      ORDER BY destinationHosts, uses DESC, signature LIMIT ${most}`,
    signal,
  )
}
