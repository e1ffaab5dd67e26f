import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { moment, outwardHosts, readReleases } from '../statistics/installed-software.ts'
import { joinCompanions } from './companions.ts'
import type { DestinationFacts, Facts, HostFacts, Span } from './facts.ts'
import type { CulpritSettings } from './settings.ts'

/** What was asked for and could not be used. */
export interface Gaps {
  /** Hosts in traffic whose software nobody knows. */
  readonly unknownHosts: number
  /** New destinations that one host alone contacted: how many, and a few of them. */
  readonly lone: number
  readonly loneNames: readonly string[]
  /** New destinations of two hosts or more beyond those taken. */
  readonly untaken: number
  /** Only software that changed was taken, because there is too much of it. */
  readonly changedOnly: boolean
}

export async function readFacts(
  lake: Questions,
  span: Span,
  settings: CulpritSettings,
  signal: AbortSignal,
): Promise<{ readonly facts: Facts; readonly gaps: Gaps }> {
  const hosts = await readHosts(lake, signal)
  const { releases, changedOnly } = await readReleases(lake, span.from, signal)
  const known = new Set(releases.flatMap((release) => release.holders.map(({ host }) => host)))
  const contacts = await readContacts(lake, span, settings, known, signal)
  const place = new Map([...known].sort((a, b) => a - b).map((host, index) => [host, index]))
  const own = hosts.filter((_, number) => known.has(number))
  return {
    facts: {
      visitors: own.every(({ role }) => role !== '') ? [] : await readVisitors(lake, span, place, signal),
      span,
      hosts: own,
      releases: releases.map((release) => ({ ...release, holders: release.holders.map((holder) => ({ ...holder, host: place.get(holder.host) ?? 0 })) })),
      destinations: joinCompanions(
        contacts.destinations.map((one) => ({ ...one, contacts: one.contacts.map(({ host, at }) => ({ host: place.get(host) ?? 0, at })) })),
      ),
    },
    gaps: { ...contacts.gaps, unknownHosts: hosts.length - known.size, changedOnly },
  }
}

function readHosts(lake: Questions, signal: AbortSignal): Promise<HostFacts[]> {
  return lake.rows<HostFacts>(
    sql`SELECT seen.host AS name, toString(known.role) AS role, toString(known.os) AS os
      FROM (SELECT DISTINCT host FROM visit WHERE direction = 'outward') AS seen LEFT ANY JOIN host AS known ON seen.host = known.host ORDER BY seen.host`,
    signal,
  )
}

/** Destinations of the baseline that tell hosts apart: not those of nearly all or of hardly any. */
const telling = { hosts: 3, share: 0.6, most: 1500 } as const

async function readVisitors(lake: Questions, span: Span, place: ReadonlyMap<number, number>, signal: AbortSignal): Promise<readonly (readonly number[])[]> {
  const rows = await lake.rows<{ visitors: readonly number[] }>(
    sql`SELECT arraySort(groupUniqArray(hosts.number)) AS visitors FROM visit INNER JOIN ${outwardHosts} AS hosts ON visit.host = hosts.host
      WHERE visit.direction = 'outward' AND visit.first < ${moment(span.baselineUntil)} GROUP BY visit.destination
      HAVING length(visitors) BETWEEN ${telling.hosts} AND ${Math.floor(telling.share * place.size)} ORDER BY length(visitors) DESC, visit.destination LIMIT ${telling.most}`,
    signal,
  )
  return rows.map(({ visitors }) => visitors.flatMap((host) => place.get(host) ?? []))
}

interface Contacted {
  readonly destinations: readonly DestinationFacts[]
  readonly gaps: Pick<Gaps, 'lone' | 'loneNames' | 'untaken'>
}

/** New destinations by hosts whose software is known, those with the most hosts first. */
async function readContacts(lake: Questions, span: Span, settings: CulpritSettings, known: ReadonlySet<number>, signal: AbortSignal): Promise<Contacted> {
  const fresh = sql`SELECT destination, groupArray((number, at, days)) AS contacts FROM (
      SELECT visit.destination AS destination, hosts.number AS number, toUnixTimestamp64Milli(min(visit.first)) AS at, uniqExact(visit.day) AS days
      FROM visit INNER JOIN ${outwardHosts} AS hosts ON visit.host = hosts.host WHERE visit.direction = 'outward' GROUP BY destination, number)
    GROUP BY destination HAVING min(at) >= ${Math.round(span.baselineUntil * 1000)}`
  const rows = await lake.rows<{ destination: string; contacts: readonly (readonly [number, number, number])[] }>(
    sql`SELECT destination, arraySort(contacts) AS contacts FROM (${fresh}) WHERE length(contacts) >= 2
      ORDER BY length(contacts) DESC, destination LIMIT ${settings.mostDestinations}`,
    signal,
  )
  const [counts] = await lake.rows<{ lone: number; several: number; names: readonly string[] }>(
    sql`SELECT countIf(length(contacts) = 1) AS lone, countIf(length(contacts) >= 2) AS several,
      arraySlice(arraySort(groupArrayIf(destination, length(contacts) = 1)), 1, 5) AS names FROM (${fresh})`,
    signal,
  )
  const destinations = rows.map(({ destination, contacts }) => {
    const own = contacts.filter(([host]) => known.has(host))
    return { names: [destination], contacts: own.map(([host, at]) => ({ host, at: at / 1000 })), visitDays: own.reduce((sum, [, , days]) => sum + days, 0) }
  })
  const gaps = { lone: counts?.lone ?? 0, loneNames: counts?.names ?? [], untaken: Math.max(0, (counts?.several ?? 0) - rows.length) }
  return { destinations, gaps }
}

/** What the traffic with a destination looked like, for its finding. */
export interface Traffic {
  readonly destination: string
  readonly hosts: number
  readonly first: number
  readonly last: number
  readonly contacts: number
  readonly lookups: number
  readonly bytes_out: number
  readonly bytes_in: number
  readonly denied: number
  /** [source, line] of the first visits. */
  readonly refs: readonly (readonly [number, number])[]
}

export async function readTraffic(lake: Questions, destinations: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Traffic>> {
  if (destinations.length === 0) return new Map()
  const rows = await lake.rows<Traffic>(
    sql`SELECT destination, uniqExact(host) AS hosts, toFloat64(min(first)) AS first, toFloat64(max(last)) AS last, sum(contacts) AS contacts, sum(lookups) AS lookups,
        sum(bytes_out) AS bytes_out, sum(bytes_in) AS bytes_in, sum(denied) AS denied,
        arrayMap(one -> (one.2, one.3), arraySlice(arraySort(groupArray((toInt64(toUnixTimestamp64Micro(first)), source, line))), 1, 8)) AS refs
      FROM visit WHERE direction = 'outward' AND has(${destinations}, destination) GROUP BY destination`,
    signal,
  )
  return new Map(rows.map((row) => [row.destination, row]))
}
