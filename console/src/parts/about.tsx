import { Button } from '@mantine/core'
import { useState } from 'react'
import { number } from '../../../src/base/text.ts'
import type { Entity, EntityKind } from '../../../src/model/entity.ts'
import { EntityLink } from './entity-link.tsx'

const names: Readonly<Record<EntityKind, readonly [one: string, many: string]>> = {
  host: ['Host', 'Hosts'],
  account: ['Account', 'Accounts'],
  software: ['Software', 'Software'],
  release: ['Release', 'Releases'],
  destination: ['Destination', 'Destinations'],
  file: ['File', 'Files'],
  source: ['Source', 'Sources'],
}

const most = 12

/** What something is about, by kind, each a step away. */
export function About({ about }: { readonly about: readonly Entity[] }) {
  return (
    <dl className="facts">
      {[...Map.groupBy(about, ({ kind }) => kind)].map(([kind, entities]) => (
        <Entities key={kind} name={names[kind][entities.length === 1 ? 0 : 1]} entities={entities} />
      ))}
    </dl>
  )
}

function Entities({ name, entities }: { readonly name: string; readonly entities: readonly Entity[] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <EntityList entities={entities} />
      </dd>
    </>
  )
}

/** The first few, and the rest when asked for. */
function EntityList({ entities }: { readonly entities: readonly Entity[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? entities : entities.slice(0, most)
  const rest = entities.length - shown.length
  return (
    <div className="entity-list">
      {shown.map((entity) => (
        <EntityLink key={`${entity.kind}:${entity.id}`} entity={entity} />
      ))}
      {rest > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          and {number(rest)} more
        </Button>
      )}
    </div>
  )
}
