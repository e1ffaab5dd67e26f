import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises'
import { join as joinPath, resolve } from 'node:path'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { sha256OfFile } from '../../base/file-hash.ts'
import { join, name, sql } from '../../base/sql.ts'
import { type TableName, tables } from '../../model/tables.ts'
import { remember } from '../../state/meta.ts'
import { openWorkspace } from '../workspace.ts'
import { type Manifest, manifest, manifestFile, stateFile, tableFile } from './manifest.ts'

export interface RestoreOptions {
  readonly memory: number
  readonly signal?: AbortSignal
  readonly onStep?: (says: string) => void
}

/**
 * Makes a workspace from a back-up, in a folder that is empty or not there. Every file is checked against the manifest before anything is written. The next
 * look at it joins the evidence again. Throws BACKUP_UNUSABLE, and WORKSPACE_UNUSABLE for a folder that is in use.
 */
export async function restore(folder: string, workspace: string, { memory, signal, onStep }: RestoreOptions): Promise<Manifest> {
  const [from, into] = [resolve(folder), resolve(workspace)]
  if (existsSync(into) && readdirSync(into).length > 0) {
    throw new GatehouseError('WORKSPACE_UNUSABLE', `${into} is not empty`, { hint: 'Name a workspace that is not there yet; the old one is left as it is.' })
  }
  const read = await readManifest(from)
  onStep?.('checking the back-up')
  for (const [file, hash] of Object.entries(read.files)) {
    signal?.throwIfAborted()
    const found = await sha256OfFile(joinPath(from, file)).catch((cause: unknown) => {
      throw unusable(`${file} cannot be read: ${messageOf(cause)}`)
    })
    if (found !== hash) throw unusable(`${file} is not as it was written`)
  }
  await mkdir(into, { recursive: true, mode: 0o700 })
  try {
    await copyFile(joinPath(from, stateFile), joinPath(into, stateFile))
    await using opened = await openWorkspace(into, { memory })
    for (const table of Object.keys(read.tables)) {
      signal?.throwIfAborted()
      if (!(table in tables)) throw unusable(`it has a table that this version does not know: ${table}`)
      onStep?.(`restoring ${tables[table as TableName].title.toLowerCase()}`)
      await fill(opened.lake, table as TableName, joinPath(from, tableFile(table)), read.tables[table] ?? 0)
    }
    await remember(opened.state, 'derived', '')
    return read
  } catch (error) {
    await rm(into, { recursive: true, force: true })
    throw error
  }
}

/** Columns by name: a table that has got further ones since leaves them unknown. */
async function fill(lake: Awaited<ReturnType<typeof openWorkspace>>['lake'], table: TableName, path: string, rows: number): Promise<void> {
  const described = await lake.rows<{ name: string }>(sql`DESCRIBE TABLE file(${path}, 'Native')`)
  const columns = join(described.map(({ name: column }) => name(column)))
  await lake.run(sql`INSERT INTO ${name(table)} (${columns}) SELECT ${columns} FROM file(${path}, 'Native')`)
  const [count] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM ${name(table)}`)
  if (count?.rows !== rows) throw unusable(`of ${rows} rows of ${table} ${count?.rows ?? 0} came back`)
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    const read = manifest.parse(JSON.parse(await readFile(joinPath(folder, manifestFile), 'utf8')))
    const odd = Object.keys(read.files).find((file) => !/^[a-z0-9_]+\.(?:sqlite|native\.zst)$/.test(file))
    if (odd !== undefined) throw new Error(`it names a file that is none of a back-up: ${odd}`)
    return read
  } catch (cause) {
    throw unusable(messageOf(cause), cause)
  }
}

function unusable(why: string, cause?: unknown): GatehouseError {
  return new GatehouseError('BACKUP_UNUSABLE', `the back-up cannot be used: ${why}`, { hint: 'Take an older back-up.', ...(cause !== undefined && { cause }) })
}
