import { plural, printable } from '../base/text.ts'
import { type Entity, entityKey } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'
import { explaining } from './group.ts'
import { isOfAccount } from './join-accounts.ts'

/** Why a finding belongs to its incident, in one plain sentence. `together`: all findings of the incident. */
export function whyMember(finding: Finding, together: readonly Finding[]): string {
  const others = together.filter(({ id }) => id !== finding.id)
  if (others.length === 0) return 'It is the whole incident.'
  const release = explaining(together)
  if (finding.kind === 'explains' && finding.about.some((entity) => entityKey(entity) === release)) {
    return `It names ${nameOf(release ?? '')}, which explains what the others saw.`
  }
  const shared = sharedEntity(finding, others)
  if (shared && shared.entity.kind !== 'host') return sharing(shared, shared.entity.kind === 'account' ? near(finding, others) : '')
  if (release !== undefined && !isOfAccount(finding) && others.some((other) => other.kind === 'explains')) {
    return `${nameOf(release)} explains it, as it explains the rest.`
  }
  if (shared) return sharing(shared, near(finding, others))
  return 'It was put here by hand.'
}

interface Shared {
  readonly entity: Entity
  readonly count: number
}

function sharing({ entity, count }: Shared, time: string): string {
  return `It is about ${nameOf(entityKey(entity))}, as ${plural(count, 'other finding')} here${time}.`
}

const weighty: readonly Entity['kind'][] = ['destination', 'file', 'release', 'account', 'host']

/** What it shares with most of the others; a destination or file says more than a host. */
function sharedEntity(finding: Finding, others: readonly Finding[]): Shared | undefined {
  const keys = others.map((other) => new Set(other.about.map(entityKey)))
  return finding.about
    .map((entity) => ({ entity, count: keys.filter((has) => has.has(entityKey(entity))).length }))
    .filter(({ entity, count }) => count > 0 && weighty.includes(entity.kind))
    .sort((a, b) => weighty.indexOf(a.entity.kind) - weighty.indexOf(b.entity.kind) || b.count - a.count)[0]
}

function near(finding: Finding, others: readonly Finding[]): string {
  const overlapping = others.some((other) => finding.first <= other.last && other.first <= finding.last)
  if (overlapping) return ', at the same time'
  return others.every((other) => other.last < finding.first) ? ', soon after' : ''
}

/** `release:thing@1.2` → `release thing 1.2`. */
function nameOf(key: string): string {
  const at = key.indexOf(':')
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)]
  return `${kind} ${printable(kind === 'release' ? id.replace(/@(?=[^@]*$)/, ' ') : id, 80)}`
}
