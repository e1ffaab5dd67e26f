import { isoFromSeconds } from '../../base/time.ts'
import type { AccountEvidence, DrillAccount, DrillSignIn, Factor } from './model.ts'

const types: Readonly<Record<Factor, readonly [type: string, provider: string, logged: string]>> = {
  push: ['push', 'OKTA', 'OKTA_VERIFY_PUSH'],
  totp: ['token:software:totp', 'GOOGLE', 'GOOGLE_OTP'],
  sms: ['sms', 'OKTA', 'SMS_FACTOR'],
  fido2: ['webauthn', 'FIDO', 'FIDO_WEBAUTHN'],
}

/** Files as Okta's API gives them: users, the factors and roles of each, and the System Log. */
export function oktaFiles({ accounts, signIns }: AccountEvidence): ReadonlyMap<string, string> {
  const own = accounts.filter(({ directory }) => directory === 'okta')
  const last = new Map(signIns.filter(({ result }) => result === 'success').map(({ account, time }) => [account.login, time]))
  const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return new Map([
    [
      'users.json',
      `${JSON.stringify(
        own.map((one) => user(one, one.lastSignIn ?? last.get(one.login))),
        null,
        1,
      )}\n`,
    ],
    ['factors.ndjson', lines(own.map(factors))],
    ['system-log.ndjson', lines(signIns.filter(({ account }) => account.directory === 'okta').flatMap(events))],
  ])
}

function user(one: DrillAccount, last: number | undefined): object {
  const [firstName, lastName] = one.name.split(' ')
  return {
    id: one.id,
    status: 'ACTIVE',
    created: '2020-01-01T00:00:00.000Z',
    lastLogin: last === undefined ? null : isoFromSeconds(last),
    passwordChanged: '2022-06-01T00:00:00.000Z',
    profile: { firstName, lastName, login: one.login, email: one.login },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
  }
}

function factors(one: DrillAccount): object {
  return {
    userId: one.id,
    login: one.login,
    factors: one.factors.map((factor, index) => ({ id: `${one.id}-${index}`, factorType: types[factor][0], provider: types[factor][1], status: 'ACTIVE' })),
    roles: one.role === undefined ? [] : [{ id: `role-${one.id}`, label: one.role, type: one.role.toUpperCase().replaceAll(' ', '_'), status: 'ACTIVE' }],
  }
}

/** The session, and the factor in an event of its own. */
function events(one: DrillSignIn): readonly object[] {
  if (one.result === 'refused') return [event(one, 'user.mfa.okta_verify.deny_push', 'FAILURE', 'User rejected Okta push verify', 0)]
  if (one.result === 'wrong-code') return [event(one, 'user.authentication.auth_via_mfa', 'FAILURE', 'INVALID_CREDENTIALS', 0)]
  if (one.result === 'wrong-password') return [event(one, 'user.session.start', 'FAILURE', 'INVALID_CREDENTIALS', 0)]
  const session = event(one, 'user.session.start', 'SUCCESS', null, 0)
  return one.factor === 'satisfied' ? [session, event(one, 'user.authentication.auth_via_mfa', 'SUCCESS', null, 5)] : [session]
}

function event(
  { time, account, ip, place, session, device, risk }: DrillSignIn,
  eventType: string,
  result: string,
  reason: string | null,
  later: number,
): object {
  const factor = account.factors[0]
  const actor = { id: account.id, type: 'User', alternateId: account.login, displayName: account.name }
  return {
    uuid: `${session}-${eventType}-${Math.floor(time + later)}`,
    published: isoFromSeconds(time + later),
    eventType,
    version: '0',
    severity: 'INFO',
    displayMessage: '',
    actor,
    client: {
      userAgent: { rawUserAgent: device?.agent ?? account.agent, os: '', browser: '' },
      device: 'Computer',
      ipAddress: ip,
      geographicalContext: { city: place.city, country: place.country, geolocation: { lat: place.latitude, lon: place.longitude } },
    },
    device: null,
    outcome: { result, reason },
    target: [actor],
    debugContext: {
      debugData: {
        ...(factor !== undefined && eventType.includes('mfa') && { factor: types[factor][2] }),
        ...(risk !== 'none' && { risk: `{level=${risk.toUpperCase()}}` }),
      },
    },
    authenticationContext: { externalSessionId: session, authenticationStep: 0 },
  }
}
