import type { FastifyInstance } from 'fastify'
import { operations } from '../../contract/operations.ts'
import type { Incident } from '../../model/incident.ts'
import { IncidentList } from '../../state/incident-list.ts'
import { type Changed, Incidents } from '../../state/incidents.ts'
import type { Context } from '../context.ts'
import { afterOf, pageFrom } from '../cursor.ts'
import { entityOf } from '../entity-key.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute, etagOf } from '../route.ts'
import { incidentDetailOf } from './incident-detail.ts'
import { incidentSummaryOf } from './summaries.ts'

export function incidentRoutes(app: FastifyInstance, context: Context): void {
  const { state, events, engine, answers } = context
  const incidents = new Incidents(state)
  const list = new IncidentList(state)

  addRoute(
    app,
    operations.listIncidents,
    answers.of<typeof operations.listIncidents>(async ({ query: { cursor, limit, sort, entity, ...rest } }) => {
      const filter = { ...rest, ...(entity !== undefined && { entity: entityOf(entity) }) }
      const keys = { severity: 3, last: 2, changed: 2 }[sort]
      const rows = await list.page(filter, sort, limit + 1, afterOf(cursor, keys))
      const page = pageFrom(
        rows,
        limit,
        incidentSummaryOf,
        (row) => ({ severity: [row.severity, row.last, row.id], last: [row.last, row.id], changed: [row.changed_at, row.id] })[sort],
      )
      return { ...page, total: await list.count(filter), states: [...(await list.states(filter))] as never }
    }),
  )

  addRoute(app, operations.getIncident, async ({ params, reply }) => answer(params.id, reply))

  addRoute(app, operations.triageIncident, async ({ params: { id }, body, revision, request, reply }) => {
    held(await incidents.triage(id, body, { ...actorOf(request), at: new Date(), revision }))
    events.send({ type: 'incident', id })
    return answer(id, reply)
  })

  addRoute(app, operations.commentIncident, async ({ params: { id }, body, request, reply }) => {
    held(await incidents.comment(id, body.text, { ...actorOf(request), at: new Date() }))
    events.send({ type: 'incident', id })
    return answer(id, reply)
  })

  addRoute(app, operations.mergeIncidents, async ({ params: { id }, body, revision, request, reply }) => {
    for (const other of body.incidents)
      if (other === id || !(await incidents.byId(other))) throw new Refused('conflict', `Incident ${other} cannot be taken in.`)
    held(await incidents.merge(id, body.incidents, body.reason, { ...actorOf(request), at: new Date(), revision }))
    await rearranged()
    return answer(id, reply)
  })

  addRoute(app, operations.splitIncident, async ({ params: { id }, body, revision, request, reply }) => {
    const members = new Set((await incidents.members(id)).map(({ finding }) => finding))
    if (!body.findings.every((finding) => members.has(finding))) throw new Refused('conflict', 'Not all of these findings belong to this incident.')
    if (body.findings.length === members.size) throw new Refused('conflict', 'An incident cannot be split off from itself: leave a finding in it.')
    const { changed, id: other } = await incidents.split(id, body.findings, body.reason, { ...actorOf(request), at: new Date(), revision })
    held(changed)
    await rearranged()
    return answer(other, reply)
  })

  async function answer(id: string, reply: { header(name: string, value: string): unknown }) {
    const stored = await incidents.byId(id)
    if (!stored) throw new Refused('not-found', 'There is no such incident.')
    reply.header('etag', etagOf(stored.revision))
    return incidentDetailOf(stored, context)
  }

  /** What people moved is kept by now; the engine weighs it anew. */
  async function rearranged(): Promise<void> {
    await engine.ask<readonly Incident['id'][]>('arrange', {})
    events.send({ type: 'incident' })
  }
}

function held(changed: Changed): void {
  if (changed === 'missing') throw new Refused('not-found', 'There is no such incident.')
  if (changed === 'changed')
    throw new Refused('changed-meanwhile', 'Somebody changed the incident after you saw it.', { hint: 'Look at it again, then decide.' })
}
