import { type Affects, type Verdict, verdictsOn } from '../affected/affected.ts'
import { type Judged, judgeOf, type StatedVersions } from '../affected/judge.ts'
import type { Identified } from '../affected/keys.ts'
import { raw, type Sql, sql } from '../sql.ts'
import type { Questions } from './software.ts'

/** What is stated of one package or product, and by which vulnerability. */
export interface Statement extends Affects {
  readonly vulnerability: string
  readonly no_fix: boolean | null
}

/** A statement and the verdict on any version of a software by it; undefined where another software is meant. */
export interface Opinion {
  readonly statement: Statement
  readonly verdicts: (software: Identified) => ((version: string) => Verdict | undefined) | undefined
}

/** A row of several statements that say the same of versions. */
interface Row extends StatedVersions {
  readonly stated: readonly (readonly [
    vulnerability: string,
    key: string,
    type: string,
    ecosystem: string,
    vendor: string,
    product: string,
    cpe: string,
    platforms: readonly string[],
    no_fix: boolean | null,
  ])[]
}

/** Which of several copies is the newest. */
const age = raw("(ifNull(modified, toDateTime64(0, 6, 'UTC')), source)")
const several = raw('SELECT id FROM vulnerability GROUP BY id HAVING count() > 1')

/** Records that were withdrawn or of which a newer copy was read. Nearly all are there once, and need not be compared. */
const notCurrent = sql`SELECT id, source FROM vulnerability WHERE isNotNull(withdrawn) AND id NOT IN (${several})
  UNION ALL SELECT id, source FROM vulnerability WHERE id IN (${several}) AND (id, source) NOT IN (
    SELECT id, argMax(source, ${age}) FROM vulnerability WHERE id IN (${several}) GROUP BY id HAVING isNull(argMax(tuple(withdrawn), ${age}).1))`

const versionColumns = 'scheme, versions, ranges, unaffected, others, commits, fixed_in'

/**
 * What is stated under some keys. Many statements say the same of versions: those are read and judged once. Withdrawn records affect nothing; of a
 * record that was read in several copies the newest counts.
 * @param keys a question that gives (key, type)
 * @param part which of how many parts, so that one answer is not too large
 */
export async function opinionsUnder(
  lake: Questions,
  keys: Sql,
  { part, of }: { readonly part: number; readonly of: number },
  signal?: AbortSignal,
): Promise<Iterable<Opinion>> {
  const named = sql`(key, toString(type)) IN (${keys})`
  const rows = await lake.rows<Row>(
    sql`SELECT toString(scheme) AS scheme, versions, ranges, unaffected, toString(others) AS others, commits, fixed_in,
        groupArray((vulnerability, key, toString(type), toString(ecosystem), toString(vendor), product, cpe, platforms, no_fix)) AS stated
      FROM vulnerability_affects WHERE ${named} AND (vulnerability, source) NOT IN (${notCurrent}) AND cityHash64(${raw(versionColumns)}) % ${of} = ${part}
      GROUP BY ${raw(versionColumns)}`,
    signal,
  )
  return opinionsOf(rows)
}

/** Made while they are asked for: there may be hundreds of thousands. */
function* opinionsOf(rows: readonly Row[]): Generator<Opinion> {
  for (const { stated, ...versions } of rows) {
    const judge = onceEach(judgeOf(versions))
    for (const [vulnerability, key, type, ecosystem, vendor, product, cpe, platforms, no_fix] of stated) {
      const statement: Statement = { ...versions, vulnerability, key, type, ecosystem, vendor, product, cpe, platforms, no_fix }
      yield { statement, verdicts: (software) => verdictsOn(software, statement, judge) }
    }
  }
}

/** The same version of one package is installed under many names. */
function onceEach(judge: (version: string) => Judged): (version: string) => Judged {
  const told = new Map<string, Judged>()
  return (version) => {
    const known = told.get(version)
    if (known !== undefined) return known
    const judged = judge(version)
    told.set(version, judged)
    return judged
  }
}
