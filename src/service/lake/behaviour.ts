import { sql } from '../../base/sql.ts'
import type { ReleaseBehaviour } from '../../contract/software.ts'
import type { Engine } from '../engine/engine.ts'

const mostDestinations = 12

interface Counted {
  readonly with: number
  readonly older: number
  readonly without: number
}

/**
 * Compares by visits: a host counts for the release from the day after it got it, and for another one while it had that. Shares are compared, so that
 * cohorts may differ in size; what only one host does is left out where more have the release.
 */
export async function behaviourOf(engine: Engine, product: string, version: string): Promise<ReleaseBehaviour> {
  const visits = sql`(SELECT visit.host AS host, visit.destination AS destination, visit.first AS first, own.host != '' AS known, own.version = ${version} AS newer,
      (own.since IS NULL OR visit.first >= own.since) AND (own.until IS NULL OR visit.last < own.until) AS during
    FROM visit LEFT JOIN (SELECT toString(host) AS host, toString(version) AS version, since, until FROM installed WHERE product = ${product}) AS own
      ON toString(visit.host) = own.host
    WHERE visit.direction = 'outward')`
  const counts = sql`uniqExactIf(host, known AND newer AND during) AS with, uniqExactIf(host, known AND NOT newer AND during) AS older,
    uniqExactIf(host, NOT known) AS without`
  const ask = <Row>(text: string) => engine.ask<readonly Row[]>('rows', { text })
  const [all] = await ask<Counted>(sql`SELECT ${counts} FROM ${visits}`.text)
  const totals = { with: all?.with ?? 0, older: all?.older ?? 0, without: all?.without ?? 0 }
  if (totals.with === 0) return { version, ...totals, items: [] }
  const least = Math.min(2, totals.with)
  const items = await ask<Counted & { readonly destination: string; readonly first: string }>(
    sql`SELECT toString(destination) AS destination, ${counts}, formatDateTime(minIf(first, known AND newer AND during), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS first,
        with / ${totals.with} AS share, greatest(older / ${Math.max(1, totals.older)}, without / ${Math.max(1, totals.without)}) AS elsewhere
      FROM ${visits} GROUP BY destination HAVING with >= ${least} AND share > elsewhere
      ORDER BY share - elsewhere DESC, destination LIMIT ${mostDestinations}`.text,
  )
  return { version, ...totals, items: items.map(({ destination, with: own, older, without, first }) => ({ destination, with: own, older, without, first })) }
}
