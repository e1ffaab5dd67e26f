import type { Entity } from '../model/entity.ts'
import { entityKey } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'
import { joinAccounts, mostAccounts } from './join-accounts.ts'

/**
 * Groups findings that speak of the same thing: the same destination or file, else the same release or host, else the same account;
 * then joins groups that the same release explains, and what happened to an account to what happened on its host, or to the account itself, at the time. A state of many accounts is a thing of its own, and does not join what happened to them. Findings of mere information join a group but found none.
 */
export function groupFindings(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const things = components(findings, thingsOf)
  const founded = things.filter((group) => group.some((finding) => finding.severity >= 2))
  const explained = components(founded, (group) => [explaining(group) ?? exposedRelease(group) ?? group[0]?.id ?? '']).map((groups) => groups.flat())
  return joinAccounts(explained)
}

/** The release that explains a group: the likeliest one of its gravest finding of that kind. */
export function explaining(group: readonly Finding[]): string | undefined {
  const findings = group.filter((finding) => finding.kind === 'explains').sort((a, b) => b.severity - a.severity || b.confidence - a.confidence)
  const release = findings[0]?.about.find((entity) => entity.kind === 'release')
  return release && entityKey(release)
}

/** The release that a group of states, without any behaviour, is about. */
function exposedRelease(group: readonly Finding[]): string | undefined {
  if (!isPosture(group)) return undefined
  const release = group[0]?.about.find((entity) => entity.kind === 'release')
  return release && entityKey(release)
}

/** True for findings that are states which invite trouble and nothing else, but for what only explains. */
export function isPosture(findings: readonly Finding[]): boolean {
  const told = findings.filter((finding) => finding.kind !== 'context')
  return told.length > 0 && told.every((finding) => finding.kind === 'posture')
}

/** What ties a finding to others. */
function thingsOf(finding: Finding): readonly string[] {
  const of = (kind: Entity['kind']) => finding.about.filter((entity) => entity.kind === kind).map(entityKey)
  const things = [...of('destination'), ...of('file')]
  if (things.length > 0) return finding.severity >= 2 ? things : things.slice(0, 1)
  const [first] = [...of('release'), ...of('host')]
  if (first !== undefined || finding.kind === 'posture') return [first ?? finding.id]
  const accounts = of('account')
  return accounts.length > 0 && accounts.length <= mostAccounts ? accounts : [finding.id]
}

/** Items that share a key, directly or through others, together; in the order of their first. */
function components<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): readonly (readonly T[])[] {
  const parent = new Map<string, string>()
  const rootOf = (key: string): string => {
    let at = key
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  for (const item of items) {
    const [first = '', ...others] = keysOf(item)
    if (!parent.has(first)) parent.set(first, first)
    for (const key of others) parent.set(rootOf(key), rootOf(first))
  }
  return [...Map.groupBy(items, (item) => rootOf(keysOf(item)[0] ?? '')).values()]
}
