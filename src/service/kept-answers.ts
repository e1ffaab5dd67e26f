import type { FastifyReply } from 'fastify'
import { type Kysely, sql } from 'kysely'
import type { Operation } from '../contract/operation.ts'
import type { StateSchema } from '../state/schema.ts'
import { type Handler, Prepared } from './route.ts'

/** Milliseconds for which an answer is given again: some go by the time, or by what is only in memory. */
const freshFor = 1000
/** Answers that are kept, and the longest of them, in bytes. */
const mostAnswers = 200
const mostBytes = 2 ** 20

interface Kept {
  readonly at: number
  readonly bytes: Promise<Buffer>
}

/**
 * Gives the answer of a list again as long as nothing in the state has changed, whoever changed it: the engine writes there, too. Only for answers that do not
 * depend on who asks. Many who ask the same at once wait for one answer.
 */
export class KeptAnswers {
  readonly #state: Kysely<StateSchema>
  readonly #kept = new Map<string, Kept>()
  #revision = ''

  constructor(state: Kysely<StateSchema>) {
    this.#state = state
  }

  /** A handler whose answers are kept. */
  of<One extends Operation>(handler: Handler<One>): Handler<One> {
    return async (asked) => new Prepared(await this.#answer(asked.request.url, asked.reply, async () => handler(asked)))
  }

  async #answer(url: string, reply: FastifyReply, make: () => Promise<unknown>): Promise<Buffer> {
    const revision = await this.#revisionNow()
    if (revision !== this.#revision) {
      this.#revision = revision
      this.#kept.clear()
    }
    const now = performance.now()
    const known = this.#kept.get(url)
    if (known && now - known.at < freshFor) return known.bytes
    const bytes = make().then((given) => Buffer.from(String(reply.serialize(given as string))))
    this.#keep(url, { at: now, bytes })
    return bytes
  }

  #keep(url: string, kept: Kept): void {
    if (this.#kept.size >= mostAnswers) this.#kept.clear()
    this.#kept.set(url, kept)
    const forget = () => this.#kept.get(url) === kept && this.#kept.delete(url)
    // What failed is asked anew, and what is too long is not worth its room.
    kept.bytes.then(({ length }) => length > mostBytes && forget(), forget)
  }

  /** Changes with every change to the state: the rows that this connection has changed, and SQLite's own count of what others have written. */
  async #revisionNow(): Promise<string> {
    const { rows } = await sql<{ revision: string }>`SELECT total_changes() || '/' || data_version AS revision FROM pragma_data_version`.execute(this.#state)
    return rows[0]?.revision ?? ''
  }
}
