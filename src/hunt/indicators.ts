import type { AdvisoryIndicator } from '../advisories/advisory.ts'
import { number } from '../base/text.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { HuntedIndicator, IndicatorWord, Sighting } from '../model/hunt.ts'
import { type Ground, missingFor } from './coverage.ts'
import type { NameHost } from './hosts.ts'
import type { Met } from './match.ts'
import { namedIn } from './sources.ts'
import type { Wanted } from './wanted.ts'

const mostMet = 8
const mostEvidence = 12
/** Many programs send the same: what this many hosts, and this share of all, show is everyday here. */
const everyday = { hosts: 5, share: 0.1 } as const
const shared = new Set(['user-agent', 'ja3', 'ja3s', 'ja4', 'registry-key', 'mutex', 'cookie'])

/** Keys that Windows keeps for what starts by itself, and services: any program may stand below them. */
const everydayKey =
  /\\(?:run|runonce|runonceex|services|winlogon|shell folders|user shell folders|uninstall|image file execution options|currentversion|software|microsoft)$/i

export interface IndicatorContext {
  /** Values that a warning list of the workspace names, and the list. */
  readonly listed: ReadonlyMap<string, string>
  readonly ground: Ground
  readonly nameHost: NameHost
  /** The name shown for a host that the evidence calls by name. */
  readonly shown: (host: string) => string
  /** Hosts that show in traffic. */
  readonly hosts: number
  readonly vetted: boolean
  /** No evidence is as late as the advisory: what was not seen cannot be told. */
  readonly tooEarly: string | undefined
}

/** What was met of each indicator, and what follows. */
export function huntedIndicators(
  wanted: readonly Wanted[],
  others: readonly AdvisoryIndicator[],
  met: readonly Met[],
  context: IndicatorContext,
): readonly HuntedIndicator[] {
  const byId = Map.groupBy(met, ({ id }) => id)
  return [
    ...wanted.map(({ id, indicator }) => hunted(indicator, sightingsOf(byId.get(id) ?? [], context), context)),
    ...others.map((indicator) => hunted(indicator, [], context)),
  ]
}

function hunted(indicator: AdvisoryIndicator, sightings: readonly Sighting[], context: IndicatorContext): HuntedIndicator {
  const { type, value, role, sources } = indicator
  const needs = missingFor(type, context.ground, context.vetted) ?? context.tooEarly
  const hosts = [...new Set(sightings.flatMap((one) => one.hosts))].sort()
  const demoted = weakness(indicator, sightings, hosts, context)
  const times = sightings.flatMap(({ first, last }) => (first === undefined || last === undefined ? [] : [first, last])).sort()
  const sum = (pick: (one: Sighting) => number) => sightings.reduce((all, one) => all + pick(one), 0)
  const word: IndicatorWord = sightings.length > 0 ? (demoted === undefined ? 'HIT' : 'SEEN') : needs === undefined ? 'NOT SEEN' : 'CANNOT TELL'
  const [first, last] = [times[0], times.at(-1)]
  return {
    type,
    value,
    role,
    word,
    ...(demoted !== undefined && { demoted }),
    sightings,
    hosts,
    rows: sum((one) => one.rows),
    blocked: sum((one) => one.blocked),
    ...(first !== undefined && last !== undefined && { first, last }),
    ...(needs !== undefined && sightings.length === 0 && { needs }),
    sources: namedIn(sources),
  }
}

/** Why a sighting is no proof by itself; undefined where it is one. */
function weakness(
  { type, value, demoted }: AdvisoryIndicator,
  sightings: readonly Sighting[],
  hosts: readonly string[],
  context: IndicatorContext,
): string | undefined {
  if (demoted) return demoted.reason
  const list = type === 'url' ? undefined : context.listed.get(tested(value.toLowerCase()))
  if (list !== undefined) return `on the warning list “${list}”`
  if (type === 'file-name' || type === 'file-path') return 'a file of that name may be any file: its hash tells'
  if (type === 'registry-key' && everydayKey.test(value)) return 'a key below which many programs write: only a value in it tells'
  if (sightings.length > 0 && sightings.every(({ relation }) => relation === 'same name')) return 'only its name was logged, not its value'
  if (shared.has(type) && hosts.length >= everyday.hosts && hosts.length >= everyday.share * context.hosts) {
    return `${number(hosts.length)} hosts show it: a program that is common here sends the same`
  }
  if (sightings.length > 0 && sightings.every(({ way, rows, blocked }) => way === 'called from outside' && blocked >= rows))
    return 'it only tried from outside, and was refused'
  return undefined
}

function sightingsOf(met: readonly Met[], context: IndicatorContext): readonly Sighting[] {
  const groups = Map.groupBy(met, ({ way, table, relation }) => `${way} ${table} ${relation}`)
  return [...groups.values()].flatMap((group) => sightingOf(group, context) ?? [])
}

function sightingOf(group: readonly Met[], { nameHost, shown }: IndicatorContext): Sighting | undefined {
  const [one] = group
  if (!one) return undefined
  const hosts = group.map(({ who, isAddress, day }) => (isAddress ? nameHost(who, day) : shown(who))).filter((host) => host !== '')
  return {
    way: one.way,
    relation: one.relation as Sighting['relation'],
    met: [...new Set(group.flatMap((part) => part.met))].sort().slice(0, mostMet),
    hosts: [...new Set(hosts)].sort(),
    rows: group.reduce((sum, part) => sum + part.rows, 0),
    blocked: group.reduce((sum, part) => sum + part.blocked, 0),
    first: isoFromSeconds(group.reduce((least, part) => Math.min(least, part.first), Number.POSITIVE_INFINITY)),
    last: isoFromSeconds(group.reduce((most, part) => Math.max(most, part.last), 0)),
    evidence: group.flatMap(({ table, refs }) => refs.map(([source, line]) => ({ table, source, line }))).slice(0, mostEvidence),
  }
}

/** What warning lists are asked for: of a range its first address. */
export function tested(value: string): string {
  return /^[0-9a-f:.]+\/\d{1,3}$/.test(value) ? (value.split('/')[0] ?? value) : value
}
