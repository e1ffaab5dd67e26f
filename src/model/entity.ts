/** What a finding speaks of. Two entities are the same when kind and id are. */
export type EntityKind = 'host' | 'account' | 'software' | 'release' | 'destination' | 'file' | 'source'

export interface Entity {
  readonly kind: EntityKind
  /** Host name or address · product · product@version · domain or address · hash. */
  readonly id: string
}

export function entityKey(entity: Entity): string {
  return `${entity.kind}:${entity.id}`
}
