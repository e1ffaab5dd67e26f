import { stableId } from '../../base/hash.ts'
import { raw } from '../../base/sql.ts'
import { number, plural, printable } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountState } from '../statistics/account-finding.ts'
import { accountEntity, accountNames, evidenceOf } from '../statistics/accounts.ts'
import { type Identity, identities } from '../statistics/identities.ts'
import { hasSecondFactor } from '../statistics/second-factors.ts'
import { looksLike } from './names.ts'
import { type Shared, sharedAccounts, type Used, usedSpecially } from './query.ts'

interface Settings {
  /** Devices within one hour that one person does not use. */
  readonly leastDevices: number
  /** Days on which it happens before it is a habit. */
  readonly leastDays: number
  readonly mostFindings: number
}

export const specialAccount = defineAnalysis<Settings>({
  name: 'special-account',
  version: 1,
  title: 'Accounts of no one person',
  looksFor: 'Service accounts that somebody signs in to by hand, break-glass accounts that were used, and accounts that several people share.',
  techniques: ['T1078'],
  needs: ['identity'],
  betterWith: ['sign_in'],
  settings: { leastDevices: 3, leastDays: 3, mostFindings: 200 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const used = (await usedSpecially(lake, signal)).map(useFinding)
  const shared = (await sharedAccounts(lake, { devices: settings.leastDevices, days: settings.leastDays }, signal)).map((one) => sharedFinding(one, settings))
  const known = await identities(lake, raw("kind IN ('shared', 'service', '', 'person')"), signal)
  const found = [...used, ...shared, ...declared(known, now), ...leads(known, now)]
  yield* found.toSorted((a, b) => b.severity - a.severity).slice(0, settings.mostFindings)
}

/** A break-glass account is for the day when nothing else works; a service account is for no hands at all. */
function useFinding(one: Used): Finding {
  const name = printable(one.account, 80)
  const broken = one.kind === 'break-glass'
  return {
    id: stableId('special-account', one.kind, one.directory, one.account),
    analysis: 'special-account',
    kind: broken ? 'behaviour' : 'posture',
    title: broken ? `The break-glass account ${name} was used` : `Somebody signs in by hand to the service account ${name}`,
    severity: 3,
    confidence: 0.8,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [accountEntity(one)],
    because: [
      {
        says: broken ? 'It is for the day when nothing else works, and is watched for that reason.' : 'It is for a program, which signs in without hands.',
        observed: `${plural(one.times, 'successful sign-in')} from ${plural(one.addresses, 'address', 'addresses')}`,
        expected: broken ? 'none, but for tests that were announced' : 'no interactive sign-in',
        weight: 1,
      },
    ],
    innocentIf: [broken ? 'it was tested, and somebody wrote it down' : 'an administrator set the program up by hand, once'],
    evidence: evidenceOf('sign_in', one.rows),
    advice: [broken ? `Find out who opened the envelope of ${name}, and seal it anew.` : `Forbid interactive sign-in for ${name}, and change its password.`],
    techniques: ['T1078'],
  }
}

function sharedFinding(one: Shared, settings: Settings): Finding {
  const name = printable(one.account, 80)
  return {
    id: stableId('special-account', 'shared', one.directory, one.account),
    analysis: 'special-account',
    kind: 'posture',
    title: `${name} is used on ${number(one.most)} devices within an hour, on ${plural(one.days, 'day')}`,
    severity: 2,
    confidence: 0.6,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [accountEntity(one)],
    because: [
      {
        says: 'What several people use belongs to none, and has no second factor of anybody.',
        observed: `${plural(one.devices, 'device')} in all, up to ${number(one.most)} within an hour`,
        expected: `fewer than ${number(settings.leastDevices)} within an hour, or on fewer than ${number(settings.leastDays)} days`,
        weight: 1,
      },
    ],
    innocentIf: ['one person sets up computers under it', 'a browser that forgets the directory’s device id'],
    evidence: evidenceOf('sign_in', one.rows),
    advice: [`Give those who use ${name} accounts of their own.`],
    techniques: ['T1078'],
  }
}

/** Accounts that the directory itself calls shared or a service's, and that administer or take a password alone. */
function declared(known: readonly Identity[], now: Date): readonly Finding[] {
  const risky = known.filter(
    (one) =>
      (one.kind === 'shared' || one.kind === 'service') &&
      one.password !== false &&
      (one.privileged === true || (one.kind === 'shared' && hasSecondFactor(one) === false)),
  )
  return [...Map.groupBy(risky, ({ directory, tenant, kind }) => JSON.stringify([directory, tenant, kind])).values()].map((accounts) => {
    const [first] = accounts
    const privileged = accounts.filter((one) => one.privileged === true)
    const what = first?.kind === 'service' ? 'service account' : 'shared account'
    return accountState({
      analysis: 'special-account',
      subject: ['declared', first?.kind ?? '', first?.directory ?? '', first?.tenant ?? ''],
      accounts,
      now,
      title: `${printable(first?.directory ?? '', 40)}: ${plural(accounts.length, what)} ${privileged.length > 0 ? `${accounts.length === 1 ? 'administers' : 'administer'} something` : `${accounts.length === 1 ? 'takes' : 'take'} a password alone`}`,
      severity: privileged.length > 0 ? 3 : 2,
      confidence: 0.7,
      because: [reasonOf(accounts, privileged)],
      innocentIf: ['its rights are needed, its password is long and changed by a machine, and it may sign in from one place only'],
      advice: [`Give ${accountNames(accounts)} no more rights than needed, and no sign-in from outside.`],
      techniques: ['T1078'],
    })
  })
}

function reasonOf(accounts: readonly Identity[], privileged: readonly Identity[]): Reason {
  return {
    says: privileged.length > 0 ? 'Nobody in person answers for what it does with its rights.' : 'Its password is known to many and nothing else is asked for.',
    observed: accountNames(privileged.length > 0 ? privileged : accounts, 5),
    expected: 'accounts of persons for administration',
    weight: 1,
  }
}

/** Accounts whose name alone says that they are of no one person: to be asked about, no more. */
function leads(known: readonly Identity[], now: Date): readonly Finding[] {
  const named = known.filter((one) => (one.kind === '' || one.kind === 'person') && looksLike(one.account) !== undefined)
  return [...Map.groupBy(named, ({ directory, tenant }) => JSON.stringify([directory, tenant])).values()].map((accounts) =>
    accountState({
      analysis: 'special-account',
      subject: ['names', accounts[0]?.directory ?? '', accounts[0]?.tenant ?? ''],
      accounts,
      now,
      title: `${printable(accounts[0]?.directory ?? '', 40)}: ${plural(accounts.length, 'account')} by ${accounts.length === 1 ? 'its name' : 'their names'} of no one person`,
      severity: 1,
      confidence: 0.3,
      because: [{ says: 'The name looks like that of a service or of something shared.', observed: accountNames(accounts, 5), weight: 1 }],
      innocentIf: ['it is a person’s name'],
      advice: ['Say in the directory, or in a list of accounts, what these accounts are.'],
      techniques: ['T1078'],
    }),
  )
}
