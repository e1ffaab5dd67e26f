import { constants, zstdCompressSync } from 'node:zlib'
import { type Kysely, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { appendAudit } from './audit.ts'
import type { JobRow, StateSchema } from './schema.ts'

export type StoredJob = Selectable<JobRow>

export interface JobFilter {
  readonly state?: readonly string[] | undefined
  readonly kind?: readonly string[] | undefined
}

/** Jobs that are kept with what came of them. */
const keptJobs = 500
const keptResults = 50

/** Long work: what was asked, how far it is, what came of it. */
export class Jobs {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** With an address, from which somebody asked for it, it is kept in the audit log, too. */
  async add(job: Pick<StoredJob, 'id' | 'kind' | 'title' | 'input' | 'by' | 'created_at'>, address?: string): Promise<void> {
    const begun = { state: 'queued', progress: null, started_at: null, ended_at: null, problem: null, leads_to: null, attempts: 0 }
    await this.#database.transaction().execute(async (state) => {
      await state
        .insertInto('job')
        .values({ ...job, ...begun })
        .execute()
      if (address !== undefined) await appendAudit(state, { by: job.by, address, action: 'job-started', about: `${job.kind} ${job.id}`, says: job.title })
    })
  }

  async byId(id: string): Promise<StoredJob | undefined> {
    return this.#database.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** The newest first; after a position: time and id. */
  async page(filter: JobFilter, limit: number, after?: readonly (string | number)[]): Promise<readonly StoredJob[]> {
    let query = this.#filtered(filter).selectAll()
    if (after) query = query.where(sql<SqlBool>`(created_at, id) < (${sql.join([...after])})`)
    return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  }

  async count(filter: JobFilter): Promise<number> {
    const { count } = await this.#filtered(filter)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  #filtered({ state, kind }: JobFilter): SelectQueryBuilder<StateSchema, 'job', object> {
    let query = this.#database.selectFrom('job') as SelectQueryBuilder<StateSchema, 'job', object>
    if (state?.length) query = query.where('state', 'in', state)
    if (kind?.length) query = query.where('kind', 'in', kind)
    return query
  }

  async update(id: string, values: Partial<Omit<StoredJob, 'id'>>): Promise<void> {
    await this.#database.updateTable('job').set(values).where('id', '=', id).execute()
  }

  /** Those that wait, the oldest first. */
  async waiting(): Promise<readonly StoredJob[]> {
    return this.#database.selectFrom('job').selectAll().where('state', '=', 'queued').orderBy(sql`rowid`).execute()
  }

  /** After a restart: what ran waits again, unless it was begun too often: then it fails with this problem. */
  async resume(mostAttempts: number, problem: string, at: string): Promise<void> {
    await this.#database.transaction().execute(async (state) => {
      const running = state.updateTable('job').where('state', '=', 'running')
      await running.where('attempts', '>=', mostAttempts).set({ state: 'failed', problem, ended_at: at, progress: null }).execute()
      await running.set({ state: 'queued', progress: null }).execute()
    })
  }

  /** Keeps what came of a job, and forgets the oldest. */
  async keepResult(job: string, result: unknown): Promise<void> {
    const packed = zstdCompressSync(JSON.stringify(result), { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
    await this.#database.transaction().execute(async (state) => {
      await state
        .insertInto('job_result')
        .values({ job, result: packed })
        .onConflict((conflict) => conflict.column('job').doUpdateSet({ result: packed }))
        .execute()
      // In the order in which they came, whatever the clock said.
      const newest = state.selectFrom('job').select('id').orderBy(sql`rowid`, 'desc')
      await state.deleteFrom('job_result').where('job', 'not in', newest.limit(keptResults)).execute()
      await state.deleteFrom('job').where('state', 'not in', ['queued', 'running']).where('id', 'not in', newest.limit(keptJobs)).execute()
    })
  }

  /** JSON, Zstandard. */
  async result(job: string): Promise<Uint8Array | undefined> {
    return (await this.#database.selectFrom('job_result').select('result').where('job', '=', job).executeTakeFirst())?.result
  }
}
