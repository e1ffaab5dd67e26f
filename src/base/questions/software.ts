import type { Told } from '../product-identity/told.ts'
import { raw, type Sql, sql } from '../sql.ts'

/** Whatever answers questions about the lake. */
export interface Questions {
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
}

/** A release as inventories tell of it, wherever it is installed now. */
export interface Software extends Told {
  /** Tells it from another that is called the same. */
  readonly id: string
  /** Of everything but its version. */
  readonly family: number
  /** Empty is unknown. */
  readonly version: string
  /** In the order of their names. */
  readonly hosts: readonly string[]
  /** Source and line of the inventory that tells of it on the first of them. */
  readonly row: readonly [source: number, line: number]
}

/** Software in all the versions that are installed now. Its package URLs are those of one of them. */
export interface Family extends Told {
  readonly family: number
  readonly versions: readonly string[]
}

const perQuestion = 5000

/** Everything that is installed now, each software once, whatever its versions. Product codes and hashes are of single releases and empty here. */
export function familiesNow(lake: Questions, signal?: AbortSignal): Promise<readonly Family[]> {
  return lake.rows<Family>(
    raw(`SELECT family, any(toString(product)) AS product, any(toString(vendor)) AS vendor, any(purls) AS purls, '' AS code, any(cpe) AS cpe,
        any(toString(signer)) AS signer, [] AS hashes, any(toString(os)) AS os, arraySort(groupUniqArray(toString(version))) AS versions
      FROM software GROUP BY family ORDER BY family`),
    signal,
  )
}

const columns = raw(
  'id, family, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, purls, product_code AS code, cpe, toString(signer) AS signer, hashes, toString(os) AS os, hosts, (source, line) AS row',
)

/** The releases of these families, by product and version. */
export function softwareOfFamilies(lake: Questions, families: readonly number[], signal?: AbortSignal): Promise<readonly Software[]> {
  return inParts(families, (part) => lake.rows<Software>(sql`SELECT ${columns} FROM software WHERE family IN ${part} ORDER BY product, version, id`, signal))
}

export interface ReleaseName {
  readonly product: string
  readonly version: string
}

/** The releases that are called so, by product and version. */
export function softwareCalled(lake: Questions, releases: readonly ReleaseName[], signal?: AbortSignal): Promise<readonly Software[]> {
  return inParts(releases, (part) => {
    const [products, versions] = [part.map(({ product }) => product), part.map(({ version }) => version)]
    return lake.rows<Software>(
      sql`SELECT ${columns} FROM software WHERE product IN ${products} AND (toString(product), toString(version)) IN (
          SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip(${products}, ${versions})) AS pair))
        ORDER BY product, version, id`,
      signal,
    )
  })
}

/** A host that has a release, and the source and line of the inventory that says so. */
export interface Holder {
  readonly host: string
  readonly row: readonly [source: number, line: number]
}

/** The hosts of releases with the rows that tell of them, by the id of the release. */
export async function holdersOf(lake: Questions, software: readonly Software[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const found = await inParts([...new Set(software.map(({ product }) => product))], (products) =>
    lake.rows<Holder & ReleaseName>(
      sql`SELECT toString(host) AS host, toString(product) AS product, toString(version) AS version, (source, line) AS row
        FROM installed WHERE product IN ${products} AND isNull(until)`,
      signal,
    ),
  )
  const rows = new Map(found.map(({ host, product, version, row }) => [JSON.stringify([host, product, version]), row]))
  return new Map(
    software.map(({ id, product, version, hosts }) => [id, hosts.map((host) => ({ host, row: rows.get(JSON.stringify([host, product, version])) ?? [0, 0] }))]),
  )
}

/** A query has a longest length. */
export async function inParts<Item, Row>(items: readonly Item[], ask: (part: readonly Item[]) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let from = 0; from < items.length; from += perQuestion) for (const row of await ask(items.slice(from, from + perQuestion))) rows.push(row)
  return rows
}
