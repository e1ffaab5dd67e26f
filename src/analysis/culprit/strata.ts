import type { Facts } from './facts.ts'
import { groupsOf } from './groups.ts'

export interface Strata {
  /** Of each host. */
  readonly stratum: Int32Array
  /** `finance, Windows 11`, by stratum. */
  readonly names: readonly string[]
  /** Some roles are unknown, and groups learnt from the traffic take their place. */
  readonly learnt: boolean
}

/** A role of fewer hosts is no group to compare within. */
const leastRole = 3
const rest = 'other roles'

/**
 * Hosts are compared with hosts that do the same work: by role and system where known; hosts without a role by whom
 * they visited in the baseline. A role is split by system only
 * into groups of `smallest` hosts or more. Roles stay apart however small they are (down to three hosts): what a role
 * takes up together would otherwise be blamed on the software that the role has in common.
 */
export function strataOf({ hosts, visitors }: Pick<Facts, 'hosts' | 'visitors'>, smallest: number): Strata {
  const groups = hosts.every(({ role }) => role !== '') ? undefined : groupsOf(hosts.length, visitors)
  const roles = keepLarge(
    hosts.map(({ role }, host) => role || `similar traffic ${(groups?.[host] ?? 0) + 1}`),
    hosts.map(() => rest),
    leastRole,
  )
  const names = keepLarge(
    hosts.map(({ os }, index) => (os === '' ? (roles[index] ?? rest) : `${roles[index]}, ${os}`)),
    roles,
    smallest,
  )
  const order = [...new Set(names)].sort()
  return { stratum: Int32Array.from(names, (name) => order.indexOf(name)), names: order, learnt: groups !== undefined }
}

function keepLarge(names: readonly string[], otherwise: readonly string[], smallest: number): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return names.map((name, index) => ((counts.get(name) ?? 0) >= smallest ? name : (otherwise[index] ?? name)))
}
