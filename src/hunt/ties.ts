import { sql } from '../base/sql.ts'
import type { Lake } from '../lake/lake.ts'
import type { Finding } from '../model/finding.ts'
import type { HuntedProduct, HuntTie } from '../model/hunt.ts'

const mostTies = 8
/** Above it, that all hosts of a destination have the software is no more than chance; what was refused and is odd in itself is told all the same. */
const highestChance = 0.01

/**
 * Findings about destinations that only hosts with an affected version talk to: what no indicator tells, behaviour may. `chance` is that of
 * so many hosts all having the version were they drawn at random: C(m, k) / C(n, k), of one destination alone.
 */
export async function tiesOf(
  lake: Lake,
  findings: readonly Finding[],
  products: readonly HuntedProduct[],
  hosts: number,
  signal: AbortSignal,
): Promise<readonly HuntTie[]> {
  const affected = new Set(products.flatMap(({ installations }) => installations.filter(({ state }) => state === 'affected').map(({ host }) => host)))
  if (affected.size === 0) return []
  const behaviour = findings.filter(({ kind }) => kind === 'behaviour' || kind === 'explains').toSorted((a, b) => b.severity - a.severity)
  const told = new Set<string>()
  const ties: (HuntTie & { readonly severity: number })[] = []
  for (const finding of behaviour) {
    const of = (kind: string) => finding.about.filter((entity) => entity.kind === kind).map(({ id }) => id)
    const destinations = of('destination').filter((one) => !told.has(one))
    if (destinations.length === 0 || !of('host').every((host) => affected.has(host))) continue
    const { visitors, contacts, blocked } = await visitsOf(lake, destinations, signal)
    if (visitors.length === 0 || !visitors.every((host) => affected.has(host))) continue
    const chance = chanceOf(visitors.length, affected.size, Math.max(hosts, affected.size))
    if (chance > highestChance && (blocked === 0 || finding.severity < 2)) continue
    for (const one of destinations) told.add(one)
    ties.push({ finding: finding.id, title: finding.title, destinations, hosts: visitors, contacts, blocked, chance, severity: finding.severity })
  }
  return ties
    .toSorted((a, b) => b.severity - a.severity || a.chance - b.chance)
    .slice(0, mostTies)
    .map(({ severity: _, ...tie }) => tie)
}

interface Visits {
  readonly visitors: readonly string[]
  readonly contacts: number
  readonly blocked: number
}

async function visitsOf(lake: Lake, destinations: readonly string[], signal: AbortSignal): Promise<Visits> {
  const [visits] = await lake.rows<Visits>(
    sql`SELECT arraySort(groupUniqArray(toString(host))) AS visitors, toUInt64(sum(contacts)) AS contacts, toUInt64(sum(denied)) AS blocked
      FROM visit WHERE destination IN ${destinations} AND contacts > 0`,
    signal,
  )
  return visits ?? { visitors: [], contacts: 0, blocked: 0 }
}

/** That k hosts of n, drawn without putting back, are all among m. */
function chanceOf(k: number, m: number, n: number): number {
  let chance = 1
  for (let index = 0; index < k; index++) chance *= (m - index) / (n - index)
  return chance
}
