import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, networkOf, type RowRef } from '../statistics/accounts.ts'

/** A factor that was added to an account, and what had happened to the account before. Times are seconds since 1970. */
export interface Addition extends Account {
  readonly time: number
  readonly factor: string
  readonly actor: string
  readonly ip: string
  /** The network had been used by the account before; null where that is not known. */
  readonly known: boolean | null
  /** The last risky sign-in that succeeded, within the hours asked for: its time, risk, address. */
  readonly risky: readonly [time: number, risk: string, ip: string, source: number, line: number] | null
  /** The last reset by somebody else, within the hours asked for: its time, kind, who did it. */
  readonly reset: readonly [time: number, activity: string, actor: string, source: number, line: number] | null
  readonly row: RowRef
}

const mostAdditions = 5000
const key = accountKey

/** Factors added within `hours` after a risky sign-in or after a reset by somebody else. */
export async function additions(lake: Questions, hours: number, signal: AbortSignal): Promise<readonly Addition[]> {
  const added = sql`SELECT time, directory, ${key} AS name, toString(factor) AS factor, actor, src_ip AS ip, source, line FROM account_event
    WHERE activity = 'factor-added' AND outcome != 'failure' AND ${key} != ''`
  const network = networkOf(raw('src_ip'))
  const before = (time: string) => raw(`toFloat64(added.time) - toFloat64(${time}) BETWEEN 0 AND ${hours * 3600}`)
  type Told = Omit<Addition, 'account' | 'risky' | 'reset' | 'known'> & {
    readonly name: string
    readonly risky: Addition['risky']
    readonly reset: Addition['reset']
    readonly uses: number
    readonly others: number
  }
  const rows = await lake.rows<Told>(
    sql`WITH added AS (${added})
      SELECT toString(added.directory) AS directory, added.name AS name, toFloat64(added.time) AS time, added.factor AS factor, added.actor AS actor, added.ip AS ip,
        (added.source, added.line) AS row, risk.risky AS risky, resets.reset AS reset, past.uses AS uses, past.others AS others
      FROM added
      LEFT JOIN (SELECT added.source AS s, added.line AS l, max((toFloat64(one.time), toString(one.risk), one.src_ip, one.source, one.line)) AS risky
          FROM added INNER JOIN (SELECT time, directory, ${key} AS name, risk, src_ip, source, line FROM sign_in WHERE risk IN ('medium', 'high') AND outcome = 'success') AS one
            ON added.directory = one.directory AND added.name = one.name WHERE ${before('one.time')} GROUP BY s, l) AS risk ON risk.s = added.source AND risk.l = added.line
      LEFT JOIN (SELECT added.source AS s, added.line AS l, max((toFloat64(one.time), toString(one.activity), one.actor, one.source, one.line)) AS reset
          FROM added INNER JOIN (SELECT time, directory, ${key} AS name, activity, actor, source, line FROM account_event
              WHERE activity IN ('factor-reset', 'password-reset', 'bypass-granted', 'mfa-disabled') AND outcome != 'failure' AND actor != account) AS one
            ON added.directory = one.directory AND added.name = one.name WHERE ${before('one.time')} GROUP BY s, l) AS resets ON resets.s = added.source AND resets.l = added.line
      LEFT JOIN (SELECT added.source AS s, added.line AS l, countIf(one.network = ${networkOf(raw('added.ip'))}) AS uses, count() AS others
          FROM added INNER JOIN (SELECT directory, ${key} AS name, ${network} AS network, min(time) AS first FROM sign_in WHERE outcome = 'success' AND src_ip != '' AND risk NOT IN ('medium', 'high')
              AND (directory, ${key}) IN (SELECT directory, name FROM added) GROUP BY directory, name, network) AS one
            ON added.directory = one.directory AND added.name = one.name
          WHERE toFloat64(added.time) - toFloat64(one.first) > ${hours * 3600} GROUP BY s, l) AS past ON past.s = added.source AND past.l = added.line
      WHERE risk.s != 0 OR resets.s != 0 ORDER BY time, name LIMIT ${mostAdditions}`,
    signal,
  )
  return rows.map(({ name, uses, others, risky, reset, ...one }) => ({
    ...one,
    account: name,
    known: one.ip === '' || others === 0 ? null : uses > 0,
    risky: risky && risky[0] > 0 ? risky : null,
    reset: reset && reset[0] > 0 ? reset : null,
  }))
}
