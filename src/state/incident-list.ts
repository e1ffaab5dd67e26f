import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Entity } from '../model/entity.ts'
import { likeOf } from './finding-list.ts'
import type { StateSchema } from './schema.ts'

export interface IncidentFilter {
  readonly state?: readonly string[] | undefined
  readonly severity?: readonly number[] | undefined
  readonly assignee?: string | undefined
  readonly entity?: Entity | undefined
  readonly text?: string | undefined
  /** Those that are no longer found, too. */
  readonly gone: boolean
}

export type IncidentSort = 'severity' | 'last' | 'changed'

/** Lists of incidents, without those that were taken into others. */
export class IncidentList {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  async page(filter: IncidentFilter, sort: IncidentSort, limit: number, after?: readonly (string | number)[]) {
    let query = this.#filtered(filter).selectAll()
    const order = { severity: sql.raw('severity, last, id'), last: sql.raw('last, id'), changed: sql.raw('changed_at, id') }[sort]
    if (after) query = query.where(sql<SqlBool>`(${order}) < (${sql.join([...after])})`)
    const keys = { severity: ['severity', 'last'], last: ['last'], changed: ['changed_at'] }[sort] as readonly ('severity' | 'last' | 'changed_at')[]
    for (const key of keys) query = query.orderBy(key, 'desc')
    return query.orderBy('id', 'desc').limit(limit).execute()
  }

  async count(filter: IncidentFilter): Promise<number> {
    const { count } = await this.#filtered(filter)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** How many there are in each state of triage. */
  async states(filter: IncidentFilter): Promise<readonly { readonly value: string; readonly count: number }[]> {
    const counted = this.#filtered({ ...filter, state: undefined }).select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    return (await counted.groupBy('state').execute()).map(({ state, count }) => ({ value: state, count: Number(count) }))
  }

  #filtered({ state, severity, assignee, entity, text, gone }: IncidentFilter): SelectQueryBuilder<StateSchema, 'incident', object> {
    let query = this.#database.selectFrom('incident') as SelectQueryBuilder<StateSchema, 'incident', object>
    query = query.where(sql<SqlBool>`NOT EXISTS (SELECT 1 FROM incident_merge WHERE incident_merge.incident = incident.id)`)
    if (!gone) query = query.where('present', '=', 1)
    if (state?.length) query = query.where('state', 'in', state)
    if (severity?.length) query = query.where('severity', 'in', severity)
    if (assignee !== undefined) query = query.where('assignee', '=', assignee)
    if (entity) query = query.where(sql<SqlBool>`id IN (SELECT incident FROM incident_entity WHERE kind = ${entity.kind} AND id = ${entity.id})`)
    if (text !== undefined) query = query.where(sql<SqlBool>`title LIKE ${likeOf(text)} ESCAPE '\\'`)
    return query
  }
}
