import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { AdvisoryFile } from '../assess/read-advisories.ts'
import type { StateSchema } from '../state/schema.ts'
import { Refused } from './problem.ts'

/** Largest file for a hunt or a vetting, in bytes. */
const mostUploadBytes = 2 ** 30
/** Milliseconds after which an upload is forgotten. */
const kept = 24 * 3600_000

export interface Upload {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sha256: string
}

/** Files that came over HTTP for a hunt or a vetting. Each lies in a folder of its own, under a name that is safe. */
export class UploadStore {
  readonly #state: Kysely<StateSchema>
  readonly #folder: string

  constructor(state: Kysely<StateSchema>, workspace: string) {
    this.#state = state
    this.#folder = join(workspace, 'uploads')
  }

  /** Writes the bytes under another name first: a file that is there is whole. Throws `too-large`. */
  async keep(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Upload> {
    const id = randomUUID()
    const folder = join(this.#folder, id)
    const path = join(folder, safeName(name))
    const hash = createHash('sha256')
    let size = 0
    await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      await pipeline(
        bytes,
        async function* (parts: AsyncIterable<Uint8Array>) {
          for await (const part of parts) {
            size += part.length
            if (size > mostUploadBytes) throw new Refused('too-large', `A file may have ${mostUploadBytes} bytes.`)
            hash.update(part)
            yield part
          }
        },
        createWriteStream(`${path}.part`, { mode: 0o600, flush: true }),
      )
      await rename(`${path}.part`, path)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
    const upload = { id, name: safeName(name), size, sha256: hash.digest('hex') }
    await this.#state
      .insertInto('upload')
      .values({ ...upload, at: new Date().toISOString() })
      .execute()
    return upload
  }

  /** Where an upload lies. Throws `not-found`. */
  async placed(id: string): Promise<string> {
    const row = await this.#state.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst()
    const path = row && join(this.#folder, row.id, row.name)
    if (!path || !(await stat(path).catch(() => undefined)))
      throw new Refused('not-found', 'This upload is not there, or no longer.', { hint: 'Upload the file again.' })
    return path
  }

  async files(ids: readonly string[]): Promise<readonly AdvisoryFile[]> {
    const files: AdvisoryFile[] = []
    for (const id of ids) {
      const path = await this.placed(id)
      files.push({ path, name: path.slice(path.lastIndexOf('/') + 1) })
    }
    return files
  }

  /** Forgets what is older than a day, and what a service that was killed left half-written. */
  async clean(now: Date): Promise<void> {
    const old = new Date(now.getTime() - kept).toISOString()
    // What a job waits to read stays, however long it waits.
    const wanted = sql<SqlBool>`EXISTS (SELECT 1 FROM job WHERE job.state IN ('queued', 'running') AND instr(job.input, upload.id) > 0)`
    await this.#state
      .deleteFrom('upload')
      .where('at', '<', old)
      .where(({ not }) => not(wanted))
      .execute()
    const known = new Set((await this.#state.selectFrom('upload').select('id').execute()).map(({ id }) => id))
    for (const id of await readdir(this.#folder).catch(() => [])) if (!known.has(id)) await rm(join(this.#folder, id), { recursive: true, force: true })
  }
}

/** The last part of a name without what a file system or a reader could take for something else. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const safe = last
    .replace(/[^\p{L}\p{N} ._+@=,()[\]-]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, 200)
  return safe === '' ? 'upload' : safe
}
