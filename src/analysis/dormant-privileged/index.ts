import { raw } from '../../base/sql.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountState } from '../statistics/account-finding.ts'
import { accountNames } from '../statistics/accounts.ts'
import { type Identity, identities } from '../statistics/identities.ts'

interface Settings {
  /** Days without a sign-in after which an account is dormant. */
  readonly days: number
}

export const dormantPrivileged = defineAnalysis<Settings>({
  name: 'dormant-privileged',
  version: 1,
  title: 'Privileged accounts that nobody uses',
  looksFor: 'Accounts that administer something, may sign in and have not done so for weeks: nobody would notice that somebody else does.',
  techniques: ['T1078'],
  needs: ['identity'],
  betterWith: ['sign_in'],
  settings: { days: 45 },
  run,
})

const daySeconds = 86_400

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  // A break-glass account is meant to lie unused.
  const privileged = await identities(lake, raw("privileged AND kind != 'break-glass'"), signal)
  for (const own of Map.groupBy(privileged, ({ directory, tenant }) => JSON.stringify([directory, tenant])).values()) {
    const dormant = own.filter((one) => (idleDays(one, now) ?? 0) > settings.days)
    if (dormant.length > 0) yield finding(dormant, { of: own, settings, now })
  }
}

/** Days from the last sign-in to the export; null where no sign-in is known: never used and not recorded look alike. */
export function idleDays(one: Pick<Identity, 'lastSignIn' | 'seen'>, now: Date): number | null {
  if (one.lastSignIn === null) return null
  return ((one.seen ?? now.getTime() / 1000) - one.lastSignIn) / daySeconds
}

function finding(
  dormant: readonly Identity[],
  { of, settings, now }: { readonly of: readonly Identity[]; readonly settings: Settings; readonly now: Date },
): Finding {
  const sorted = dormant.toSorted((a, b) => (idleDays(b, now) ?? 0) - (idleDays(a, now) ?? 0))
  const [first] = sorted
  if (!first) throw new RangeError('a finding needs an account')
  const unknown = of.filter(({ lastSignIn }) => lastSignIn === null).length
  const shown = sorted.map((one) => `${printable(one.account, 80)} ${number(Math.floor(idleDays(one, now) ?? 0))} days`)
  return accountState({
    analysis: 'dormant-privileged',
    subject: [first.directory, first.tenant],
    accounts: sorted,
    now,
    title: `${printable(first.directory, 40)}: ${plural(sorted.length, 'privileged account')} ${sorted.length === 1 ? 'was' : 'were'} not used for more than ${number(settings.days)} days`,
    severity: 3,
    confidence: 0.8,
    because: [
      {
        says: 'Nobody notices when an unused account is used.',
        observed: some(shown, 5),
        expected: `disabled or deleted after ${number(settings.days)} days without use (CIS Controls v8.1, safeguard 5.3)`,
        weight: 0.8,
      },
      {
        says: 'It is not the rule here.',
        observed: `${number(sorted.length)} of ${plural(of.length, 'privileged account')}${unknown > 0 ? `; of ${number(unknown)} no sign-in is known, which may mean never or not recorded` : ''}`,
        weight: 0.2,
      },
    ],
    innocentIf: ['it is used in a way that the directory does not count as a sign-in', 'its owner is on leave, and it is watched'],
    advice: [`Disable ${accountNames(sorted)}, or take the privileges away until they are needed.`],
    techniques: ['T1078'],
  })
}
