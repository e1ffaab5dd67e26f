import { printable, some } from '../../base/text.ts'
import type { Entity } from '../../model/entity.ts'
import type { Cohort, Member } from './cohorts.ts'

/** `product@version`, the id of a release. */
function releaseId({ product, version }: Pick<Member, 'product' | 'version'>): string {
  return `${product}@${version}`
}

/** A cohort by the most telling member of each product, and by every release where a release is the most telling. */
export function tellingMembers(cohort: Cohort): readonly Member[] {
  const first = new Map<string, Member>()
  for (const member of cohort.members) if (!first.has(member.product)) first.set(member.product, member)
  return cohort.members.filter((member) => {
    const best = first.get(member.product)
    return member === best || (member.kind === 'release' && best?.kind === 'release')
  })
}

export function memberName(member: Member): string {
  const product = printable(member.product, 80)
  if (member.kind === 'release') return `${product} ${printable(member.version, 40)}`
  return member.kind === 'product' ? `${product} (any version)` : `${product} (any new version)`
}

/** `A 1.2`, or `A 1.2 = B 3.4` where the same hosts got both on the same days. */
export function cohortName(cohort: Cohort): string {
  const names = tellingMembers(cohort).map(memberName)
  return names.length > 3 ? `${names.slice(0, 2).join(' = ')} = ${names.length - 2} more` : names.join(' = ')
}

export function entitiesOf(cohort: Cohort): readonly Entity[] {
  return tellingMembers(cohort).map((member) =>
    member.kind === 'release' ? { kind: 'release', id: releaseId(member) } : { kind: 'software', id: member.product },
  )
}

/** Destinations that are tested as one, to print. */
export function placesOf(names: readonly string[]): string {
  return some(
    names.map((name) => printable(name, 80)),
    3,
  )
}
