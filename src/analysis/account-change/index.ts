import { stableId } from '../../base/hash.ts'
import { sql } from '../../base/sql.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis, type Questions } from '../analysis.ts'
import { type Account, accountEntity, accountNames, evidenceOf, type RowRef } from '../statistics/accounts.ts'
import { keyOf, privilegedKeys } from '../statistics/identities.ts'
import { type ChangeKind, changeKinds } from './kinds.ts'

interface Settings {
  readonly mostFindings: number
}

export const accountChange = defineAnalysis<Settings>({
  name: 'account-change',
  version: 1,
  title: 'Changes that weaken how people sign in',
  looksFor:
    'Second factors turned off or gone around, requests reported as fraud, roles given, keys made and policies changed: who did it, to whom, how often.',
  techniques: ['T1098', 'T1556.006', 'T1621'],
  needs: ['account_event'],
  betterWith: ['identity'],
  settings: { mostFindings: 100 },
  run,
})

/** What one actor did, of one kind. Times are seconds since 1970. */
interface Change {
  readonly directory: string
  readonly activity: string
  readonly actor: string
  readonly accounts: readonly string[]
  readonly details: readonly string[]
  readonly times: number
  /** How often anybody did it. */
  readonly all: number
  readonly actors: number
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const privileged = await privilegedKeys(lake, signal)
  const findings = (await changes(lake, settings.mostFindings, signal)).flatMap((one) => {
    const kind = changeKinds[one.activity]
    return kind ? [finding(one, kind, privileged)] : []
  })
  yield* findings.toSorted((a, b) => b.severity - a.severity || (a.first < b.first ? -1 : 1))
}

function changes(lake: Questions, most: number, signal: AbortSignal): Promise<readonly Change[]> {
  const own = Object.entries(changeKinds).flatMap(([activity, kind]) => (kind.own ? [activity] : []))
  const target = sql`if(account != '', account, account_id)`
  return lake.rows<Change>(
    sql`SELECT * EXCEPT (weight), sum(times) OVER (PARTITION BY directory, activity) AS all, count() OVER (PARTITION BY directory, activity) AS actors FROM (
        SELECT toString(directory) AS directory, toString(activity) AS activity, actor, arraySort(groupUniqArrayIf(200)(${target}, ${target} != '')) AS accounts,
          arraySort(groupUniqArrayIf(5)(detail, detail != '')) AS details, count() AS times, toFloat64(min(time)) AS first, toFloat64(max(time)) AS last,
          groupArraySorted(20)((source, line)) AS rows, count() AS weight
        FROM account_event WHERE activity IN ${Object.keys(changeKinds)} AND outcome != 'failure' AND (activity IN ${own} OR actor != account)
        GROUP BY directory, activity, actor)
      ORDER BY activity IN ('mfa-disabled', 'bypass-granted', 'fraud-reported') DESC, times DESC, directory, activity, actor LIMIT ${most}`,
    signal,
  )
}

function finding(one: Change, kind: ChangeKind, keys: ReadonlySet<string>): Finding {
  const { directory, activity, actor, accounts, times, all, actors } = one
  const named: readonly Account[] = accounts.map((account) => ({ directory, account }))
  const privileged = named.filter((account) => keys.has(keyOf(account)))
  const who = actor === '' ? 'somebody whom the log does not name' : printable(actor, 80)
  const self = accounts.length === 1 && accounts[0] === actor
  const whom = named.length === 0 ? printable(directory, 40) : self ? 'their own account' : accountNames(named)
  const severity = Math.min(4, kind.severity + (privileged.length > 0 && kind.severity >= 2 && activity !== 'role-added' ? 1 : 0)) as Severity
  return {
    id: stableId('account-change', directory, activity, actor),
    analysis: 'account-change',
    kind: 'behaviour',
    title: `${upper(kind.what)}${times > 1 ? `, ${number(times)} times` : ''}: by ${who}, ${named.length === 0 ? 'for' : 'to'} ${whom}`,
    severity,
    confidence: 0.5,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [
      ...(named.length > 0 ? named : actor === '' ? [] : [{ directory, account: actor }]).slice(0, 200).map(accountEntity),
      ...(named.length === 0 && actor === '' ? [{ kind: 'source' as const, id: directory }] : []),
    ],
    because: [
      {
        says: kind.why,
        observed: `${plural(times, 'time')}${one.details.length > 0 ? `: ${some(one.details.map((detail) => printable(detail, 80)))}` : ''}${privileged.length > 0 ? `; privileged: ${accountNames(privileged)}` : ''}`,
        expected: kind.expected,
        weight: 0.7,
      },
      { says: 'How usual it is here.', observed: `${plural(all, 'such change')} by ${plural(actors, 'actor')} in the evidence`, weight: 0.3 },
    ],
    innocentIf: [kind.innocent],
    evidence: evidenceOf('account_event', one.rows),
    advice: [`For ${whom}: ${kind.advice}.`],
    techniques: kind.techniques,
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
