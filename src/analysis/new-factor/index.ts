import { stableId } from '../../base/hash.ts'
import { printable } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { isSecondFactor, secondFactors } from '../../model/second-factor.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity, evidenceOf } from '../statistics/accounts.ts'
import { type Addition, additions } from './query.ts'

interface Settings {
  /** Hours after a risky sign-in or a reset within which a new factor belongs to it. */
  readonly withinHours: number
  readonly mostFindings: number
}

export const newFactor = defineAnalysis<Settings>({
  name: 'new-factor',
  version: 1,
  title: 'A new factor after a risky sign-in or a reset',
  looksFor: 'A second factor added soon after a sign-in that the directory called risky, or after a reset and from a network the account never used.',
  techniques: ['T1098.005', 'T1556.006'],
  needs: ['account_event'],
  betterWith: ['sign_in'],
  settings: { withinHours: 24, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const found = (await additions(lake, settings.withinHours, signal)).map((one) => finding(one, settings))
  yield* found.toSorted((a, b) => b.severity - a.severity || (a.first < b.first ? -1 : 1)).slice(0, settings.mostFindings)
}

/** After a reset everybody adds a factor anew: only a place where the account never was speaks against it. */
function severityOf({ risky, known }: Pick<Addition, 'risky' | 'known'>): Severity {
  if (risky) return known === true ? 3 : 4
  return known === false ? 3 : 1
}

function finding(one: Addition, settings: Settings): Finding {
  const { risky, reset, known } = one
  const name = printable(one.account, 80)
  const factor = isSecondFactor(one.factor) ? secondFactors[one.factor].title : 'a second factor'
  const severity = severityOf(one)
  const since = risky?.[0] ?? reset?.[0] ?? one.time
  return {
    id: stableId('new-factor', one.directory, one.account, String(Math.floor(one.time))),
    analysis: 'new-factor',
    kind: 'behaviour',
    title: `${name} got a new factor (${factor}) ${duration(Math.max(1, one.time - since))} after ${risky ? 'a risky sign-in' : 'a reset by somebody else'}`,
    severity,
    confidence: severity === 4 ? 0.75 : severity === 3 ? 0.6 : 0.3,
    first: isoFromSeconds(since),
    last: isoFromSeconds(one.time),
    about: [accountEntity(one)],
    because: reasons(one, settings),
    innocentIf: [
      'the person was on the way with a new telephone, and the help desk knew who was calling',
      ...(known === null ? ['the factor was added from where the account always is, which is not known here'] : []),
    ],
    evidence: [
      ...evidenceOf('account_event', [one.row, ...(reset ? [[reset[3], reset[4]] as const] : [])]),
      ...(risky ? evidenceOf('sign_in', [[risky[3], risky[4]]]) : []),
    ],
    advice: [
      `Ask ${name}, by another way than the account itself, whether the factor is theirs; if not, remove it, end all sessions and change the password.`,
      ...(reset ? [`Ask ${printable(reset[2] === '' ? 'the help desk' : reset[2], 80)} how the caller was recognised.`] : []),
    ],
    techniques: ['T1098.005', 'T1556.006'],
  }
}

function reasons({ time, ip, known, risky, reset }: Addition, { withinHours }: Settings): readonly Reason[] {
  const trigger: Reason = risky
    ? {
        says: 'Whoever gets in with a stolen password adds a factor of their own, to stay.',
        observed: `risk ${risky[1]} at ${shortTime(isoFromSeconds(risky[0]))} UTC${risky[2] === '' ? '' : ` from ${printable(risky[2], 45)}`}, the factor ${duration(Math.max(1, time - risky[0]))} later`,
        expected: `no new factor within ${withinHours} h of a risky sign-in`,
        weight: 0.7,
      }
    : {
        says: 'Callers who pretend to be somebody ask the help desk for a reset.',
        observed: `${resets[reset?.[1] ?? ''] ?? 'reset'} by ${printable(reset?.[2] === '' || !reset ? 'somebody else' : reset[2], 80)}, the factor ${duration(Math.max(1, time - (reset?.[0] ?? time)))} later`,
        weight: 0.4,
      }
  return [
    trigger,
    {
      says:
        known === null
          ? 'It is not known whether the account used that network before.'
          : known
            ? 'The account had used that network before.'
            : 'The account had never used that network before.',
      observed: ip === '' ? 'no address' : printable(ip, 45),
      expected: 'a network from which the account signed in before',
      weight: known === false ? (risky ? 0.3 : 0.6) : 0,
    },
  ]
}

const resets: Readonly<Record<string, string>> = {
  'factor-reset': 'factors reset',
  'password-reset': 'password reset',
  'bypass-granted': 'bypass granted',
  'mfa-disabled': 'second factor turned off',
}
