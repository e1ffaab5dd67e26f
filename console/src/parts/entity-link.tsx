import IconArrowRight from '@tabler/icons-react/icons/IconArrowRight'
import IconCloud from '@tabler/icons-react/icons/IconCloud'
import IconDatabase from '@tabler/icons-react/icons/IconDatabase'
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop'
import IconFile from '@tabler/icons-react/icons/IconFile'
import IconPackage from '@tabler/icons-react/icons/IconPackage'
import IconUser from '@tabler/icons-react/icons/IconUser'
import { Link } from '@tanstack/react-router'
import { printable } from '../../../src/base/text.ts'
import type { Entity, EntityKind } from '../../../src/model/entity.ts'
import './entity-link.css'

const icons: Readonly<Record<EntityKind, typeof IconFile>> = {
  host: IconDeviceDesktop,
  account: IconUser,
  software: IconPackage,
  release: IconPackage,
  destination: IconCloud,
  file: IconFile,
  source: IconDatabase,
}

/** One step from a value to everything that is known of it. Names come from evidence: what cannot be seen in them is shown as an escape. */
export function EntityLink({ entity, text }: { readonly entity: Entity; readonly text?: string }) {
  const Icon = icons[entity.kind] ?? IconArrowRight
  return (
    <Link to="/entity/$kind/$id" params={{ kind: entity.kind, id: entity.id }} className="entity-link" preload={false}>
      <Icon size={14} stroke={1.7} aria-hidden="true" />
      <span className="hidden">{entity.kind} </span>
      {printable(text ?? entity.id, 120)}
    </Link>
  )
}

/** A value that may have a page of its own, or none. */
export function EntityText({ entity, text }: { readonly entity: Entity | undefined; readonly text: string }) {
  return entity ? <EntityLink entity={entity} text={text} /> : <code>{printable(text, 200)}</code>
}
