import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const stateSchema = z.object({
  from: z.string(),
  /** ISO 8601 */
  fetchedAt: z.string(),
  etag: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  records: z.number(),
  /** ISO 8601; '' where the data does not say. */
  dated: z.string(),
})

/** What is known of the copy that is kept. */
export type KeptCopy = z.output<typeof stateSchema>

const tryStateSchema = z.object({ at: z.string(), problem: z.string() })

/** The last try, and why it brought nothing; '' where it did. */
export type LastTry = z.output<typeof tryStateSchema>

/** The folder of one feed in the workspace: its last good copy, what is known of it, and the last try. */
export class FeedFolder {
  readonly path: string
  readonly file: string

  constructor(workspace: string, name: string, file: string) {
    this.path = join(workspace, 'feeds', name)
    this.file = join(this.path, file)
  }

  /** Where a new copy is put together: in the same folder, so that it can take the place of the old one at once. */
  get unfinished(): string {
    mkdirSync(this.path, { recursive: true })
    return join(this.path, 'unfinished')
  }

  get kept(): KeptCopy | undefined {
    return this.#read('copy.json', stateSchema)
  }

  get lastTry(): LastTry | undefined {
    return this.#read('try.json', tryStateSchema)
  }

  /** The unfinished copy takes the place of the old one. */
  keep(copy: KeptCopy): void {
    renameSync(this.unfinished, this.file)
    this.#write('copy.json', copy)
  }

  tried(attempt: LastTry): void {
    this.#write('try.json', attempt)
  }

  discard(): void {
    rmSync(this.unfinished, { force: true })
  }

  #read<T>(name: string, schema: z.ZodType<T>): T | undefined {
    try {
      return schema.parse(JSON.parse(readFileSync(join(this.path, name), 'utf8')))
    } catch {
      // Not there, or damaged: then nothing is known.
      return undefined
    }
  }

  #write(name: string, value: object): void {
    mkdirSync(this.path, { recursive: true })
    const unfinished = join(this.path, `${name}.${process.pid}`)
    writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`)
    renameSync(unfinished, join(this.path, name))
  }
}
