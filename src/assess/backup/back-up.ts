import { existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql as kysely } from 'kysely'
import { GatehouseError } from '../../base/errors.ts'
import { sha256OfFile } from '../../base/file-hash.ts'
import { name, sql } from '../../base/sql.ts'
import { evidenceTables, tables } from '../../model/tables.ts'
import type { Workspace } from '../workspace.ts'
import { type Manifest, manifestFile, stateFile, tableFile } from './manifest.ts'

export interface BackUpOptions {
  readonly version: string
  readonly at: Date
  readonly signal?: AbortSignal
  readonly onStep?: (says: string) => void
}

/**
 * Copies a workspace into a new folder while it is open: the state in one transaction, and every table that evidence fills. What is made from them is made
 * again after a restore. The key of the sealed secrets is not in it. The folder is there only when all of it is. Throws OUTPUT_UNWRITABLE where something is
 * in its place.
 */
export async function backUp({ lake, state }: Pick<Workspace, 'lake' | 'state'>, folder: string, options: BackUpOptions): Promise<Manifest> {
  const { version, at, signal, onStep } = options
  const target = resolve(folder)
  if (existsSync(target)) throw new GatehouseError('OUTPUT_UNWRITABLE', `there is something at ${target} already`, { hint: 'Name a folder that is not there.' })
  const partial = `${target}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true, mode: 0o700 })
  try {
    onStep?.('copying the state')
    await kysely`VACUUM INTO ${kysely.lit(join(partial, stateFile))}`.execute(state)
    await chmod(join(partial, stateFile), 0o600)
    const files: Record<string, string> = { [stateFile]: await sha256OfFile(join(partial, stateFile)) }
    const rows: Record<string, number> = {}
    for (const table of evidenceTables) {
      signal?.throwIfAborted()
      const [count] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM ${name(table)}`)
      if (!count || count.rows === 0) continue
      onStep?.(`copying ${tables[table].title.toLowerCase()}`)
      const path = join(partial, tableFile(table))
      await lake.run(sql`INSERT INTO FUNCTION file(${path}, 'Native') SELECT * FROM ${name(table)}`)
      files[tableFile(table)] = await sha256OfFile(path)
      rows[table] = count.rows
    }
    const manifest: Manifest = { format: 1, version, at: at.toISOString(), files, tables: rows }
    await writeFile(join(partial, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true })
    await rename(partial, target)
    return manifest
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}
