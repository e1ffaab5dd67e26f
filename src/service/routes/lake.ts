import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { operations } from '../../contract/operations.ts'
import type { LakeQuery } from '../../contract/query.ts'
import { tables } from '../../model/tables.ts'
import { appendAudit } from '../../state/audit.ts'
import type { Context } from '../context.ts'
import { answerOf } from '../lake/ask.ts'
import { columnsOf } from '../lake/rows.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { addRoute } from '../route.ts'
import { coverageOf } from './incident-detail.ts'

export function lakeRoutes(app: FastifyInstance, { state, engine }: Context): void {
  addRoute(app, operations.askLake, async ({ body, reply }) => {
    // Who goes away needs no answer: the engine may stop.
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    return answerOf(engine, body, gone.signal)
  })

  addRoute(app, operations.listTables, async () => {
    const rows = Map.groupBy(await coverageOf(state), ({ table }) => table)
    return {
      items: Object.entries(tables).map(([name, { title }]) => ({
        name,
        title,
        rows: rows.get(name)?.reduce((sum, one) => sum + one.rows, 0) ?? 0,
        columns: Object.entries(columnsOf(name as keyof typeof tables)).map(([column, { type, doc }]) => ({ name: column, type, doc })),
      })),
    }
  })

  addRoute(app, operations.listQueries, async () => {
    const rows = await state.selectFrom('saved_query').selectAll().orderBy('name').execute()
    return { items: rows.map((row) => ({ ...row, query: JSON.parse(row.query) as LakeQuery })) }
  })

  addRoute(app, operations.saveQuery, async ({ body: { name, query }, request }) => {
    const saved = { id: randomUUID(), name, by: actorOf(request).by, at: new Date().toISOString() }
    await state.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('saved_query')
        .values({ ...saved, query: JSON.stringify(query) })
        .execute()
      await appendAudit(transaction, { ...actorOf(request), action: 'query-saved', about: `query ${saved.id}`, says: name })
    })
    return { ...saved, query }
  })

  addRoute(app, operations.deleteQuery, async ({ params: { id }, request }) => {
    await state.transaction().execute(async (transaction) => {
      const gone = await transaction.deleteFrom('saved_query').where('id', '=', id).returning('name').executeTakeFirst()
      if (!gone) throw new Refused('not-found', 'There is no such saved query.')
      await appendAudit(transaction, { ...actorOf(request), action: 'query-deleted', about: `query ${id}`, says: gone.name })
    })
    return undefined
  })
}
