import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { join, name, sql } from '../../base/sql.ts'
import type { FindingQuery } from '../../contract/finding.ts'
import type { Suppression } from '../../contract/incident.ts'
import { operations } from '../../contract/operations.ts'
import type { Entity } from '../../model/entity.ts'
import { tableNames, type tables } from '../../model/tables.ts'
import { type FindingFilter, FindingList } from '../../state/finding-list.ts'
import { Findings } from '../../state/findings.ts'
import { Sources } from '../../state/sources.ts'
import { Suppressions } from '../../state/suppressions.ts'
import type { Context } from '../context.ts'
import { afterOf, pageFrom } from '../cursor.ts'
import { entityOf } from '../entity-key.ts'
import { rowsOf } from '../lake/rows.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute } from '../route.ts'
import { findingSummaryOf } from './summaries.ts'

const mostRows = 200

export function findingRoutes(app: FastifyInstance, { state, engine, events, answers }: Context): void {
  const suppressions = new Suppressions(state)

  addRoute(
    app,
    operations.listFindings,
    answers.of<typeof operations.listFindings>(async ({ query }) => {
      const { cursor, limit, sort } = query
      const filter = filterOf(query)
      const list = new FindingList(state, new Date().toISOString())
      const keys = { severity: 3, last: 2, found: 2 }[sort]
      const rows = await list.page(filter, sort, limit + 1, afterOf(cursor, keys))
      const page = pageFrom(
        rows,
        limit,
        findingSummaryOf,
        (row) => ({ severity: [row.severity, row.last, row.id], last: [row.last, row.id], found: [row.first_found, row.id] })[sort],
      )
      const facet = async (column: 'severity' | 'analysis' | 'kind') => [...(await list.facet(filter, column))]
      return {
        ...page,
        total: await list.count(filter),
        suppressed: await list.count({ ...filter, suppressed: 'only' }),
        facets: { severity: await facet('severity'), analysis: await facet('analysis'), kind: await facet('kind') },
      }
    }),
  )

  addRoute(app, operations.getFinding, async ({ params: { id } }) => {
    const { finding, listed } = await found(id)
    const names = await sourceNames()
    const evidence = finding.evidence.map((reference) => ({ ...reference, file: names.get(reference.source) ?? '' }))
    return {
      finding: { ...finding, evidence },
      incident: listed.incident,
      suppression: listed.suppression,
      firstFound: listed.first_found,
      lastFound: listed.last_found,
    }
  })

  addRoute(app, operations.getFindingRows, async ({ params: { id } }) => {
    const { finding } = await found(id)
    const references = finding.evidence.filter(({ table }) => (tableNames as readonly string[]).includes(table)).slice(0, mostRows)
    const rows = []
    for (const [table, same] of Map.groupBy(references, (reference) => reference.table as keyof typeof tables)) {
      const places = same.map(({ source, line }) => sql`(${source}, ${line})`)
      const { rows: values } = await rowsOf(engine, sql`SELECT * FROM ${name(table)} WHERE (source, line) IN (${join(places)}) LIMIT ${mostRows}`, table)
      rows.push(...values)
    }
    const names = await sourceNames()
    const shown = rows.map((row) => ({ ...row, file: names.get(row.source) ?? '' }))
    return { rows: shown, missing: Math.max(0, references.length - shown.length) }
  })

  addRoute(app, operations.listSuppressions, async () => ({ items: await suppressionList() }))

  addRoute(app, operations.createSuppression, async ({ body: { what, reason, until }, request }) => {
    const now = new Date()
    if (until <= now.toISOString()) throw new Refused('invalid-request', 'A suppression has to end in the future.')
    const id = randomUUID()
    const { by, address } = actorOf(request)
    await suppressions.add(id, { ...what, reason, by, at: now.toISOString(), until: new Date(until).toISOString() }, address)
    await weighAnew()
    return suppressionOf(id)
  })

  addRoute(app, operations.endSuppression, async ({ params: { id }, request }) => {
    if (!(await suppressions.end(id, new Date().toISOString(), actorOf(request)))) throw new Refused('not-found', 'There is no such suppression in force.')
    await weighAnew()
    return suppressionOf(id)
  })

  async function found(id: string) {
    const [finding] = await new Findings(state).byIds([id])
    const [listed] = await new FindingList(state, new Date().toISOString()).page({ ids: [id], suppressed: 'with' }, 'last', 1)
    if (!finding || !listed) throw new Refused('not-found', 'There is no such finding, or no longer.')
    return { finding, listed }
  }

  async function sourceNames(): Promise<ReadonlyMap<number, string>> {
    return new Map((await new Sources(state).all()).map(({ id, path }) => [id, path]))
  }

  async function suppressionOf(id: string): Promise<Suppression> {
    const one = (await suppressionList()).find((known) => known.id === id)
    if (!one) throw new Refused('not-found', 'There is no such suppression.')
    return one
  }

  async function suppressionList(): Promise<Suppression[]> {
    const now = new Date().toISOString()
    return (await suppressions.list()).map(({ id, finding, analysis, entity_kind, entity_id, reason, by, at, until, ended_at, findings }) => ({
      id,
      what: {
        ...(finding !== null && { finding }),
        ...(analysis !== null && { analysis }),
        ...(entity_kind !== null && entity_id !== null && { entity: { kind: entity_kind as Entity['kind'], id: entity_id } }),
      },
      reason,
      by,
      at,
      until,
      endedAt: ended_at,
      active: ended_at === null && until > now,
      findings,
    }))
  }

  async function weighAnew(): Promise<void> {
    await engine.ask('arrange', {})
    events.send({ type: 'finding' })
    events.send({ type: 'incident' })
  }
}

function filterOf({ severity, analysis, kind, incident, entity, text, suppressed, from, until }: FindingQuery): FindingFilter {
  return { severity, analysis, kind, incident, text, suppressed, from, until, ...(entity !== undefined && { entity: entityOf(entity) }) }
}
