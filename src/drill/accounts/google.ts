import { isoFromSeconds } from '../../base/time.ts'
import type { AccountEvidence, DrillAccount, DrillChange, DrillSignIn, Factor } from './model.ts'

const methods: Readonly<Record<Factor, string>> = { push: 'google_prompt', totp: 'google_authenticator', sms: 'idv_preregistered_phone', fido2: 'security_key' }

/** Files as Google's Admin SDK gives them: users.list, and the activities of sign-in and administration. */
export function googleFiles({ accounts, signIns, changes }: AccountEvidence): ReadonlyMap<string, string> {
  const own = accounts.filter(({ directory }) => directory === 'google')
  const last = new Map(signIns.filter(({ result }) => result === 'success').map(({ account, time }) => [account.login, time]))
  const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return new Map([
    ['users.json', `${JSON.stringify({ kind: 'admin#directory#users', users: own.map((one) => user(one, last.get(one.login))) }, null, 1)}\n`],
    ['login-activities.ndjson', lines(signIns.filter(({ account }) => account.directory === 'google').map(login))],
    ['admin-activities.ndjson', lines(changes.filter(({ account }) => account.directory === 'google').map(change))],
  ])
}

function user(one: DrillAccount, last: number | undefined): object {
  return {
    kind: 'admin#directory#user',
    id: one.id,
    primaryEmail: one.login,
    name: { fullName: one.name },
    isAdmin: one.privileged,
    isDelegatedAdmin: false,
    // Google writes the epoch for an account that never signed in.
    lastLoginTime: isoFromSeconds(last ?? 0),
    creationTime: '2020-01-01T00:00:00.000Z',
    suspended: false,
    archived: false,
    isEnrolledIn2Sv: one.factors.length > 0,
    isEnforcedIn2Sv: one.enforced,
  }
}

function activity(time: number, application: string, actor: DrillAccount, ip: string, event: object): object {
  return {
    kind: 'admin#reports#activity',
    id: { time: isoFromSeconds(time), uniqueQualifier: String(Math.floor(time)), applicationName: application },
    actor: { callerType: 'USER', email: actor.login, profileId: actor.id },
    ipAddress: ip,
    events: [event],
  }
}

function login({ time, account, ip, result, factor }: DrillSignIn): object {
  const second = account.factors[0]
  const used = factor === 'satisfied' && second !== undefined ? [methods[second]] : []
  const parameters = [
    { name: 'login_type', value: 'google_password' },
    ...(factor === 'by-claim' ? [] : [{ name: 'login_challenge_method', multiValue: ['password', ...used] }]),
  ]
  return activity(time, 'login', account, ip, { type: 'login', name: result === 'success' ? 'login_success' : 'login_failure', parameters })
}

function change({ time, account, actor, what, ip }: DrillChange): object {
  if (what === 'factor-added') return activity(time, 'user_accounts', account, ip, { type: '2sv_change', name: '2sv_enroll' })
  return activity(time, 'admin', actor, ip, {
    type: 'USER_SETTINGS',
    name: 'TURN_OFF_2_STEP_VERIFICATION',
    parameters: [{ name: 'USER_EMAIL', value: account.login }],
  })
}
