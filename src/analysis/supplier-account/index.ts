import { raw } from '../../base/sql.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountState } from '../statistics/account-finding.ts'
import { accountNames } from '../statistics/accounts.ts'
import { type Identity, identities } from '../statistics/identities.ts'
import { hasSecondFactor } from '../statistics/second-factors.ts'

interface Settings {
  /** Days without a sign-in after which a supplier no longer needs the account. */
  readonly days: number
  readonly mostFindings: number
}

export const supplierAccount = defineAnalysis<Settings>({
  name: 'supplier-account',
  version: 1,
  title: 'Accounts of suppliers and guests',
  looksFor: 'Who from outside has access, supplier by supplier: with privileges, without a second factor, or no longer in use.',
  techniques: ['T1199', 'T1078'],
  needs: ['identity'],
  betterWith: ['sign_in'],
  settings: { days: 45, mostFindings: 200 },
  run,
})

const daySeconds = 86_400

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const outside = await identities(lake, raw("external OR supplier != '' OR kind = 'guest'"), signal)
  const groups = [...Map.groupBy(outside, (one) => JSON.stringify([one.directory, supplierOf(one)]))]
  const findings = groups.map(([key, accounts]) => finding(key, accounts, settings, now))
  yield* findings.toSorted((a, b) => b.severity - a.severity || (a.title < b.title ? -1 : 1)).slice(0, settings.mostFindings)
}

/** Whose account it is: as the directory says, else the domain of its address; a guest's own address is before `#EXT#`. */
export function supplierOf({ supplier, account }: Pick<Identity, 'supplier' | 'account'>): string {
  if (supplier !== '') return supplier
  const invited = /^(.+)_([^_@]+)#ext#@/.exec(account)
  return invited?.[2] ?? /@([^@]+)$/.exec(account)?.[1] ?? ''
}

function finding(key: string, accounts: readonly Identity[], settings: Settings, now: Date): Finding {
  const [directory = '', supplier = ''] = JSON.parse(key) as [string, string]
  const privileged = accounts.filter((one) => one.privileged === true)
  const open = accounts.filter((one) => hasSecondFactor(one) === false)
  const idle = accounts.filter(({ lastSignIn, seen }) => lastSignIn !== null && ((seen ?? now.getTime() / 1000) - lastSignIn) / daySeconds > settings.days)
  const named = supplier === '' ? 'people from outside' : printable(supplier, 60)
  const troubles = [
    ...(privileged.length > 0 ? [`${number(privileged.length)} privileged`] : []),
    ...(open.length > 0 ? [`${number(open.length)} without a second factor`] : []),
    ...(idle.length > 0 ? [`${number(idle.length)} unused for more than ${number(settings.days)} days`] : []),
  ]
  return accountState({
    analysis: 'supplier-account',
    subject: [directory, supplier],
    accounts: [...new Set([...privileged, ...open, ...idle, ...accounts])],
    now,
    title: `${printable(directory, 40)}: ${named} ${supplier === '' ? 'have' : 'has'} ${plural(accounts.length, 'account')}${troubles.length > 0 ? `, ${some(troubles, 3)}` : ''}`,
    severity: severityOf(privileged, open, idle),
    confidence: 0.8,
    because: reasons({ privileged, open, idle, accounts, settings }),
    innocentIf: [
      'the access is agreed, watched, and taken back at the end of the contract',
      'the supplier’s own directory asks its people for a second factor, which this export cannot know',
    ],
    advice: [
      ...(open.length > 0 ? [`Ask ${accountNames(open)} for a second factor, or close the account.`] : []),
      ...(privileged.length > 0 ? [`Take the privileges of ${accountNames(privileged)} away until they are needed.`] : []),
      ...(idle.length > 0 ? [`Close ${accountNames(idle)}.`] : []),
      ...(troubles.length === 0 ? ['Keep the list of who from outside has access to what, and look at it at each renewal of a contract.'] : []),
    ],
    techniques: ['T1199', 'T1078'],
  })
}

/** Privileges behind a password alone are grave; each alone is medium; an account that nobody uses is low. */
function severityOf(privileged: readonly Identity[], open: readonly Identity[], idle: readonly Identity[]): Severity {
  if (privileged.some((one) => open.includes(one))) return 4
  if (privileged.length > 0 || open.length > 0) return 3
  return idle.length > 0 ? 2 : 1
}

interface Parts {
  readonly privileged: readonly Identity[]
  readonly open: readonly Identity[]
  readonly idle: readonly Identity[]
  readonly accounts: readonly Identity[]
  readonly settings: Settings
}

function reasons({ privileged, open, idle, accounts, settings }: Parts): readonly Reason[] {
  const roles = [...new Set(privileged.flatMap(({ privileges }) => privileges))].map((role) => printable(role, 40))
  const unknown = accounts.filter((one) => hasSecondFactor(one) === null).length
  return [
    {
      says: 'Attackers come in through suppliers, with what the supplier may do.',
      observed:
        privileged.length > 0
          ? `${accountNames(privileged)}${roles.length > 0 ? `: ${some(roles)}` : ''}`
          : `no privileged one among ${plural(accounts.length, 'account')}`,
      expected: 'access to what is needed, for as long as it is needed (NCSC and NIS, 23 November 2023)',
      weight: 0.4,
    },
    {
      says: open.length > 0 ? 'A stolen password is enough.' : 'None is known to have no second factor.',
      observed: `${number(open.length)} without a second factor${unknown > 0 ? `, ${number(unknown)} not known` : ''}`,
      expected: 'every one with a second factor',
      weight: 0.4,
    },
    {
      says: 'Accounts outlive contracts.',
      observed: `${number(idle.length)} unused for more than ${number(settings.days)} days`,
      expected: 'none (CIS Controls v8.1, safeguard 5.3)',
      weight: 0.2,
    },
  ]
}
