import type { Insertable, Kysely, Selectable, Updateable } from 'kysely'
import type { SeenRow, SourceRow, StateSchema } from './schema.ts'

export type StoredSource = Selectable<SourceRow>

/** Notes kept per source; the rest is counted. */
export const notesKept = 20

export interface Note {
  /** 0: about the whole source. */
  readonly line: number
  readonly text: string
}

/** What is known of the evidence read so far. */
export class Sources {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** The finished source that a file was, when it had this stamp. */
  async byStamp(path: string, stamp: string): Promise<StoredSource | undefined> {
    return this.#finished().where('seen.path', '=', path).where('seen.stamp', '=', stamp).executeTakeFirst()
  }

  /** The finished source that had exactly this content once. */
  async byContent(format: string, bytes: number, hash: string): Promise<StoredSource | undefined> {
    return this.#finished().where('seen.hash', '=', hash).where('seen.bytes', '=', bytes).where('source.format', '=', format).executeTakeFirst()
  }

  #finished() {
    return this.#database.selectFrom('seen').innerJoin('source', 'source.id', 'seen.source').selectAll('source').where('source.done', '=', 1)
  }

  /** Lengths of the heads of a format's sources: which prefixes of a new file are worth hashing. */
  async headLengths(format: string): Promise<readonly number[]> {
    const rows = await this.#database.selectFrom('source').select('head_bytes').distinct().where('format', '=', format).execute()
    return rows.map((row) => row.head_bytes)
  }

  /** Sources that begin with one of these heads, the longest first. */
  async byHeads(format: string, hashes: readonly string[]): Promise<readonly StoredSource[]> {
    if (hashes.length === 0) return []
    return this.#database.selectFrom('source').selectAll().where('format', '=', format).where('head_hash', 'in', hashes).orderBy('bytes', 'desc').execute()
  }

  async add(source: Insertable<SourceRow>): Promise<number> {
    const added = await this.#database.insertInto('source').values(source).returning('id').executeTakeFirstOrThrow()
    return added.id
  }

  async update(id: number, values: Updateable<SourceRow>): Promise<void> {
    await this.#database.updateTable('source').set(values).where('id', '=', id).execute()
  }

  /** Remembers a file as a source, so that it is known at once the next time. */
  async saw(seen: Insertable<SeenRow>): Promise<void> {
    await this.#database
      .insertInto('seen')
      .values(seen)
      .onConflict((conflict) => conflict.columns(['path', 'stamp']).doUpdateSet(seen))
      .execute()
  }

  async all(): Promise<readonly StoredSource[]> {
    return this.#database.selectFrom('source').selectAll().orderBy('id').execute()
  }

  /** Those that lost rows with a damaged part of the lake, each with every path it was seen under. */
  async lost(): Promise<readonly (StoredSource & { readonly paths: readonly string[] })[]> {
    const sources = await this.#database.selectFrom('source').selectAll().where('lost', '>', 0).orderBy('id').execute()
    const ids = sources.map(({ id }) => id)
    const seen = ids.length > 0 ? await this.#database.selectFrom('seen').select(['source', 'path']).where('source', 'in', ids).execute() : []
    return sources.map((source) => ({ ...source, paths: [source.path, ...seen.flatMap(({ source: id, path }) => (id === source.id ? [path] : []))] }))
  }

  async note(source: number, notes: readonly Note[]): Promise<void> {
    if (notes.length === 0) return
    const counted = this.#database.selectFrom('note').select((count) => count.fn.countAll<number>().as('kept'))
    const { kept } = await counted.where('source', '=', source).executeTakeFirstOrThrow()
    const values = notes.slice(0, Math.max(0, notesKept - kept)).map((note) => ({ source, ...note }))
    if (values.length > 0) await this.#database.insertInto('note').values(values).execute()
  }

  async notes(): Promise<ReadonlyMap<number, readonly Note[]>> {
    const rows = await this.#database.selectFrom('note').selectAll().orderBy('source').orderBy('line').execute()
    const bySource = Map.groupBy(rows, (row) => row.source)
    return new Map([...bySource].map(([source, notes]) => [source, notes.map(({ line, text }) => ({ line, text }))]))
  }

  /** Forgets notes from a line on, and those about the whole: they belong to a part that is read again. */
  async forgetNotes(source: number, fromLine: number): Promise<void> {
    await this.#database
      .deleteFrom('note')
      .where('source', '=', source)
      .where((where) => where.or([where('line', '>=', fromLine), where('line', '=', 0)]))
      .execute()
  }
}
