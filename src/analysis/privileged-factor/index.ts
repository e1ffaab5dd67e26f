import { raw } from '../../base/sql.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { type SecondFactor, secondFactors, strengthOf, strengthOfFactors, strengths } from '../../model/second-factor.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountState } from '../statistics/account-finding.ts'
import { accountNames } from '../statistics/accounts.ts'
import { type Identity, identities } from '../statistics/identities.ts'
import { bestFactor, hasSecondFactor } from '../statistics/second-factors.ts'

interface Settings {
  readonly mostFindings: number
}

export const privilegedFactor = defineAnalysis<Settings>({
  name: 'privileged-factor',
  version: 1,
  title: 'Privileged accounts without a phishing-resistant factor',
  looksFor: 'Accounts that administer something and can be taken with a password, or with a code or push that a false site passes on.',
  techniques: ['T1078', 'T1111', 'T1621'],
  needs: ['identity'],
  settings: { mostFindings: 200 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const privileged = await identities(lake, raw("privileged AND kind != 'service'"), signal)
  const groups = Map.groupBy(privileged, (one) => JSON.stringify([one.directory, one.tenant, classOf(one)]))
  for (const [key, accounts] of [...groups].slice(0, settings.mostFindings)) {
    const [directory = '', tenant = '', kind] = JSON.parse(key) as [string, string, FactorClass]
    if (kind !== 'resistant')
      yield finding(kind, { directory, tenant, accounts, of: privileged.filter((one) => one.directory === directory && one.tenant === tenant), now })
  }
}

type FactorClass = 'none' | 'phishable' | 'fallback' | 'unknown' | 'resistant'

/** The strongest factor decides; a phishing-resistant one beside a weaker one can be gone around by the weaker. */
export function classOf(one: Pick<Identity, 'mfa_registered' | 'factors'>): FactorClass {
  const has = hasSecondFactor(one)
  if (has === false) return 'none'
  const best = bestFactor(one)
  if (has === null || best === null) return 'unknown'
  if (best !== 'phishing-resistant') return 'phishable'
  return strengthOfFactors(one.factors.filter((factor) => strengthOf(factor) !== 'none')).weakest === 'phishing-resistant' ? 'resistant' : 'fallback'
}

interface Group {
  readonly directory: string
  readonly tenant: string
  readonly accounts: readonly Identity[]
  /** Every privileged account of the directory. */
  readonly of: readonly Identity[]
  readonly now: Date
}

const words: Record<Exclude<FactorClass, 'resistant'>, readonly [one: string, many: string]> = {
  none: ['has no second factor', 'have no second factor'],
  phishable: ['has no phishing-resistant factor', 'have no phishing-resistant factor'],
  fallback: ['can go around its phishing-resistant factor by a weaker one', 'can go around their phishing-resistant factor by a weaker one'],
  unknown: [
    'has a second factor of unknown kind, or it is not known whether it has one',
    'have a second factor of unknown kind, or it is not known whether they have one',
  ],
}

function finding(kind: Exclude<FactorClass, 'resistant'>, { directory, tenant, accounts, of, now }: Group): Finding {
  return accountState({
    analysis: 'privileged-factor',
    subject: [directory, tenant, kind],
    accounts,
    now,
    title: `${printable(directory, 40)}: ${plural(accounts.length, 'privileged account')} ${words[kind][accounts.length === 1 ? 0 : 1]}`,
    severity: severityOf(kind, accounts),
    confidence: kind === 'unknown' ? 0.5 : 0.9,
    because: [rank(kind, accounts, of), powers(accounts)],
    innocentIf: [
      'another system asks for a stronger factor before these accounts can be used',
      'it is a break-glass account, whose credentials lie in a safe and whose every use is looked at',
    ],
    advice: [advice[kind], `Begin with ${accountNames(accounts)}.`],
    techniques: kind === 'none' ? ['T1078'] : ['T1078', 'T1111', 'T1621'],
  })
}

const advice: Record<Exclude<FactorClass, 'resistant'>, string> = {
  none: 'Enrol a security key or passkey for these accounts at once, or take their privileges away.',
  phishable: 'Give these accounts security keys, passkeys, certificates or Windows Hello, and require them by policy.',
  fallback: 'Remove the weaker factors of these accounts, or require the phishing-resistant one by policy.',
  unknown: 'Find out which factor these accounts have: read the directory’s methods with enough rights.',
}

/** A password alone is grave; what can be intercepted, or is approved without looking, is medium; codes and number matching withstand more. */
function severityOf(kind: FactorClass, accounts: readonly Identity[]): Severity {
  if (kind === 'none') return 4
  if (kind !== 'phishable') return 1
  return accounts.some((one) => ['interceptable', 'push'].includes(bestFactor(one) ?? '')) ? 3 : 2
}

function rank(kind: FactorClass, accounts: readonly Identity[], of: readonly Identity[]): Reason {
  const best = Map.groupBy(accounts, (one) => (kind === 'fallback' ? weaker(one) : strongest(one)))
  const counted = [...best].toSorted((a, b) => b[1].length - a[1].length).map(([factor, own]) => `${factor} (${number(own.length)})`)
  return {
    says: kind === 'unknown' ? 'Nothing tells how these accounts are protected.' : 'Administration needs a factor that a false site cannot pass on.',
    observed: `${number(accounts.length)} of ${plural(of.length, 'privileged account')}; ${some(counted, 5)}`,
    expected: 'a phishing-resistant factor: NIST SP 800-63B-4 requires one at AAL 3 and that it be offered at AAL 2',
    weight: 0.7,
  }
}

function strongest(one: Identity): string {
  const known = one.factors.filter((factor): factor is SecondFactor => strengthOf(factor) !== null)
  const best = known.toSorted((a, b) => strengths.indexOf(secondFactors[b].strength) - strengths.indexOf(secondFactors[a].strength))[0]
  if (best !== undefined && hasSecondFactor(one)) return secondFactors[best].title
  return hasSecondFactor(one) === false ? 'no factor' : 'factor unknown'
}

function weaker(one: Identity): string {
  const known = one.factors.filter((factor): factor is SecondFactor => strengthOf(factor) !== null && strengthOf(factor) !== 'none')
  const weakest = known.toSorted((a, b) => strengths.indexOf(secondFactors[a].strength) - strengths.indexOf(secondFactors[b].strength))[0]
  return weakest === undefined ? 'factor unknown' : secondFactors[weakest].title
}

function powers(accounts: readonly Identity[]): Reason {
  const roles = Map.groupBy(
    accounts.flatMap(({ privileges }) => privileges),
    (role) => role,
  )
  const counted = [...roles]
    .toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .map(([role, own]) => `${printable(role, 40)} (${number(own.length)})`)
  return { says: 'They administer.', observed: counted.length > 0 ? some(counted, 5) : 'the directory does not name their roles', weight: 0.3 }
}
