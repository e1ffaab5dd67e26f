import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity, accountNames, evidenceOf } from '../statistics/accounts.ts'
import { keyOf, privilegedKeys } from '../statistics/identities.ts'
import { type Asked, askedFor, askingDirectories } from './query.ts'

interface Settings {
  readonly mostFindings: number
}

export const passwordAlone = defineAnalysis<Settings>({
  name: 'password-alone',
  version: 1,
  title: 'Sign-ins that succeeded with a password alone',
  looksFor: 'People who got in without a second factor, held against what the policies ask for; one shown earlier and still valid counts as shown.',
  techniques: ['T1078'],
  needs: ['sign_in'],
  betterWith: ['identity', 'access_policy'],
  settings: { mostFindings: 50 },
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const privileged = await privilegedKeys(lake, signal)
  const asking = await askingDirectories(lake, signal)
  const asked = (await askedFor(lake, signal)).filter(({ without }) => without > 0)
  for (const one of asked.slice(0, settings.mostFindings)) yield finding(one, privileged, asking.has(one.directory))
}

function finding(one: Asked, keys: ReadonlySet<string>, demanded: boolean): Finding {
  const { directory, accounts, accountCount, without } = one
  const named = accounts.map((account) => ({ directory, account }))
  const privileged = named.filter((account) => keys.has(keyOf(account)))
  const severity: Severity = privileged.length > 0 ? 4 : demanded ? 3 : 2
  return {
    id: stableId('password-alone', directory),
    analysis: 'password-alone',
    kind: 'posture',
    title: `${printable(directory, 40)}: ${plural(accountCount, 'account')} signed in without a second factor${privileged.length > 0 ? `, ${number(privileged.length)} of them privileged` : ''}`,
    severity,
    confidence: 0.85,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [...privileged, ...named.filter((account) => !privileged.includes(account))].map(accountEntity),
    because: [
      {
        says: 'No second factor was shown, nor had one been shown before that still held.',
        observed: `${number(without)} of ${plural(one.with + without, 'sign-in')} of which it is known (${percent(without / (one.with + without))}), by ${accountNames(named)}${one.unknown > 0 ? `; of ${number(one.unknown)} more it is not known` : ''}`,
        expected: 'none',
        weight: 0.6,
      },
      policyReason(one, demanded),
      ...(privileged.length > 0 ? [{ says: 'Some of them administer.', observed: accountNames(privileged, 5), weight: 0.2 }] : []),
    ],
    innocentIf: [
      'the sign-in came from a place that the policy trusts, and that nobody else can use',
      'the device was the second factor, and the directory does not say so',
    ],
    evidence: evidenceOf('sign_in', one.rows),
    advice: [
      demanded
        ? `Find the way around the policy: look at who is spared and what is trusted, for ${accountNames(privileged.length > 0 ? privileged : named)}.`
        : `Ask everybody in ${printable(directory, 40)} for a second factor.`,
    ],
    techniques: ['T1078'],
  }
}

function policyReason({ notRequired, without, applications }: Asked, demanded: boolean): Reason {
  const where = applications.length > 0 ? `, mostly to ${some(applications.map((name) => printable(name, 40)))}` : ''
  return {
    says: demanded ? 'A policy in force asks everybody for one, so there is a way around it.' : 'No policy in force is known that asks everybody for one.',
    observed: `for ${number(notRequired)} of ${number(without)} the directory says that none was required${where}`,
    weight: 0.2,
  }
}
