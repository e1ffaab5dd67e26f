import type { FastifyInstance } from 'fastify'
import { isoFromSeconds } from '../../base/time.ts'
import { operations } from '../../contract/operations.ts'
import { tables } from '../../model/tables.ts'
import { appendAudit } from '../../state/audit.ts'
import type { Context } from '../context.ts'
import { actorOf } from '../login/actor.ts'
import { Refused } from '../problem.ts'
import { agesStatement, agingTables, keepRetention, type RetentionDays, readRetention } from '../retention.ts'
import { addRoute, etagOf } from '../route.ts'

interface Age {
  readonly table: string
  readonly rows: number
  readonly oldest: number | null
}

export function retentionRoutes(app: FastifyInstance, { state, engine, events }: Context): void {
  addRoute(app, operations.getRetention, async ({ reply }) => {
    const { revision } = await readRetention(state)
    reply.header('etag', etagOf(revision))
    return await shown()
  })

  addRoute(app, operations.changeRetention, async ({ body, revision, request, reply }) => {
    const before = await readRetention(state)
    if (before.revision !== revision) throw new Refused('changed-meanwhile', 'Somebody changed it after you saw it.')
    const unknown = Object.keys(body.days).find((table) => !(agingTables as readonly string[]).includes(table))
    if (unknown !== undefined) throw new Refused('invalid-request', `Rows of ${unknown} have no age.`)
    const days = Object.fromEntries(Object.entries({ ...before.days, ...body.days }).filter(([, kept]) => kept !== null)) as RetentionDays
    await state.transaction().execute(async (transaction) => {
      await keepRetention(transaction, { revision: revision + 1, days })
      const says = `Rows are kept for: ${JSON.stringify(days)} days.`
      await appendAudit(transaction, { ...actorOf(request), action: 'retention-changed', about: 'retention', says })
    })
    events.send({ type: 'settings' })
    reply.header('etag', etagOf(revision + 1))
    return await shown()
  })

  async function shown() {
    const { revision, days } = await readRetention(state)
    const ages = new Map((await engine.ask<readonly Age[]>('rows', { text: agesStatement().text })).map((age) => [age.table, age]))
    return {
      tables: agingTables.map((table) => {
        const age = ages.get(table)
        const oldest = age?.oldest ?? null
        return { table, title: tables[table].title, days: days[table] ?? null, rows: age?.rows ?? 0, oldest: oldest === null ? null : isoFromSeconds(oldest) }
      }),
      etag: etagOf(revision),
    }
  }
}
