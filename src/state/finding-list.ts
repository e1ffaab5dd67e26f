import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Entity } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'
import type { StateSchema } from './schema.ts'
import { suppressionOf } from './suppressions.ts'

export interface FindingFilter {
  readonly severity?: readonly number[] | undefined
  readonly analysis?: readonly string[] | undefined
  readonly kind?: readonly string[] | undefined
  readonly incident?: string | undefined
  readonly entity?: Entity | undefined
  readonly ids?: readonly string[] | undefined
  readonly text?: string | undefined
  readonly suppressed: 'without' | 'with' | 'only'
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export type FindingSort = 'severity' | 'last' | 'found'

/** A finding as lists show it. `about`: JSON of the first few entities. */
export interface ListedFinding {
  readonly id: string
  readonly analysis: string
  readonly kind: Finding['kind']
  readonly title: string
  readonly severity: Finding['severity']
  readonly confidence: number
  readonly first: string
  readonly last: string
  readonly first_found: string
  readonly last_found: string
  readonly incident: string | null
  readonly suppression: string | null
  readonly about: string
}

export type FindingColumn = 'severity' | 'analysis' | 'kind'

/** Entities of a finding that a list shows. */
const mostAbout = 4

/** Lists of findings out of the state alone. `at`: the moment for which suppressions hold, ISO 8601. */
export class FindingList {
  readonly #database: Kysely<StateSchema>
  readonly #at: string

  constructor(database: Kysely<StateSchema>, at: string) {
    this.#database = database
    this.#at = at
  }

  /** The first `limit` after a position: the values of the sort, then the id. */
  async page(filter: FindingFilter, sort: FindingSort, limit: number, after?: readonly (string | number)[]): Promise<readonly ListedFinding[]> {
    const about = sql<string>`(SELECT json_group_array(json_object('kind', kind, 'id', id)) FROM (SELECT kind, id FROM finding_entity WHERE finding_entity.finding = finding.id LIMIT ${mostAbout}))`
    const columns = ['finding.id', 'analysis', 'kind', 'title', 'severity', 'confidence', 'first', 'last', 'first_found', 'last_found'] as const
    let query = this.#filtered(filter)
      .leftJoin('incident_member', 'incident_member.finding', 'finding.id')
      .select([...columns, 'incident_member.incident'])
      .select([suppressionOf(this.#at).as('suppression'), about.as('about')])
    const order = { severity: sql.raw('severity, last, finding.id'), last: sql.raw('last, finding.id'), found: sql.raw('first_found, finding.id') }[sort]
    if (after) query = query.where(sql<SqlBool>`(${order}) < (${sql.join([...after])})`)
    const keys = { severity: ['severity', 'last'], last: ['last'], found: ['first_found'] }[sort] as readonly ('severity' | 'last' | 'first_found')[]
    for (const key of keys) query = query.orderBy(key, 'desc')
    return (await query.orderBy('finding.id', 'desc').limit(limit).execute()) as unknown as ListedFinding[]
  }

  async count(filter: FindingFilter): Promise<number> {
    const { count } = await this.#filtered(filter)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** How many findings each value of a column would let through. */
  async facet(filter: FindingFilter, column: FindingColumn): Promise<readonly { readonly value: string; readonly count: number }[]> {
    const rows = await this.#filtered({ ...filter, [column]: undefined })
      .select([column, ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy(column)
      .orderBy('count', 'desc')
      .execute()
    return rows.map((row) => ({ value: String(row[column]), count: Number(row.count) }))
  }

  #filtered(filter: FindingFilter): SelectQueryBuilder<StateSchema, 'finding', object> {
    const { severity, analysis, kind, incident, entity, ids, text, suppressed, from, until } = filter
    let query = this.#database.selectFrom('finding') as SelectQueryBuilder<StateSchema, 'finding', object>
    if (severity?.length) query = query.where('severity', 'in', severity)
    if (analysis?.length) query = query.where('analysis', 'in', analysis)
    if (kind?.length) query = query.where('kind', 'in', kind)
    if (ids) query = query.where('finding.id', 'in', ids)
    if (from !== undefined) query = query.where('last', '>=', from)
    if (until !== undefined) query = query.where('first', '<=', until)
    if (text !== undefined) query = query.where(sql<SqlBool>`title LIKE ${likeOf(text)} ESCAPE '\\'`)
    if (incident !== undefined)
      query = query.where(
        sql<SqlBool>`EXISTS (SELECT 1 FROM incident_member WHERE incident_member.finding = finding.id AND incident_member.incident = ${incident})`,
      )
    if (entity) query = query.where(sql<SqlBool>`finding.id IN (SELECT finding FROM finding_entity WHERE kind = ${entity.kind} AND id = ${entity.id})`)
    if (suppressed === 'without') query = query.where(sql<SqlBool>`${suppressionOf(this.#at)} IS NULL`)
    if (suppressed === 'only') query = query.where(sql<SqlBool>`${suppressionOf(this.#at)} IS NOT NULL`)
    return query
  }
}

/** Every value that holds the text, whatever is special in a pattern. */
export function likeOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
