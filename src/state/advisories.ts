import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import type { Advisory } from '../advisories/advisory.ts'
import type { Hunt } from '../model/hunt.ts'
import type { StateSchema } from './schema.ts'

/** Largest JSON that is read back, in bytes. */
const mostBytes = 512 * 2 ** 20
/** Indicators kept of an answer, those that were met first; the advisory itself has them all. */
const keptIndicators = 2000

export interface StoredAdvisory {
  /** Name of the file it came from. */
  readonly file: string
  readonly advisory: Advisory
}

/** A hunt that is taken up again on new evidence, and its last answer. */
export interface StoredHunt {
  readonly id: string
  readonly advisories: readonly string[]
  /** ISO 8601, UTC: when it was first asked, and last answered. */
  readonly asked: string
  readonly answered: string
  readonly hunt: Hunt
}

/** The advisories that were hunted for, known by their content, and the hunts that they were in. */
export class Advisories {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** Keeps the advisories of a hunt and its answer. The same advisories hunted again replace the answer. */
  async save(advisories: readonly StoredAdvisory[], hunt: Hunt): Promise<void> {
    await this.#database.transaction().execute(async (state) => {
      for (const { file, advisory } of advisories) {
        const row = { id: advisory.id, sha256: advisory.sha256, file, at: hunt.at, advisory: pack(advisory) }
        await state
          .insertInto('advisory')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ file, advisory: row.advisory }))
          .execute()
      }
      const said = { answered: hunt.at, word: hunt.word, hunt: pack(bounded(hunt)) }
      const ids = advisories.map(({ advisory }) => advisory.id).sort()
      await state
        .insertInto('hunt')
        .values({ id: hunt.id, advisories: JSON.stringify(ids), asked: hunt.at, ...said })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute()
    })
  }

  /** Every hunt, the newest question first. */
  async hunts(): Promise<readonly StoredHunt[]> {
    const rows = await this.#database.selectFrom('hunt').selectAll().orderBy('asked', 'desc').orderBy('id').execute()
    return rows.map(({ id, advisories, asked, answered, hunt }) => ({
      id,
      advisories: JSON.parse(advisories) as string[],
      asked,
      answered,
      hunt: unpack(hunt) as Hunt,
    }))
  }

  async byIds(ids: readonly string[]): Promise<readonly StoredAdvisory[]> {
    if (ids.length === 0) return []
    const rows = await this.#database.selectFrom('advisory').select(['file', 'advisory']).where('id', 'in', ids).orderBy('id').execute()
    return rows.map(({ file, advisory }) => ({ file, advisory: unpack(advisory) as Advisory }))
  }
}

function bounded(hunt: Hunt): Hunt {
  return hunt.indicators.length > keptIndicators ? { ...hunt, indicators: hunt.indicators.slice(0, keptIndicators) } : hunt
}

function pack(value: unknown): Uint8Array {
  return zstdCompressSync(JSON.stringify(value), { params: { [constants.ZSTD_c_compressionLevel]: 6 } })
}

function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: mostBytes }).toString('utf8'))
}
