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
 * Which address used which signature with which outside destination. Addresses stand for hosts here: only the few
 * signatures that are rare are looked up among the contacts, which are many.
 */
function uses(kind: SignatureKind): Sql {
  const { table, name, value } = carriers[kind]
  return sql`SELECT signature, src_ip, destination, sum(n) AS n, groupUniqArrayArray(days) AS days, min(first) AS first, max(last) AS last, min(row) AS row
    FROM (SELECT signature, toString(src_ip) AS src_ip, multiIf(domain_of.domain != '', toString(domain_of.domain), name != '', name, dst_ip) AS destination, n, days, first, last, row
      FROM (SELECT ${value} AS signature, src_ip, ${name} AS name, if(name = '', dst_ip, '') AS dst_ip, count() AS n, groupUniqArray(toDate(time)) AS days,
          toFloat64(min(time)) AS first, toFloat64(max(time)) AS last, min((source, line)) AS row
        FROM ${table} WHERE ${value} != '' AND NOT open GROUP BY signature, src_ip, name, dst_ip) AS seen
      LEFT ANY JOIN domain_of ON seen.name = domain_of.name)
    WHERE destination IN (SELECT destination FROM visit WHERE direction = 'outward')
    GROUP BY signature, src_ip, destination`
}

const perSignature = (kind: SignatureKind) =>
  sql`SELECT signature, uniqExact(destination) AS destinations, groupUniqArray(src_ip) AS addresses FROM (${uses(kind)}) GROUP BY signature`

/** Signatures that several addresses use with several destinations. */
const isShared = raw('destinations > 1 AND length(addresses) > 1')

export async function population(lake: Questions, kind: SignatureKind, signal: AbortSignal): Promise<Population> {
  const { table, value } = carriers[kind]
  const [carried] = await lake.rows<{ some: number }>(sql`SELECT count() AS some FROM (SELECT 1 FROM ${table} WHERE ${value} != '' LIMIT 1)`, signal)
  const nobody = { hosts: 0, signatures: 0, shared: 0, sharedHosts: 0 }
  if (!carried?.some) return nobody
  const [counts] = await lake.rows<Population>(
    sql`SELECT uniqExactArray(addresses) AS hosts, count() AS signatures, countIf(${isShared}) AS shared,
      ifNull(quantileExactIfOrNull(0.5)(length(addresses), ${isShared}), 0) AS sharedHosts FROM (${perSignature(kind)})`,
    signal,
  )
  return counts ?? nobody
}

export interface RareLimits {
  readonly fewHosts: number
  readonly leastUses: number
  readonly most: number
}

interface RareAddresses extends Omit<Rare, 'hosts' | 'hostCount' | 'destinationHosts'> {
  readonly addresses: readonly string[]
}

/** A host may have had several addresses: so many for each are looked at. */
const addressesPerHost = 4

/** The rarest signatures, those with the fewest hosts at their destination first. */
export async function rareSignatures(lake: Questions, kind: SignatureKind, limits: RareLimits, signal: AbortSignal): Promise<readonly Rare[]> {
  const { fewHosts, leastUses, most } = limits
  const common = sql`SELECT DISTINCT src_ip FROM (${uses(kind)}) WHERE signature IN (SELECT signature FROM (${perSignature(kind)}) WHERE ${isShared})`
  const found = await lake.rows<RareAddresses>(
    sql`SELECT signature, any(destination) AS destination, sum(n) AS uses, length(groupUniqArrayArray(days)) AS days, arraySort(groupUniqArray(src_ip)) AS addresses,
        min(first) AS first, max(last) AS last, uniqExactIf(src_ip, src_ip IN (${common})) AS ordinary, groupArraySorted(3)(row) AS rows
      FROM (${uses(kind)}) AS used GROUP BY signature
      HAVING uniqExact(used.destination) = 1 AND uniqExact(src_ip) <= ${fewHosts * addressesPerHost} AND sum(n) >= ${leastUses}
      ORDER BY length(addresses), uses DESC, signature LIMIT ${most * 10}`,
    signal,
  )
  if (found.length === 0) return []
  const destinations = [...new Set(found.map(({ destination }) => destination))]
  const reach = await lake.rows<{ destination: string; hosts: number }>(
    sql`SELECT destination, uniqExact(host) AS hosts FROM visit WHERE destination IN (${destinations}) AND contacts > 0 GROUP BY destination`,
    signal,
  )
  const addresses = [...new Set(found.flatMap((one) => one.addresses))]
  const names = await lake.rows<{ src_ip: string; destination: string; host: string }>(
    sql`SELECT toString(src_ip) AS src_ip, destination, toString(min(host)) AS host FROM contact
      WHERE destination IN (${destinations}) AND src_ip IN (${addresses}) AND direction = 'outward' GROUP BY src_ip, destination`,
    signal,
  )
  const hostsAt = new Map(reach.map(({ destination, hosts }) => [destination, hosts]))
  const hostOf = new Map(names.map(({ src_ip, destination, host }) => [JSON.stringify([src_ip, destination]), host]))
  return found
    .map(({ addresses: own, ...one }): Rare => {
      const hosts = [...new Set(own.map((address) => hostOf.get(JSON.stringify([address, one.destination])) ?? address))].sort()
      return { ...one, hosts, hostCount: hosts.length, destinationHosts: hostsAt.get(one.destination) ?? hosts.length }
    })
    .filter((one) => one.hostCount <= fewHosts)
    .sort((a, b) => a.destinationHosts - b.destinationHosts || b.uses - a.uses || (a.signature < b.signature ? -1 : 1))
    .slice(0, most)
}
