import { behindLatest, cyclesBehind, endOf } from '../../base/lifecycle.ts'
import type { Lived } from '../../base/questions/lifecycles.ts'
import type { Severity } from '../../model/finding.ts'
import type { Newer } from './newer.ts'

const day = 86_400
const year = 365

/** A release of a product that is behind. */
export interface Lag {
  readonly product: string
  readonly vendor: string
  readonly version: string
  readonly hosts: readonly string[]
  readonly rows: readonly (readonly [source: number, line: number])[]
  /** Latest release of its cycle, where a life cycle tells; days since it came out, null is unknown. */
  readonly latest: { readonly cycle: string; readonly version: string; readonly days: number | null } | undefined
  /** Cycles of the product that came out later; null is unknown or of no weight, since the own is looked after. */
  readonly cyclesBehind: number | null
  /** Newest version on other hosts, where the first has it since so many days (null: unknown). */
  readonly elsewhere: { readonly version: string; readonly hosts: number; readonly days: number | null } | undefined
  /** The most days of both; null where none is known. */
  readonly days: number | null
  readonly confidence: number
}

/** Releases that are behind, each once. Whoever belongs to a cycle is not behind because a later cycle is in use elsewhere. */
export function lagsOf(lived: readonly Lived[], newer: readonly Newer[], now: number): readonly Lag[] {
  const programs = [
    ...Map.groupBy(
      lived.filter(({ table }) => table === 'installation'),
      ({ name, version }) => keyOf(name, version),
    ).values(),
  ].flatMap(together)
  const known = new Map(programs.map((one) => [keyOf(one.name, one.version), one]))
  const cycled = programs.flatMap((one) => lagOf(one, newerInCycle(one, newer, known), now) ?? [])
  const rest = newer.filter(({ product, version }) => !known.has(keyOf(product, version)))
  return [...cycled, ...rest.map((one) => lagElsewhere(one, now))]
}

/** Inventories tell of one release with another signer or system on other hosts. */
function together(group: readonly Lived[]): readonly Lived[] {
  return group.slice(0, 1).map((first) => ({ ...first, holders: group.flatMap(({ holders }) => holders) }))
}

function keyOf(product: string, version: string): string {
  return JSON.stringify([product, version])
}

function newerInCycle(one: Lived, newer: readonly Newer[], known: ReadonlyMap<string, Lived>): Newer | undefined {
  const found = newer.find(({ product, version }) => product === one.name && version === one.version)
  const other = found && known.get(keyOf(found.product, found.newest))
  const same = other && one.cycles.length === 1 && one.cycles[0]?.cycle === other.cycles[0]?.cycle
  return same ? found : undefined
}

function lagOf(one: Lived, newer: Newer | undefined, now: number): Lag | undefined {
  const latest = behindLatest(one.ecosystem, one.version, one.cycles, now)
  const state = endOf(one.cycles, now).state
  const lookedAfter = state === 'supported' || state === 'ends'
  const later = lookedAfter ? null : cyclesBehind(one.cycles, one.all, now)
  if (!latest && !newer && (later ?? 0) < 2) return undefined
  const elsewhere = newer && elsewhereOf(newer, now)
  return {
    product: one.name,
    vendor: one.vendor,
    version: one.version,
    hosts: [...new Set(one.holders.map(({ host }) => host))],
    rows: one.holders.map(({ row }) => row),
    latest: latest && { cycle: one.cycles[0]?.cycle ?? '', version: latest.latest, days: latest.days },
    cyclesBehind: later,
    elsewhere,
    days: most(latest?.days, elsewhere?.days),
    confidence: one.confidence,
  }
}

function lagElsewhere(newer: Newer, now: number): Lag {
  const elsewhere = elsewhereOf(newer, now)
  const { product, vendor, version, hosts, rows } = newer
  return { product, vendor, version, hosts, rows, latest: undefined, cyclesBehind: null, elsewhere, days: elsewhere.days, confidence: 0.7 }
}

function elsewhereOf({ newest, newestHosts, since }: Newer, now: number): NonNullable<Lag['elsewhere']> {
  return { version: newest, hosts: newestHosts, days: since === null || since > now ? null : Math.floor((now - since) / day) }
}

function most(...days: readonly (number | null | undefined)[]): number | null {
  const known = days.flatMap((one) => one ?? [])
  return known.length > 0 ? Math.max(...known) : null
}

/** Information up to the days in which an update should be there; grave beyond a year, or two cycles later without security updates that are known to come. */
export function graveness({ latest, days, cyclesBehind: later }: Lag, limit: number): Severity {
  if ((latest?.days ?? 0) > year || (later ?? 0) >= 2) return 3
  return days !== null && days > limit ? 2 : 1
}
