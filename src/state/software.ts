import { type Kysely, type SqlBool, sql } from 'kysely'
import { likeOf } from './finding-list.ts'
import type { SoftwareRow, StateSchema } from './schema.ts'

/** Rows of one statement: SQLite takes 32,766 values at once. */
const batch = 1000

/** Replaces what is known of installed releases by what the lake says now. */
export async function keepSoftware(database: Kysely<StateSchema>, rows: readonly SoftwareRow[]): Promise<void> {
  await database.transaction().execute(async (state) => {
    await state.deleteFrom('software').execute()
    for (let from = 0; from < rows.length; from += batch)
      await state
        .insertInto('software')
        .values(rows.slice(from, from + batch))
        .execute()
  })
}

/** Says anew which of these files, or of the files of a folder, were not read. */
export async function keepSkipped(
  database: Kysely<StateSchema>,
  looked: string | readonly string[],
  skipped: readonly { readonly file: string; readonly why: string }[],
): Promise<void> {
  await database.transaction().execute(async (state) => {
    const old = state.deleteFrom('skipped_file')
    if (typeof looked === 'string') await old.where(sql<string>`substr(file, 1, ${looked.length})`, '=', looked).execute()
    else for (const file of looked) await old.where('file', '=', file).execute()
    for (const { file, why } of skipped) {
      await state
        .insertInto('skipped_file')
        .values({ file, why })
        .onConflict((conflict) => conflict.column('file').doUpdateSet({ why }))
        .execute()
    }
  })
}

/** What products have to have: words in their name or their vendor's, and a vendor exactly. */
export interface SoftwareFilter {
  readonly text?: string | undefined
  readonly vendor?: string | undefined
}

/** Vendors that are offered to choose from. */
const mostVendors = 500

export type SoftwareSort = 'hosts' | 'name' | 'severity'

/** The gravest finding about a product or release: entities are called `product` and `product@version`. */
const severityOf = (called: ReturnType<typeof sql>) =>
  sql<number | null>`(SELECT max(finding.severity) FROM finding_entity JOIN finding ON finding.id = finding_entity.finding WHERE ${called})`

/** Installed software out of the state alone, as of the last assessment. */
export class SoftwareList {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** Products by the most hosts, by name or by the gravest finding; after a position: the value of the sort and the name. */
  async products(filter: SoftwareFilter, sort: SoftwareSort, limit: number, after?: readonly (string | number)[]) {
    const about = sql`(finding_entity.kind = 'release' AND finding_entity.id IN (SELECT product || '@' || version FROM software AS release WHERE release.product = software.product))
      OR (finding_entity.kind = 'software' AND finding_entity.id = software.product)`
    const grouped = this.#matching(filter)
      .select(({ fn }) => [
        'product',
        sql<string>`max(vendor)`.as('vendor'),
        fn.countAll<number>().as('releases'),
        fn.max<number>('hosts').as('most'),
        fn.sum<number>('hosts').as('hosts'),
        severityOf(about).as('severity'),
      ])
      .groupBy('product')
    let query = this.#database.selectFrom(grouped.as('product')).selectAll()
    if (sort === 'name') {
      if (after) query = query.where('product', '>', String(after[0]))
      query = query.orderBy('product')
    } else {
      const key = sort === 'hosts' ? sql<number>`hosts` : sql<number>`ifnull(severity, 0)`
      if (after) query = query.where(sql<SqlBool>`(${key} < ${after[0]} OR (${key} = ${after[0]} AND product > ${after[1]}))`)
      query = query.orderBy(key, 'desc').orderBy('product')
    }
    const rows = await query.limit(limit).execute()
    return rows.map(({ most: _, ...row }) => ({ ...row, hosts: Number(row.hosts), releases: Number(row.releases) }))
  }

  async count(filter: SoftwareFilter): Promise<number> {
    const { count } = await this.#matching(filter).select(sql<number>`count(DISTINCT product)`.as('count')).executeTakeFirstOrThrow()
    return Number(count)
  }

  async releases(product: string) {
    const about = sql`finding_entity.kind = 'release' AND finding_entity.id = software.product || '@' || software.version`
    return this.#database.selectFrom('software').selectAll().select(severityOf(about).as('severity')).where('product', '=', product).execute()
  }

  /** How many findings are about a product or one of its releases. */
  async findings(product: string): Promise<number> {
    const { count } = await this.#database
      .selectFrom('finding_entity')
      .select(sql<number>`count(DISTINCT finding)`.as('count'))
      .where((where) =>
        where.or([
          where.and([where('kind', '=', 'software'), where('id', '=', product)]),
          where.and([
            where('kind', '=', 'release'),
            where('id', 'in', sql<string>`(SELECT product || '@' || version FROM software WHERE product = ${product})`),
          ]),
        ]),
      )
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Vendors and how many products each has, those of most first. */
  async vendors(text: string | undefined): Promise<{ readonly value: string; readonly count: number }[]> {
    const rows = await this.#matching({ text })
      .select(['vendor as value', sql<number>`count(DISTINCT product)`.as('count')])
      .where('vendor', '!=', '')
      .groupBy('vendor')
      .orderBy('count', 'desc')
      .orderBy('vendor')
      .limit(mostVendors)
      .execute()
    return rows.map(({ value, count }) => ({ value, count: Number(count) }))
  }

  #matching({ text, vendor }: SoftwareFilter) {
    let query = this.#database.selectFrom('software')
    if (text !== undefined) query = query.where(sql<SqlBool>`(product LIKE ${likeOf(text)} ESCAPE '\\' OR vendor LIKE ${likeOf(text)} ESCAPE '\\')`)
    return vendor === undefined ? query : query.where('vendor', '=', vendor)
  }
}
