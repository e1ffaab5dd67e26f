import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { accountEntity, accountNames, evidenceOf } from '../statistics/accounts.ts'
import { type Identity, seenSpan } from '../statistics/identities.ts'
import type { AccessPolicy } from './query.ts'

const analysis = 'unenforced-factor'
const mostAccounts = 1000

/** What the policies of one directory leave open. Accounts are those of the same directory. */
export function policyGaps(policies: readonly AccessPolicy[], accounts: readonly Identity[], now: Date): readonly Finding[] {
  const asking = policies.filter(({ requires_mfa }) => requires_mfa === true)
  const enforced = asking.filter(({ state }) => state === 'enabled')
  const [first] = policies
  if (!first) return []
  if (enforced.length === 0) return [nothingEnforced(first, asking, now)]
  return enforced.flatMap((policy) => spared(policy, accounts, now) ?? [])
}

/** True where no enabled policy asks for a second factor although policies are there. */
function nothingEnforced({ directory, tenant, seen, row }: AccessPolicy, asking: readonly AccessPolicy[], now: Date): Finding {
  const reported = asking.filter(({ state }) => state === 'report-only')
  const names = some(
    reported.map(({ policy }) => `“${printable(policy, 60)}”`),
    3,
  )
  return {
    id: stableId(analysis, 'policies', directory, tenant),
    analysis,
    kind: 'posture',
    title: `${printable(directory, 40)}: no policy in force asks for a second factor${reported.length > 0 ? `; ${names} only ${reported.length === 1 ? 'reports' : 'report'}` : ''}`,
    severity: 3,
    confidence: 0.75,
    ...seenSpan(asking.length > 0 ? asking : [{ seen }], now),
    about: [{ kind: 'source', id: directory }],
    because: [
      {
        says: 'A policy that only reports lets everybody in.',
        observed: `${number(asking.length)} ${asking.length === 1 ? 'policy asks' : 'policies ask'} for a second factor, none of them in force`,
        expected: 'at least one in force that concerns all accounts',
        weight: 1,
      },
    ],
    innocentIf: ['the directory asks for it by another means, such as a default of its own (“security defaults”) or a setting of each account'],
    evidence: evidenceOf('access_policy', asking.length > 0 ? asking.map((one) => one.row) : [row]),
    advice: [reported.length > 0 ? `Put ${names} into force.` : 'Make a policy that asks all accounts for a second factor, and put it into force.'],
    techniques: ['T1556.006', 'T1078'],
  }
}

/** Who is left out of a policy in force, but for break-glass accounts, which should be. */
function spared(policy: AccessPolicy, accounts: readonly Identity[], now: Date): Finding | undefined {
  const left = policy.excludes.map((name) => ({ name, members: accounts.filter((one) => isOf(name, one)) }))
  const people = unique(left.flatMap(({ members }) => members)).filter(({ kind }) => kind !== 'break-glass')
  const unknown = left.filter(({ members }) => members.length === 0).map(({ name }) => name)
  if (people.length === 0 && unknown.length === 0) return undefined
  const severity: Severity = people.some(({ privileged }) => privileged) ? 3 : people.length > 0 ? 2 : 1
  const names = some(
    left.filter(({ members }) => members.some((one) => people.includes(one))).map(({ name }) => printable(name.replace(/^(group|role):/, ''), 40)),
    3,
  )
  return {
    id: stableId(analysis, 'spared', policy.directory, policy.tenant, policy.policy),
    analysis,
    kind: 'posture',
    title:
      people.length > 0
        ? `${printable(policy.directory, 40)}: policy “${printable(policy.policy, 60)}” spares ${plural(people.length, 'account')} the second factor`
        : `${printable(policy.directory, 40)}: policy “${printable(policy.policy, 60)}” spares somebody the second factor, and it is not known whom`,
    severity,
    confidence: people.length > 0 ? 0.8 : 0.4,
    ...seenSpan([policy], now),
    about: [{ kind: 'source', id: policy.directory }, ...people.slice(0, mostAccounts).map(accountEntity)],
    because: [members(people, names), ...(unknown.length > 0 ? [unnamed(unknown)] : [])],
    innocentIf: [
      'another policy in force asks these accounts for a second factor',
      'the exclusion holds for one application or place only, where it is meant to',
    ],
    evidence: evidenceOf('access_policy', [policy.row]),
    advice: [
      people.length > 0
        ? `Take ${accountNames(people)} out of the exclusion, or say why they are in it and until when.`
        : 'Export the groups that the policy names.',
    ],
    techniques: ['T1556.006', 'T1078'],
  }
}

function members(people: readonly Identity[], names: string): Reason {
  const privileged = people.filter((one) => one.privileged).length
  return {
    says: 'An exclusion is a way around the policy.',
    observed:
      people.length === 0
        ? 'no account of the export is among them'
        : `${accountNames(people)}${names === '' ? '' : ` by ${names}`}${privileged > 0 ? `; ${number(privileged)} of them privileged` : ''}`,
    expected: 'break-glass accounts, and nobody else',
    weight: 0.8,
  }
}

function unnamed(unknown: readonly string[]): Reason {
  return {
    says: 'Some of whom it spares are in no export.',
    observed: some(
      unknown.map((name) => printable(name, 60)),
      4,
    ),
    weight: 0.2,
  }
}

/** Whether a name or id in a policy means this account; groups and roles stand with their kind before them. */
function isOf(name: string, one: Identity): boolean {
  const [, kind, plain = name] = /^(group|role):(.*)$/s.exec(name) ?? []
  if (kind === undefined && (one.account === plain.toLowerCase() || one.accountId === plain)) return true
  return (kind !== 'role' && one.groups.includes(plain)) || (kind !== 'group' && one.privileges.includes(plain))
}

function unique(accounts: readonly Identity[]): readonly Identity[] {
  return [...new Set(accounts)]
}
