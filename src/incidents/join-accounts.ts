import { type Entity, entityKey } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'

/** Accounts of one finding by which it joins others: what happened to many at once says little of each. */
export const mostAccounts = 5
/**
 * Milliseconds after an incident within which what happens to its accounts and users still belongs to it: stolen passwords and sessions are used within hours
 * or days. The analysis `case-account` watches the users of an incident's hosts for as long.
 */
const window = 72 * 3600_000

/**
 * Puts what happened to accounts beside what else happened: a group about a few accounts joins the one incident that names the same account, or a host of the
 * same finding on which something happened, and that lies at the time. It never ties two incidents together, and states join nothing.
 */
export function joinAccounts(groups: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  const others = groups.filter((group) => !isOfAccounts(group))
  const joined = new Map<readonly Finding[], Finding[]>()
  const alone: (readonly Finding[])[] = []
  for (const group of groups.filter(isOfAccounts)) {
    const [best] = others
      .map((other) => ({ other, ties: tiesOf(group, other) }))
      .filter(({ ties }) => ties > 0)
      .sort((a, b) => b.ties - a.ties || gravity(b.other) - gravity(a.other) || (nameOf(a.other) < nameOf(b.other) ? -1 : 1))
    if (best) joined.set(best.other, [...(joined.get(best.other) ?? []), ...group])
    else alone.push(group)
  }
  return [...others.map((group) => [...group, ...(joined.get(group) ?? [])]), ...alone]
}

/** True for a finding that is about accounts, and about no destination, file or release. */
export function isOfAccount({ kind, about }: Finding): boolean {
  const accounts = about.filter((entity) => entity.kind === 'account').length
  return kind !== 'posture' && accounts > 0 && accounts <= mostAccounts && about.every((entity) => entity.kind === 'account' || entity.kind === 'host')
}

function isOfAccounts(group: readonly Finding[]): boolean {
  return group.every(isOfAccount)
}

/** 2: the same account; 1: a host of both; 0: nothing, or not at the time. */
function tiesOf(group: readonly Finding[], other: readonly Finding[]): number {
  // What is about accounts alone, and so many of them, is a storm: each of them has little to do with it.
  const happened = other.filter(({ kind, about }) => (kind === 'behaviour' || kind === 'known') && about.some((entity) => entity.kind !== 'account'))
  const ties = group.flatMap((finding) => happened.filter((one) => isAtTheTime(finding, one)).map((one) => tie(finding, one)))
  return Math.max(0, ...ties)
}

function tie(finding: Finding, other: Finding): number {
  const shares = (kind: Entity['kind']) => {
    const keys = new Set(other.about.filter((entity) => entity.kind === kind).map(entityKey))
    return finding.about.some((entity) => entity.kind === kind && keys.has(entityKey(entity)))
  }
  if (shares('account')) return 2
  return shares('host') ? 1 : 0
}

/** While it went on, or soon after: nothing that was over before it began. */
function isAtTheTime(finding: Finding, other: Finding): boolean {
  return Date.parse(finding.last) >= Date.parse(other.first) && Date.parse(finding.first) <= Date.parse(other.last) + window
}

function gravity(group: readonly Finding[]): number {
  return Math.max(...group.map(({ severity }) => severity))
}

function nameOf(group: readonly Finding[]): string {
  return group.map(({ id }) => id).sort()[0] ?? ''
}
