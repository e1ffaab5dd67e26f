import type { Table } from './tables.ts'

const directory = {
  type: 'category',
  doc: 'which directory tells it: entra, okta, google, duo, aws, github, keycloak, ldap, or the name that a list gives',
} as const
const tenant = { type: 'category', doc: 'tenant, organisation, realm or domain within the directory; empty is unknown' } as const
const account = { type: 'text', doc: 'login, lower case' } as const
const accountId = { type: 'text', doc: "the directory's own id of the account" } as const
const time = { type: 'time', doc: 'when it happened' } as const
const sourceAddress = { type: 'text', doc: 'address it came from' } as const
const userAgent = { type: 'text', doc: 'as sent' } as const
const sessionId = { type: 'text', doc: "the directory's id of the session or token family" } as const

/** What one account is, as an export tells it or as several exports tell it together. */
const accountColumns = {
  directory,
  tenant,
  account,
  account_id: accountId,
  display_name: { type: 'text', doc: 'name shown' },
  kind: { type: 'category', doc: 'person, service, shared, break-glass or guest, where the export says; empty is unknown' },
  enabled: { type: 'flag?', doc: 'it may sign in' },
  privileged: { type: 'flag?', doc: 'it administers something' },
  privileges: { type: 'texts', doc: 'administrative roles by name' },
  groups: { type: 'texts', doc: 'groups it is a member of, by name' },
  external: { type: 'flag?', doc: "a supplier's or a guest's" },
  supplier: { type: 'text', doc: 'whose it is when it is not the own organisation’s' },
  password: { type: 'flag?', doc: 'it can sign in with a password' },
  mfa_registered: { type: 'flag?', doc: 'a second factor is enrolled' },
  mfa_enforced: { type: 'flag?', doc: 'the directory demands a second factor of this account' },
  factors: { type: 'texts', doc: 'enrolled factors by the names of the second-factor vocabulary; unknown:RAW for a name that is not known' },
  last_sign_in: { type: 'time?', doc: 'last time it signed in' },
  created_at: { type: 'time?', doc: 'when it was made' },
  password_changed_at: { type: 'time?', doc: 'when its password was last changed' },
  seen_at: { type: 'time?', doc: 'when the export was made' },
} as const

/** Accounts, sign-ins and what was done to accounts: one shape for every directory. */
export const accountTables = {
  account: {
    title: 'Accounts, as each export tells them',
    ocsf: 5003,
    order: ['directory', 'account'],
    columns: accountColumns,
  },
  sign_in: {
    title: 'Sign-ins',
    ocsf: 3002,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      directory,
      tenant,
      account,
      account_id: accountId,
      session_id: sessionId,
      src_ip: sourceAddress,
      country: { type: 'category', doc: 'country of the address as the directory places it, ISO 3166 where it gives that' },
      city: { type: 'category', doc: 'city of the address as the directory places it' },
      latitude: { type: 'number?', doc: 'degrees north' },
      longitude: { type: 'number?', doc: 'degrees east' },
      device_id: { type: 'text', doc: "the directory's id of the device" },
      device: { type: 'category', doc: 'name of the device, else its operating system' },
      user_agent: userAgent,
      application: { type: 'category', doc: 'what was signed in to' },
      client: { type: 'category', doc: 'protocol or client as the directory calls it' },
      legacy: { type: 'flag?', doc: 'a protocol that cannot ask for a second factor' },
      kind: { type: 'category', doc: 'interactive, non-interactive, service or workload' },
      outcome: { type: 'category', doc: 'success, failure, challenge (more was asked for), blocked (by a policy) or unknown' },
      reason: { type: 'text', doc: 'why it failed, as the directory says' },
      mfa: { type: 'flag?', doc: 'a second factor was satisfied' },
      factor: { type: 'category', doc: 'factor used, by the second-factor vocabulary; empty is unknown' },
      mfa_result: {
        type: 'category',
        doc: 'satisfied, by-claim (by an earlier one), denied, timeout, fraud (the user reported it), not-required or failed; empty is unknown',
      },
      risk: { type: 'category', doc: "the directory's own risk: none, low, medium or high; empty is unknown" },
      event: { type: 'category', doc: "the directory's name of the event" },
    },
  },
  account_event: {
    title: 'What was done to accounts',
    ocsf: 3001,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      directory,
      tenant,
      account: { type: 'text', doc: 'login that it was done to, lower case; empty where it concerns the directory itself' },
      account_id: accountId,
      actor: { type: 'text', doc: 'login that did it, lower case' },
      activity: {
        type: 'category',
        doc: 'factor-added, factor-removed, factor-reset, mfa-disabled, mfa-enforced, password-reset, password-changed, role-added, role-removed, account-created, account-enabled, account-disabled, account-removed, account-locked, push-sent, fraud-reported, session-started, session-revoked, policy-changed, key-created, bypass-granted, risk-detected or other',
      },
      factor: { type: 'category', doc: 'factor concerned, by the second-factor vocabulary; empty where there is none' },
      detail: { type: 'text', doc: 'what exactly: the role, the setting, the reason' },
      src_ip: sourceAddress,
      session_id: sessionId,
      outcome: { type: 'category', doc: 'success, failure or unknown' },
      user_agent: userAgent,
      event: { type: 'category', doc: "the directory's name of the event" },
    },
  },
  access_policy: {
    title: 'Policies that say who must show a second factor',
    order: ['directory', 'policy'],
    columns: {
      directory,
      tenant,
      policy: { type: 'text', doc: 'its name' },
      state: { type: 'category', doc: 'enabled, report-only or disabled' },
      requires_mfa: { type: 'flag?', doc: 'it always grants access only with a second factor' },
      phishing_resistant: { type: 'flag?', doc: 'the factor must be phishing-resistant' },
      blocks: { type: 'flag?', doc: 'it refuses access altogether' },
      blocks_legacy: { type: 'flag?', doc: 'it refuses protocols that cannot ask for a second factor' },
      includes: { type: 'texts', doc: 'whom it concerns: All, or accounts, groups and roles by name or id' },
      excludes: { type: 'texts', doc: 'whom it spares' },
      applications: { type: 'texts', doc: 'applications it concerns' },
      clients: { type: 'texts', doc: 'kinds of client it concerns; none named is all' },
      conditions: { type: 'texts', doc: 'what else must hold for it to apply, such as a risk or a place; none named is always' },
      seen_at: { type: 'time?', doc: 'when the export was made' },
    },
  },
  identity: {
    title: 'Identities: one row per account, from all exports together (made after intake)',
    order: ['directory', 'account'],
    derived: true,
    columns: {
      ...accountColumns,
      exports: { type: 'count', doc: 'exports that tell of it' },
      last_success: { type: 'time?', doc: 'last successful sign-in among the sign-ins read' },
    },
  },
} as const satisfies Record<string, Table>
