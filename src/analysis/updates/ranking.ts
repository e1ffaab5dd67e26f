import type { ReleaseName } from '../../base/questions/software.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/**
 * Weaknesses of installed releases, one row for each release, weakness and source, with what is known of its exploitation: `product`, `version`,
 * `family`, the columns of `weakness` and those of `exploitation`, which `where` may ask for.
 */
export function weaknessRows(where: Sql): Sql {
  return sql`(SELECT * EXCEPT (versions, product), toString(product) AS product, version FROM (
      SELECT own.* EXCEPT (source, line), told.* EXCEPT (id, source, line) FROM weakness AS own INNER JOIN exploitation AS told ON told.id = own.vulnerability)
    ARRAY JOIN versions AS version WHERE ${where})`
}

/** Affected, and nobody has said that it is not. */
export const counting = raw("state = 'affected' AND NOT spared")

/** How many hosts have each release. */
export const releaseHosts = raw(
  '(SELECT toString(product) AS product, toString(version) AS version, sum(length(hosts)) AS hosts FROM software GROUP BY product, version)',
)

/** The releases whose gravest weakness is the gravest. */
export async function gravestReleases(lake: Questions, where: Sql, most: number, signal: AbortSignal): Promise<readonly ReleaseName[]> {
  return lake.rows<ReleaseName>(
    sql`SELECT product, version FROM ${weaknessRows(where)} GROUP BY product, version ORDER BY min(place), product, version LIMIT ${most}`,
    signal,
  )
}

/** The releases of which it cannot be told whether they have one of these weaknesses: how many, and the first by name. */
export async function openReleases(
  lake: Questions,
  where: Sql,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly count: number; readonly first: readonly ReleaseName[] }> {
  // What one source leaves open another may tell.
  const open = sql`SELECT DISTINCT product, version FROM (
      SELECT product, version FROM ${weaknessRows(sql`${where} AND family IN (SELECT family FROM weakness WHERE state = 'cannot tell')`)} GROUP BY product, version, family, name HAVING countIf(state = 'affected') = 0)`
  const [counted] = await lake.rows<{ count: number }>(sql`SELECT count() AS count FROM (${open})`, signal)
  return { count: counted?.count ?? 0, first: await lake.rows<ReleaseName>(sql`${open} ORDER BY product, version LIMIT ${most}`, signal) }
}
