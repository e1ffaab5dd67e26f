import type { FastifyInstance } from 'fastify'
import { plainName } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import { type Entity, entityKey } from '../../model/entity.ts'
import { FindingList } from '../../state/finding-list.ts'
import { IncidentList } from '../../state/incident-list.ts'
import { VettedReleases } from '../../state/vetted.ts'
import type { Context } from '../context.ts'
import { knownOf } from '../lake/known.ts'
import { addRoute } from '../route.ts'
import { searchFor } from '../search.ts'
import { findingSummaryOf, incidentSummaryOf } from './summaries.ts'

const mostShown = 50

export function entityRoutes(app: FastifyInstance, context: Context): void {
  const { state, engine } = context

  addRoute(app, operations.getEntity, async ({ query: entity }) => {
    const list = new FindingList(state, new Date().toISOString())
    const filter = { entity, suppressed: 'with' } as const
    const findings = (await list.page(filter, 'severity', mostShown)).map(findingSummaryOf)
    const known = await knownOf(engine, entity)
    return {
      entity,
      ...known,
      incidents: (await new IncidentList(state).page({ entity, gone: true }, 'severity', mostShown)).map(incidentSummaryOf),
      findings,
      findingCount: await list.count(filter),
      related: [...known.related, ...alsoNamed(entity, findings)],
      vettings: (await new VettedReleases(state).list()).filter((one) => isVetted(one, entity)).map(({ hash, ...one }) => ({ id: hash, ...one })),
    }
  })

  addRoute(app, operations.search, async ({ query: { text, limit } }) => ({ items: await searchFor(context, text, limit) }))
}

/** What the same findings are about. */
function alsoNamed(entity: Entity, findings: readonly { readonly title: string; readonly about: readonly Entity[] }[]) {
  const others = new Map<string, { entity: Entity; says: string }>()
  for (const { title, about } of findings)
    for (const other of about) if (entityKey(other) !== entityKey(entity)) others.set(entityKey(other), { entity: other, says: title })
  if (others.size === 0) return []
  return [{ title: 'Named together in findings', items: [...others.values()].slice(0, mostShown), total: others.size }]
}

function isVetted({ name, version, hash }: { readonly name: string; readonly version: string; readonly hash: string }, { kind, id }: Entity): boolean {
  if (kind === 'file') return hash === id
  if (kind === 'software') return plainName(name) === plainName(id)
  const at = id.lastIndexOf('@')
  return kind === 'release' && plainName(name) === plainName(id.slice(0, at)) && version === id.slice(at + 1)
}
