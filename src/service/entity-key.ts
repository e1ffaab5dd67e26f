import { entityKind } from '../contract/finding.ts'
import type { Entity } from '../model/entity.ts'
import { Refused } from './problem.ts'

/** `host:pc-7` → what it names. Throws `invalid-request`. */
export function entityOf(key: string): Entity {
  const at = key.indexOf(':')
  const kind = entityKind.safeParse(key.slice(0, at))
  if (!kind.success || at === key.length - 1) throw new Refused('invalid-request', 'An entity is named as kind:id, for example host:pc-7.')
  return { kind: kind.data, id: key.slice(at + 1) }
}
