import { type Affects, affectedBy, type Held, type Verdict } from '../affected/affected.ts'
import { type Judged, judgeOf } from '../affected/judge.ts'
import { keysOf } from '../affected/keys.ts'
import { raw, type Sql, sql } from '../sql.ts'

/** Whatever answers questions about the lake. */
interface Questions {
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
}

/** A release as inventories tell of it, wherever it is installed now. */
export interface Software extends Held {
  /** To ask `hostsWith` for. */
  readonly id: string
  readonly hosts: number
}

/** What is stated of one package or product, and by which vulnerability. */
export interface Statement extends Affects {
  readonly vulnerability: string
  readonly package: string
  readonly no_fix: boolean | null
  /** Number of the evidence source, and its line. */
  readonly source: number
  readonly line: number
}

export interface Vulnerable {
  readonly software: Software
  readonly statement: Statement
  readonly verdict: Verdict
}

export interface Answer {
  /** Affected, and those of which it cannot be told. */
  readonly found: readonly Vulnerable[]
  /** Releases that were asked about, and of how many something is known at all. */
  readonly asked: number
  readonly known: number
  /** Pairs of release and vulnerability that are not affected. */
  readonly spared: number
}

const mostSoftware = 500_000
const keysPerQuestion = 5000

/** Everything that is installed now, with what tells one release from another as `id`. */
const installedNow = raw(
  `SELECT toString(sipHash64(product, vendor, version, purls, code, cpe, signer, hashes, os)) AS id, * FROM (
    SELECT toString(kept.host) AS host, toString(kept.product) AS product, toString(kept.vendor) AS vendor, toString(kept.version) AS version, kept.purls AS purls,
      kept.product_code AS code, kept.cpe AS cpe, toString(kept.signer) AS signer, kept.hashes AS hashes, inside.os AS os, kept.source AS source, kept.line AS line
    FROM installed AS kept LEFT JOIN (SELECT toString(host) AS at_host, any(toString(os)) AS os FROM host GROUP BY at_host) AS inside ON inside.at_host = toString(kept.host)
    WHERE isNull(kept.until) AND kept.product != '')`,
)

/** Every release that is installed now, each once however many hosts have it. */
export function softwareNow(lake: Questions, signal: AbortSignal): Promise<readonly Software[]> {
  return lake.rows<Software>(
    sql`SELECT id, product, vendor, version, purls, code, cpe, signer, hashes, os, uniqExact(host) AS hosts FROM (${installedNow})
      GROUP BY id, product, vendor, version, purls, code, cpe, signer, hashes, os ORDER BY product, version, id LIMIT ${mostSoftware}`,
    signal,
  )
}

export interface Holder {
  readonly host: string
  /** Source and line of the inventory that says so. */
  readonly row: readonly [source: number, line: number]
}

/** Hosts that have these releases now, by the id of the release. */
export async function hostsWith(lake: Questions, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const hosts = new Map<string, Holder[]>()
  for (let from = 0; from < ids.length; from += keysPerQuestion) {
    const rows = await lake.rows<Holder & { readonly id: string }>(
      sql`SELECT id, host, (any(source), any(line)) AS row FROM (${installedNow}) WHERE id IN ${ids.slice(from, from + keysPerQuestion)}
        GROUP BY id, host ORDER BY id, host`,
      signal,
    )
    for (const { id, host, row } of rows) {
      const list = hosts.get(id) ?? []
      list.push({ host, row })
      hosts.set(id, list)
    }
  }
  return hosts
}

/**
 * Matches everything that is installed now with everything that is known to be affected. The engine gives what is stated of the names that occur here;
 * versions are compared once for each release and statement, however many hosts have it. Withdrawn records affect nothing; of a record that was read
 * in several copies the newest counts.
 */
export async function vulnerableNow(lake: Questions, signal: AbortSignal): Promise<Answer> {
  const software = await softwareNow(lake, signal)
  const keyed = software.map((one) => ({ one, keys: keysOf(one) }))
  const statements = await statementsOf(lake, [...new Set(keyed.flatMap(({ keys }) => keys.map(({ key }) => key)))], signal)
  const found: Vulnerable[] = []
  let [known, spared] = [0, 0]
  for (const { one, keys } of keyed) {
    const candidates = new Set(keys.flatMap(({ key, type }) => statements.get(`${type} ${key}`) ?? []))
    let any = false
    for (const { statement, judge } of candidates) {
      const verdict = affectedBy(one, statement, judge)
      if (!verdict) continue
      any = true
      if (verdict.state === 'not affected') spared += 1
      else found.push({ software: one, statement, verdict })
    }
    if (any) known += 1
  }
  return { found, asked: software.length, known, spared }
}

interface Candidate {
  readonly statement: Statement
  readonly judge: (version: string) => Judged
}

/** What is stated under these names, by type of package and name. */
async function statementsOf(lake: Questions, keys: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const candidates = new Map<string, Candidate[]>()
  for (let from = 0; from < keys.length; from += keysPerQuestion) {
    const chunk = keys.slice(from, from + keysPerQuestion)
    for (const statement of await lake.rows<Statement>(statementsSql(chunk), signal)) {
      const place = `${statement.type} ${statement.key}`
      const list = candidates.get(place) ?? []
      list.push({ statement, judge: onceEach(judgeOf(statement)) })
      candidates.set(place, list)
    }
  }
  return candidates
}

function statementsSql(keys: readonly string[]): Sql {
  const named = sql`(SELECT vulnerability FROM vulnerability_affects WHERE key IN ${keys})`
  return sql`SELECT vulnerability, key, toString(type) AS type, toString(ecosystem) AS ecosystem, package, toString(vendor) AS vendor, product, cpe, platforms,
      toString(scheme) AS scheme, versions, ranges, unaffected, toString(others) AS others, commits, fixed_in, no_fix, source, line
    FROM vulnerability_affects
    WHERE key IN ${keys} AND (vulnerability, source) IN (
      SELECT id, argMax(source, (ifNull(modified, toDateTime64(0, 6, 'UTC')), source)) FROM vulnerability
      WHERE id IN ${named} GROUP BY id HAVING isNull(argMax(tuple(withdrawn), (ifNull(modified, toDateTime64(0, 6, 'UTC')), source)).1))
    ORDER BY vulnerability, key, line`
}

/** The same version of one package is installed under many names. */
function onceEach(judge: (version: string) => Judged): (version: string) => Judged {
  const told = new Map<string, Judged>()
  return (version) => {
    const known = told.get(version) ?? judge(version)
    told.set(version, known)
    return known
  }
}
