import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import { compareVersions } from '../base/version-order.ts'
import type { Identity } from '../releases/release.ts'
import type { Vetting } from '../releases/vetting.ts'
import type { StateSchema } from './schema.ts'

/** Releases of one name that the next one can be compared with; older ones keep their verdict only. */
const keptRecords = 20
/** Verdicts kept of one name. */
const keptVerdicts = 500
/** Files of a tree that are kept, the weightiest first; those that did not change are not. */
const keptFiles = 5000
/** Largest JSON that is kept or read, in bytes. */
const mostBytes = 512 * 2 ** 20

/** A vetted release without its details. */
export interface VettedSummary {
  readonly ecosystem: string
  readonly name: string
  readonly version: string
  readonly hash: string
  readonly word: Vetting['word']
  readonly at: string
}

/** A vetted release to compare with. */
export interface Predecessor<Record> {
  readonly record: Record
  readonly vetting: Vetting
  /** Releases in between that were blocked, and are therefore nothing to compare with: their versions. */
  readonly passedOver: readonly string[]
}

/**
 * What is remembered of vetted releases. `Record` is what a later release is compared with: hashes, traits and unit ids, not the bytes;
 * any JSON value.
 */
export class VettedReleases<Record> {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** Keeps a verdict and, with it, what the next release is compared with. The same artifact vetted again replaces what was said before. */
  async save(vetting: Vetting, record: Record): Promise<void> {
    const { identity, artifact } = vetting.release
    const key = { ecosystem: identity.ecosystem, name: identity.name, version: identity.version ?? '', hash: artifact.sha256 }
    const said = { word: vetting.word, at: vetting.at, vetting: pack(bounded(vetting)), record: pack(record) }
    await this.#database.transaction().execute(async (state) => {
      const { id } = await state
        .insertInto('vetted')
        .values({ ...key, ...said })
        .onConflict((conflict) => conflict.columns(['ecosystem', 'name', 'version', 'hash']).doUpdateSet(said))
        .returning('id')
        .executeTakeFirstOrThrow()
      const same = await state
        .selectFrom('vetted')
        .select('id')
        .where('ecosystem', '=', key.ecosystem)
        .where('name', '=', key.name)
        .orderBy('at', 'desc')
        .execute()
      const others = same.map((row) => row.id).filter((other) => other !== id)
      const [unrecorded, forgotten] = [others.slice(keptRecords - 1, keptVerdicts - 1), others.slice(keptVerdicts - 1)]
      if (unrecorded.length > 0) await state.updateTable('vetted').set({ record: null }).where('id', 'in', unrecorded).execute()
      if (forgotten.length > 0) await state.deleteFrom('vetted').where('id', 'in', forgotten).execute()
    })
  }

  /**
   * The vetted release of the same name with the highest version that is not higher than this one's (without a version: the one vetted
   * last), other than this artifact itself. One that was blocked is passed over, since what is like it would look harmless beside it.
   */
  async previousOf(identity: Identity, hash: string): Promise<Predecessor<Record> | undefined> {
    const { ecosystem, name, version } = identity
    const rows = await this.#database
      .selectFrom('vetted')
      .select(['id', 'version', 'word'])
      .where('ecosystem', '=', ecosystem)
      .where('name', '=', name)
      .where('hash', '!=', hash)
      .where('record', 'is not', null)
      .orderBy('at', 'desc')
      .execute()
    const lower = version === undefined ? rows : rows.filter((row) => row.version !== '' && compareVersions(ecosystem, row.version, version) <= 0)
    const ordered = version === undefined ? lower : lower.toSorted((a, b) => compareVersions(ecosystem, b.version, a.version))
    const at = ordered.findIndex((row) => row.word !== 'BLOCK')
    const found = ordered[at]
    if (!found) return undefined
    const whole = await this.#database.selectFrom('vetted').select(['vetting', 'record']).where('id', '=', found.id).executeTakeFirst()
    if (!whole?.record) return undefined
    return {
      record: unpack(whole.record) as Record,
      vetting: unpack(whole.vetting) as Vetting,
      passedOver: ordered.slice(0, at).map((row) => row.version),
    }
  }

  /** What was said of an artifact with these bytes, the last time. */
  async byHash(hash: string): Promise<Vetting | undefined> {
    const row = await this.#database.selectFrom('vetted').select('vetting').where('hash', '=', hash).orderBy('at', 'desc').executeTakeFirst()
    return row && (unpack(row.vetting) as Vetting)
  }

  /** Every release that was vetted, the newest verdict first. */
  async list(most = 10_000): Promise<readonly VettedSummary[]> {
    return this.#summaries().orderBy('at', 'desc').limit(most).execute() as Promise<VettedSummary[]>
  }

  /** The releases of one name, the newest verdict first. */
  async history(ecosystem: string, name: string): Promise<readonly VettedSummary[]> {
    return this.#summaries().where('ecosystem', '=', ecosystem).where('name', '=', name).orderBy('at', 'desc').execute() as Promise<VettedSummary[]>
  }

  /** What is kept of every release that can still be compared with, one by one: records are large. */
  async *records(): AsyncGenerator<{ readonly summary: VettedSummary; readonly record: Record }> {
    const rows = await this.#database.selectFrom('vetted').select('id').where('record', 'is not', null).orderBy('id').execute()
    for (const { id } of rows) {
      const row = await this.#database.selectFrom('vetted').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row?.record) continue
      const { ecosystem, name, version, hash, word, at } = row
      yield { summary: { ecosystem, name, version, hash, word: word as Vetting['word'], at }, record: unpack(row.record) as Record }
    }
  }

  #summaries() {
    return this.#database.selectFrom('vetted').select(['ecosystem', 'name', 'version', 'hash', 'word', 'at'])
  }
}

function bounded(vetting: Vetting): Vetting {
  const changed = vetting.tree.filter((file) => file.change !== 'same')
  return { ...vetting, tree: changed.length > keptFiles ? changed.toSorted((a, b) => b.points - a.points).slice(0, keptFiles) : changed }
}

function pack(value: unknown): Uint8Array {
  return zstdCompressSync(JSON.stringify(value), { params: { [constants.ZSTD_c_compressionLevel]: 6 } })
}

function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: mostBytes }).toString('utf8'))
}
