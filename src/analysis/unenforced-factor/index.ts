import { raw } from '../../base/sql.ts'
import { number, plural, printable } from '../../base/text.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountState } from '../statistics/account-finding.ts'
import { accountNames } from '../statistics/accounts.ts'
import { type Identity, identities } from '../statistics/identities.ts'
import { hasSecondFactor } from '../statistics/second-factors.ts'
import { policyGaps } from './policies.ts'
import { factorPolicies } from './query.ts'

interface Settings {
  readonly mostFindings: number
}

export const unenforcedFactor = defineAnalysis<Settings>({
  name: 'unenforced-factor',
  version: 1,
  title: 'Second factors that are enrolled and not asked for',
  looksFor: 'Accounts with a second factor that the directory does not demand, policies that only report, and whom policies spare.',
  techniques: ['T1556.006', 'T1078'],
  needs: ['identity'],
  betterWith: ['access_policy'],
  settings: { mostFindings: 200 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const found: Finding[] = []
  const optional = await identities(lake, raw("mfa_enforced = false AND kind != 'service'"), signal)
  const enrolled = optional.filter((one) => hasSecondFactor(one) === true)
  for (const own of Map.groupBy(enrolled, placeOf).values()) found.push(notDemanded(own, now))
  const policies = await factorPolicies(lake, signal)
  const spared = policies.some(({ excludes }) => excludes.length > 0) ? await identities(lake, raw("kind != 'service'"), signal) : []
  const accounts = Map.groupBy(spared, placeOf)
  // A policy of an export without a tenant speaks of the directory's accounts whatever their tenant.
  const of = (place: string, directory: string) => accounts.get(place) ?? spared.filter((one) => one.directory === directory)
  for (const [place, own] of Map.groupBy(policies, placeOf)) found.push(...policyGaps(own, of(place, own[0]?.directory ?? ''), now))
  yield* found.toSorted((a, b) => b.severity - a.severity).slice(0, settings.mostFindings)
}

function placeOf({ directory, tenant }: { readonly directory: string; readonly tenant: string }): string {
  return JSON.stringify([directory, tenant])
}

function notDemanded(accounts: readonly Identity[], now: Date): Finding {
  const [first] = accounts
  const privileged = accounts.filter((one) => one.privileged === true)
  return accountState({
    analysis: 'unenforced-factor',
    subject: ['accounts', first?.directory ?? '', first?.tenant ?? ''],
    accounts: [...privileged, ...accounts.filter((one) => one.privileged !== true)],
    now,
    title: `${printable(first?.directory ?? '', 40)}: ${plural(accounts.length, 'account')} ${accounts.length === 1 ? 'has' : 'have'} a second factor that is not demanded`,
    severity: privileged.length > 0 ? 3 : 2,
    confidence: 0.8,
    because: [
      {
        says: 'A factor that is not demanded protects only those who wish it, until they take it off.',
        observed: `${accountNames(accounts, 5)}${privileged.length > 0 ? `; ${number(privileged.length)} of them privileged` : ''}`,
        expected: 'enrolled and enforced',
        weight: 1,
      },
    ],
    innocentIf: ['another policy or system demands it, which this export cannot know'],
    advice: [
      `Enforce the second factor in ${printable(first?.directory ?? '', 40)}, ${privileged.length > 0 ? `first for ${accountNames(privileged)}` : 'group by group'}.`,
    ],
    techniques: ['T1556.006', 'T1078'],
  })
}
