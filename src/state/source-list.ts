import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { likeOf } from './finding-list.ts'
import type { StateSchema } from './schema.ts'
import type { StoredSource } from './sources.ts'

export interface SourceFilter {
  readonly format?: readonly string[] | undefined
  readonly outcome?: readonly StoredSource['outcome'][] | undefined
  readonly text?: string | undefined
}

/** A source with the number of its notes. */
export type ListedSource = StoredSource & { readonly notes: number }

const notesOf = sql<number>`(SELECT count(*) FROM note WHERE note.source = source.id)`

/** Lists of evidence that was read. */
export class SourceList {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** By the newest or by the path; after a position: the id, or path and id. */
  async page(filter: SourceFilter, sort: 'newest' | 'file', limit: number, after?: readonly (string | number)[]): Promise<readonly ListedSource[]> {
    let query = this.#filtered(filter).selectAll('source').select(notesOf.as('notes'))
    if (sort === 'file') {
      if (after) query = query.where(sql<SqlBool>`(path, id) > (${sql.join([...after])})`)
      query = query.orderBy('path').orderBy('id')
    } else {
      if (after) query = query.where('id', '<', Number(after[0]))
      query = query.orderBy('id', 'desc')
    }
    return query.limit(limit).execute()
  }

  async byId(id: number): Promise<ListedSource | undefined> {
    return this.#database.selectFrom('source').selectAll('source').select(notesOf.as('notes')).where('id', '=', id).executeTakeFirst()
  }

  async count(filter: SourceFilter): Promise<number> {
    const { count } = await this.#filtered(filter)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  async formats(): Promise<readonly { readonly value: string; readonly count: number }[]> {
    return [...(await this.byFormat())].map(([value, { sources }]) => ({ value, count: sources })).sort((a, b) => b.count - a.count)
  }

  async byFormat(): Promise<ReadonlyMap<string, { readonly sources: number; readonly notes: number }>> {
    const counted = this.#database
      .selectFrom('source')
      .select(({ fn }) => ['format', fn.countAll<number>().as('sources'), sql<number>`sum(${notesOf})`.as('notes')])
    const rows = await counted.groupBy('format').execute()
    return new Map(rows.map(({ format, sources, notes }) => [format, { sources: Number(sources), notes: Number(notes) }]))
  }

  /** Files that the last look at their folder did not read. */
  async skippedFiles(): Promise<readonly { readonly file: string; readonly why: string }[]> {
    return this.#database.selectFrom('skipped_file').selectAll().orderBy('file').limit(5000).execute()
  }

  #filtered({ format, outcome, text }: SourceFilter): SelectQueryBuilder<StateSchema, 'source', object> {
    let query = this.#database.selectFrom('source') as SelectQueryBuilder<StateSchema, 'source', object>
    if (format?.length) query = query.where('format', 'in', format)
    if (outcome?.length) query = query.where('outcome', 'in', outcome)
    if (text !== undefined) query = query.where(sql<SqlBool>`path LIKE ${likeOf(text)} ESCAPE '\\'`)
    return query
  }
}
