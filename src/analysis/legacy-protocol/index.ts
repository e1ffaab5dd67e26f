import { stableId } from '../../base/hash.ts'
import { sql } from '../../base/sql.ts'
import { number, plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis, type Questions } from '../analysis.ts'
import { accountEntity, accountKey, accountNames, evidenceOf, type RowRef } from '../statistics/accounts.ts'
import { keyOf, privilegedKeys } from '../statistics/identities.ts'

interface Settings {
  readonly mostFindings: number
}

export const legacyProtocol = defineAnalysis<Settings>({
  name: 'legacy-protocol',
  version: 1,
  title: 'Sign-ins by protocols that cannot ask for a second factor',
  looksFor: 'Successful sign-ins by protocols such as IMAP, POP and SMTP with a password: whoever has the password gets in, whatever the policy says.',
  techniques: ['T1078', 'T1110.003'],
  needs: ['sign_in'],
  betterWith: ['identity'],
  settings: { mostFindings: 50 },
  run,
})

/** Uses of one protocol in one directory. Times are seconds since 1970. */
interface Use {
  readonly directory: string
  readonly client: string
  readonly uses: number
  readonly accounts: readonly string[]
  readonly accountCount: number
  readonly refused: number
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const privileged = await privilegedKeys(lake, signal)
  for (const use of await legacyUses(lake, settings.mostFindings, signal)) yield finding(use, privileged)
}

function legacyUses(lake: Questions, most: number, signal: AbortSignal): Promise<readonly Use[]> {
  return lake.rows<Use>(
    sql`SELECT toString(directory) AS directory, toString(client) AS client, countIf(outcome = 'success') AS uses,
        arraySort(groupUniqArrayIf(1000)(${accountKey}, outcome = 'success')) AS accounts, uniqExactIf(${accountKey}, outcome = 'success') AS accountCount,
        countIf(outcome != 'success') AS refused, toFloat64(minIf(time, outcome = 'success')) AS first, toFloat64(maxIf(time, outcome = 'success')) AS last,
        groupArraySortedIf(20)((source, line), outcome = 'success') AS rows
      FROM sign_in WHERE legacy GROUP BY directory, client HAVING uses > 0 ORDER BY accountCount DESC, directory, client LIMIT ${most}`,
    signal,
  )
}

function finding({ directory, client, uses, accounts, accountCount, refused, first, last, rows }: Use, keys: ReadonlySet<string>): Finding {
  const named = accounts.map((account) => ({ directory, account }))
  const privileged = named.filter((one) => keys.has(keyOf(one)))
  const protocol = printable(client === '' ? 'a legacy protocol' : client, 60)
  return {
    id: stableId('legacy-protocol', directory, client),
    analysis: 'legacy-protocol',
    kind: 'posture',
    title: `${printable(directory, 40)}: ${plural(accountCount, 'account')} signed in by ${protocol}, which cannot ask for a second factor`,
    severity: 3,
    confidence: 0.9,
    first: isoFromSeconds(first),
    last: isoFromSeconds(last),
    about: [...privileged, ...named.filter((one) => !privileged.includes(one))].map(accountEntity),
    because: [
      {
        says: 'The protocol takes the password and nothing else.',
        observed: `${plural(uses, 'successful sign-in')} of ${plural(accountCount, 'account')}, such as ${accountNames(named)}${privileged.length > 0 ? `; ${number(privileged.length)} of them privileged` : ''}`,
        expected: 'none: the protocol is blocked',
        weight: 0.8,
      },
      { says: 'How often it was tried in vain.', observed: plural(refused, 'sign-in'), weight: 0.2 },
    ],
    innocentIf: ['a device or service depends on it, its password is long and used nowhere else, and it may sign in from one address only'],
    evidence: evidenceOf('sign_in', rows),
    advice: [`Block ${protocol} for everybody, and give what depends on it another way in.`],
    techniques: ['T1078', 'T1110.003'],
  }
}
