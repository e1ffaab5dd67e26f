import { parseTime } from '../../base/time.ts'
import type { Row } from '../../model/tables.ts'
import { flagOf, loginOf } from '../account-values.ts'
import { anyFactor } from '../any-factor.ts'
import { batched } from '../batches.ts'
import { cellOf, columnsOf, csvHead, csvRecords } from '../csv.ts'
import { factorOf } from '../factor-name.ts'
import type { Format, Head, Notes, Source } from '../format.ts'

export const signInsCsv: Format = {
  name: 'sign-ins-csv',
  title: 'Sign-ins, CSV',
  origin: 'A table of sign-ins, for systems that Gatehouse has no reader for: one row per sign-in, columns as documented below.',
  fills: ['sign_in'],
  recognise,
  read: (source, notes) => batched('sign_in', rows(source, notes)),
}

const wanted = {
  time: ['time', 'timestamp', 'date', 'datetime', 'signintime', 'logintime', 'eventtime', 'dateutc'],
  account: ['account', 'login', 'userprincipalname', 'upn', 'username', 'user', 'accountname', 'email'],
  directory: ['directory', 'source', 'system', 'idp'],
  tenant: ['tenant', 'organisation', 'organization', 'realm', 'domain'],
  address: ['srcip', 'ip', 'ipaddress', 'address', 'clientip', 'sourceip', 'remoteaddress'],
  country: ['country', 'countryorregion'],
  city: ['city'],
  latitude: ['latitude', 'lat'],
  longitude: ['longitude', 'lon', 'lng'],
  device: ['device', 'devicename', 'hostname', 'host'],
  deviceId: ['deviceid'],
  agent: ['useragent'],
  application: ['application', 'app', 'service'],
  client: ['client', 'clientapp', 'protocol'],
  legacy: ['legacy'],
  session: ['sessionid', 'session'],
  outcome: ['outcome', 'result', 'success', 'status'],
  reason: ['reason', 'failurereason', 'error'],
  mfa: ['mfa', '2fa', 'mfaused', 'twofactor'],
  factor: ['factor', 'method', 'mfamethod', 'mfafactor'],
  mfaResult: ['mfaresult'],
  risk: ['risk', 'risklevel'],
} as const

function recognise(head: Head): number {
  const { time, account, address, outcome } = columnsOf(csvHead(head)?.names ?? [], wanted)
  return time !== undefined && account !== undefined && (outcome !== undefined || address !== undefined) ? 0.7 : 0
}

const outcomes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['success', 'succeeded', 'successful', 'ok', 'allow', 'allowed', 'true', 'yes', '1', '0x0'].map((word) => [word, 'success'])),
  ...Object.fromEntries(['failure', 'failed', 'fail', 'error', 'false', 'no', 'invalid'].map((word) => [word, 'failure'])),
  ...Object.fromEntries(['blocked', 'denied', 'deny', 'locked'].map((word) => [word, 'blocked'])),
  ...Object.fromEntries(['challenge', 'challenged', 'interrupted'].map((word) => [word, 'challenge'])),
}
const results = ['satisfied', 'by-claim', 'denied', 'timeout', 'fraud', 'not-required', 'failed']
const risks = ['none', 'low', 'medium', 'high']

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'sign_in'>> {
  const head = csvHead(source.head)
  if (!head) return notes.skip(1, 'no header with a time and an account')
  const columns = columnsOf(head.names, wanted)
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const cell = (field: keyof typeof wanted) => cellOf(cells, columns[field])
    const time = parseTime(cell('time'))
    if (time === null || cell('account') === '') notes.skip(line, time === null ? 'a time that cannot be read' : 'no account')
    else yield { line, time, ...signIn(cell) }
  }
}

function signIn(cell: (field: keyof typeof wanted) => string): Omit<Row<'sign_in'>, 'line' | 'time'> {
  const factor = factorOf(cell('factor'), anyFactor)
  return {
    directory: cell('directory').toLowerCase() || 'other',
    tenant: cell('tenant'),
    account: loginOf(cell('account')),
    session_id: cell('session'),
    src_ip: cell('address'),
    country: cell('country'),
    city: cell('city'),
    latitude: degrees(cell('latitude'), 90),
    longitude: degrees(cell('longitude'), 180),
    device_id: cell('deviceId'),
    device: cell('device'),
    user_agent: cell('agent'),
    application: cell('application'),
    client: cell('client'),
    legacy: flagOf(cell('legacy')),
    kind: 'interactive',
    outcome: outcomes[cell('outcome').toLowerCase()] ?? 'unknown',
    reason: cell('reason'),
    mfa: flagOf(cell('mfa')),
    factor,
    mfa_result: oneOf(results, cell('mfaResult')),
    risk: oneOf(risks, cell('risk')),
    event: 'sign-in',
  }
}

function oneOf(words: readonly string[], text: string): string {
  const word = text.toLowerCase()
  return words.includes(word) ? word : ''
}

function degrees(text: string, most: number): number | null {
  const value = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && Math.abs(value) <= most ? value : null
}
