import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { ChannelRow, OutboxRow, StateSchema } from './schema.ts'

export type StoredChannel = Selectable<ChannelRow>
export type StoredMessage = Selectable<OutboxRow>

/** Where notifications go, and those that wait to be sent. */
export class Channels {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  async all(): Promise<readonly StoredChannel[]> {
    return this.#database.selectFrom('channel').selectAll().orderBy('name').orderBy('id').execute()
  }

  async byId(id: string): Promise<StoredChannel | undefined> {
    return this.#database.selectFrom('channel').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** A new channel is told of what comes, not of what is there already. */
  async add(channel: Omit<StoredChannel, 'id' | 'last'>): Promise<string> {
    const id = randomUUID()
    await this.#database.transaction().execute(async (state) => {
      await state
        .insertInto('channel')
        .values({ ...channel, id, last: null })
        .execute()
      const there = await state.selectFrom('incident').select(['id as incident', 'severity']).execute()
      for (const one of there)
        await state
          .insertInto('notified')
          .values({ channel: id, ...one })
          .execute()
    })
    return id
  }

  async change(id: string, values: Partial<Omit<StoredChannel, 'id'>>): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.updateTable('channel').set(values).where('id', '=', id).executeTakeFirst()
    return numUpdatedRows > 0n
  }

  async remove(id: string): Promise<boolean> {
    return this.#database.transaction().execute(async (state) => {
      await state.deleteFrom('outbox').where('channel', '=', id).execute()
      await state.deleteFrom('notified').where('channel', '=', id).execute()
      return (await state.deleteFrom('channel').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n
    })
  }

  /** Incidents that a channel is to be told of and was not at this severity: they are put into its outbox and remembered in one step. */
  async queue(channel: StoredChannel, now: Date, messageOf: (incident: string) => string): Promise<number> {
    return this.#database.transaction().execute(async (state) => {
      const fresh = await state
        .selectFrom('incident')
        .leftJoin('notified', (join) => join.onRef('notified.incident', '=', 'incident.id').on('notified.channel', '=', channel.id))
        .select(['incident.id as incident', 'incident.severity as severity', 'incident.incident as text'])
        .where('incident.present', '=', 1)
        .where('incident.severity', '>=', channel.least_severity)
        .where('incident.state', 'not in', ['resolved', 'innocent'])
        .where((where) => where.or([where('notified.severity', 'is', null), where('notified.severity', '<', where.ref('incident.severity'))]))
        .execute()
      for (const { incident, severity, text } of fresh) {
        const row = { id: randomUUID(), channel: channel.id, message: messageOf(text), attempts: 0, next_at: now.getTime(), created_at: now.toISOString() }
        await state.insertInto('outbox').values(row).execute()
        await state
          .insertInto('notified')
          .values({ channel: channel.id, incident, severity })
          .onConflict((conflict) => conflict.columns(['channel', 'incident']).doUpdateSet({ severity }))
          .execute()
      }
      return fresh.length
    })
  }

  /** Messages whose time has come, the oldest first. One that waits longer than `longestWait` milliseconds does so by a clock that was set back meanwhile. */
  async due(now: Date, longestWait: number, most = 50): Promise<readonly StoredMessage[]> {
    const due = this.#database.selectFrom('outbox').selectAll()
    const time = due.where((where) => where.or([where('next_at', '<=', now.getTime()), where('next_at', '>', now.getTime() + longestWait)]))
    return time.orderBy('created_at').orderBy('id').limit(most).execute()
  }

  async sent(id: string): Promise<void> {
    await this.#database.deleteFrom('outbox').where('id', '=', id).execute()
  }

  async postpone(id: string, attempts: number, next: number): Promise<void> {
    await this.#database.updateTable('outbox').set({ attempts, next_at: next }).where('id', '=', id).execute()
  }

  async waiting(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database
      .selectFrom('outbox')
      .select(({ fn }) => ['channel', fn.countAll<number>().as('count')])
      .groupBy('channel')
      .execute()
    return new Map(rows.map(({ channel, count }) => [channel, count]))
  }
}
