import { cyclesOf, type LifeCycle } from '../lifecycle.ts'
import { exactNamesOf } from '../product-identity/name.ts'
import { cpeProduct } from '../product-identity/same.ts'
import { packageName, parsePurl } from '../purl.ts'
import { sql } from '../sql.ts'
import { systemOf } from '../system-name.ts'
import { plainName } from '../text.ts'
import { type Family, familiesNow, type Holder, holdersOf, type Questions, type ReleaseName, softwareOfFamilies } from './software.ts'

/** An installed release, or the system of hosts, whose product has a life cycle. */
export interface Lived {
  /** As the inventory calls it. */
  readonly name: string
  readonly vendor: string
  readonly version: string
  /** Type of its package URL, which orders its versions; empty: none. */
  readonly ecosystem: string
  /** Where the rows of its holders lie. */
  readonly table: 'installation' | 'host_address'
  readonly holders: readonly Holder[]
  /** Cycles that it may belong to; empty: none fits. */
  readonly cycles: readonly LifeCycle[]
  /** Every cycle of the product. */
  readonly all: readonly LifeCycle[]
  /** What the product was known by. */
  readonly by: string
  /** That it is this product, 0…1. */
  readonly confidence: number
}

export interface Lives {
  readonly lived: readonly Lived[]
  /** Releases that no life cycle names: how many, and the first by name. */
  readonly others: { readonly count: number; readonly first: readonly ReleaseName[] }
}

interface Row extends LifeCycle {
  /** As the cycle is shown, where it differs. */
  readonly label: string
  readonly category: string
  readonly names: readonly string[]
  readonly identifiers: readonly string[]
}

/** What a distribution packs it looks after as long as the distribution lives, whatever the maker does. */
const distributions = ['deb', 'rpm', 'apk', 'alpm']

/**
 * Everything that is installed now, and the systems of hosts, with the life cycle of their products: by package URL, by CPE, by their whole names. Packages of
 * distributions are left out: they live as long as the system they are of.
 */
export async function lifecyclesNow(lake: Questions, signal: AbortSignal): Promise<Lives> {
  const places = placesOf(await readCycles(lake, signal))
  const families = (await familiesNow(lake, signal)).filter(({ purls }) => !purls.some((purl) => distributions.includes(parsePurl(purl)?.type ?? '')))
  const known = new Map<number, Place>()
  const others: Family[] = []
  for (const one of families) {
    const place = placeOf(one, places)
    if (place) known.set(one.family, place)
    else others.push(one)
  }
  const software = await softwareOfFamilies(lake, [...known.keys()], signal)
  const holders = await holdersOf(lake, software, signal)
  const lived = software.flatMap(({ id, family, product: name, vendor, version, purls }): readonly Lived[] => {
    const place = known.get(family)
    if (!place) return []
    const { all, by, confidence, year } = place
    const ecosystem = parsePurl(purls[0] ?? '')?.type ?? ''
    return [
      {
        name,
        vendor,
        version,
        ecosystem,
        table: 'installation',
        holders: holders.get(id) ?? [],
        cycles: year === undefined ? cyclesOf(version, all) : cyclesOfYear(year, all).map((cycle) => comparable(cycle, year, version)),
        all,
        by,
        confidence,
      },
    ]
  })
  return {
    lived: [...lived.toSorted(byName), ...(await systems(lake, places, signal))],
    others: { count: others.reduce((sum, { versions }) => sum + versions.length, 0), first: firstOf(others) },
  }
}

function byName(a: Lived, b: Lived): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : a.version > b.version ? 1 : 0
}

const mostNamed = 10

function firstOf(families: readonly Family[]): readonly ReleaseName[] {
  const first = families.toSorted((a, b) => (a.product < b.product ? -1 : a.product > b.product ? 1 : 0)).slice(0, mostNamed)
  return first.flatMap(({ product, versions }) => versions.map((version) => ({ product, version }))).slice(0, mostNamed)
}

function readCycles(lake: Questions, signal: AbortSignal): Promise<readonly Row[]> {
  return lake.rows<Row>(
    sql`SELECT toString(product) AS product, toString(title) AS title, toString(cycle) AS cycle, label, toString(category) AS category, names, identifiers,
        toFloat64(released) AS released, eol, toFloat64(eol_date) AS eolDate, toFloat64(extended_date) AS extendedDate, toString(latest) AS latest,
        toFloat64(latest_released) AS latestReleased
      FROM lifecycle ORDER BY product, cycle LIMIT 1 BY product, cycle`,
    signal,
  )
}

interface Places {
  readonly byName: ReadonlyMap<string, readonly Row[]>
  readonly byIdentifier: ReadonlyMap<string, readonly Row[]>
}

/** No programs: a device, a standard or a service is not installed. */
const installable = (category: string) => !['device', 'standard', 'service'].includes(category)

function placesOf(rows: readonly Row[]): Places {
  const byName = new Map<string, readonly Row[]>()
  const byIdentifier = new Map<string, readonly Row[]>()
  for (const [, all] of Map.groupBy(rows, ({ product }) => product)) {
    const [first] = all
    if (!first || !installable(first.category)) continue
    for (const name of [...first.names, plainName(first.title)]) byName.set(name, all)
    for (const key of first.identifiers.map(identifierKey)) if (key !== '') byIdentifier.set(key, all)
  }
  return { byName, byIdentifier }
}

/** A package URL or CPE without what differs from version to version; '' for anything else. */
function identifierKey(text: string): string {
  const purl = parsePurl(text)
  return purl ? `${purl.type} ${packageName(purl.type, purl.name)}` : (cpeProduct(text) ?? '')
}

interface Place {
  /** Which names its cycle, where the version does not. */
  readonly year?: string
  readonly all: readonly Row[]
  /** What the product was known by. */
  readonly by: string
  readonly confidence: number
}

function placeOf(one: Family, { byName, byIdentifier }: Places): Place | undefined {
  const byPurl = one.purls.flatMap((purl) => byIdentifier.get(identifierKey(purl)) ?? [])
  if (byPurl.length > 0) return { all: byPurl, by: 'package URL', confidence: 0.95 }
  // A package of npm that is called like a program is another thing.
  if (one.purls.some((purl) => !['generic', 'winget', 'chocolatey', ''].includes(parsePurl(purl)?.type ?? ''))) return undefined
  const byCpe = byIdentifier.get(identifierKey(one.cpe)) ?? []
  if (one.cpe !== '' && byCpe.length > 0) return { all: byCpe, by: 'CPE', confidence: 0.85 }
  const all = programsCalled(one, byName)
  if (all.length > 0) return { all, by: 'name', confidence: 0.8 }
  // Cedar Office 2016 is the cycle 2016 of Cedar Office, whatever its version.
  const [year] = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(one.product) ?? []
  if (year === undefined) return undefined
  const ofYear = programsCalled({ ...one, product: one.product.replace(year, ' ') }, byName)
  return cyclesOfYear(year, ofYear).length > 0 ? { all: ofYear, by: 'name and year', confidence: 0.75, year } : undefined
}

function programsCalled(one: Pick<Family, 'product' | 'vendor'>, byName: Places['byName']): readonly Row[] {
  const named = exactNamesOf(one).flatMap((name) => byName.get(name) ?? [])
  return [...new Set(named.filter(({ product, category }) => category !== 'os' && product === named[0]?.product))]
}

/** A latest version that is written by the year cannot be compared with an installed one that is not. */
function comparable(cycle: Row, year: string, version: string): Row {
  return cycle.latest.startsWith(year) && !version.startsWith(year) ? { ...cycle, latest: '', latestReleased: null } : cycle
}

function cyclesOfYear(year: string, all: readonly Row[]): readonly Row[] {
  return all.filter(({ cycle, label }) => `${cycle} ${label}`.split(/[^0-9A-Za-z]+/).includes(year))
}

async function systems(lake: Questions, { byName }: Places, signal: AbortSignal): Promise<readonly Lived[]> {
  const rows = await lake.rows<{ os: string; holders: readonly (readonly [string, number, number])[] }>(
    sql`SELECT os, arraySort(groupArray((name, source, line))) AS holders FROM (
        SELECT toString(inside.host) AS name, any(toString(inside.os)) AS os, any(listed.source) AS source, any(listed.line) AS line
        FROM host AS inside LEFT JOIN host_address AS listed ON lower(toString(listed.host)) = toString(inside.host) AND listed.os = inside.os
        WHERE inside.os != '' GROUP BY name)
      GROUP BY os ORDER BY os`,
    signal,
  )
  return rows.flatMap(({ os, holders }) => {
    const { names, version, edition } = systemOf(os)
    const all = names.map((name) => byName.get(name) ?? []).find((list) => list[0]?.category === 'os' || list[0]?.category === '') ?? []
    if (all.length === 0) return []
    const fitting = cyclesOf(version, all)
    const ofEdition = fitting.filter(({ cycle }) => edition !== '' && cycle.toLowerCase().split('-').includes(edition))
    return {
      name: os,
      vendor: '',
      version,
      ecosystem: '',
      table: 'host_address' as const,
      holders: holders.map(([host, source, line]) => ({ host, row: [source, line] as const })),
      cycles: ofEdition.length > 0 ? ofEdition : fitting,
      all,
      by: 'name of the system',
      confidence: 0.9,
    }
  })
}
