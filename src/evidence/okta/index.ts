import { type AccountRow, loginOf, textsOf, timeOf } from '../account-values.ts'
import { batched } from '../batches.ts'
import { factorsOf } from '../factor-name.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'
import { oktaFactors } from '../okta-factors.ts'

type Members = Readonly<Record<string, unknown>>
type Told = Omit<AccountRow, 'line' | 'seen_at'>

export const okta: Format = {
  name: 'okta',
  title: 'Okta users and factors',
  origin: 'Answers of the Okta API: /api/v1/users and /api/v1/users/ID/factors, as lists or JSON lines; also written by gatehouse collect okta.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const first = firstRecord(head)
  return first && (isUser(first) || isFactor(first) || isHolder(first)) ? 0.9 : 0
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  for await (const { line, members: record } of jsonRecords(source, notes)) {
    const told = isUser(record) ? ofUser(record) : isHolder(record) ? ofHolder(record) : isFactor(record) ? ofFactor(record) : undefined
    if (!told) notes.skip(line, 'neither a user nor a factor')
    else if (told.account === '' && told.account_id === '') notes.skip(line, 'it does not say whose it is')
    else yield { line, ...told, seen_at: source.modified }
  }
}

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/ */
function isUser(record: Members): boolean {
  return typeof members(record.profile)?.login === 'string' && 'status' in record
}

const enabled = ['ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY', 'PROVISIONED', 'LOCKED_OUT']
const withPassword = ['OKTA', 'ACTIVE_DIRECTORY', 'LDAP', 'IMPORT']

function ofUser(record: Members): Told {
  const profile = members(record.profile) ?? {}
  const provider = textOf(members(members(record.credentials)?.provider)?.type)
  const status = textOf(record.status).toUpperCase()
  return {
    directory: 'okta',
    account: loginOf(profile.login),
    account_id: textOf(record.id),
    display_name: textOf(profile.displayName) || [textOf(profile.firstName), textOf(profile.lastName)].filter(Boolean).join(' '),
    enabled: status === '' ? null : enabled.includes(status),
    password: provider === '' ? null : withPassword.includes(provider.toUpperCase()),
    last_sign_in: timeOf(record.lastLogin),
    created_at: timeOf(record.created),
    password_changed_at: timeOf(record.passwordChanged),
  }
}

/** A user with all factors and roles, as they are collected: an empty list is none, a missing one unknown. */
function isHolder(record: Members): boolean {
  return 'userId' in record && (Array.isArray(record.factors) || Array.isArray(record.roles))
}

function ofHolder(record: Members): Told {
  const active = elements(record.factors).flatMap((one) => {
    const factor = members(one)
    return factor && isActive(factor) ? [textOf(factor.factorType)] : []
  })
  const roles = elements(record.roles).flatMap((one) => textsOf(members(one)?.label ?? members(one)?.type))
  const factors = factorsOf(active, oktaFactors)
  return {
    directory: 'okta',
    account: loginOf(record.login),
    account_id: textOf(record.userId),
    ...(Array.isArray(record.factors) && { factors, mfa_registered: factors.length > 0 }),
    ...(Array.isArray(record.roles) && { privileged: roles.length > 0, privileges: roles }),
  }
}

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/ */
function isFactor(record: Members): boolean {
  return 'factorType' in record && 'provider' in record
}

function isActive(factor: Members): boolean {
  return !('status' in factor) || textOf(factor.status).toUpperCase() === 'ACTIVE'
}

/** One factor alone names its user only in its links. */
function ofFactor(record: Members): Told {
  const links = JSON.stringify(record._links ?? '')
  const factors = isActive(record) ? factorsOf([textOf(record.factorType)], oktaFactors) : []
  return {
    directory: 'okta',
    account: '',
    account_id: /\/users\/([A-Za-z0-9]{10,40})\b/.exec(links)?.[1] ?? '',
    factors,
    mfa_registered: factors.length > 0 ? true : null,
  }
}
