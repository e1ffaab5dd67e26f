import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { GatehouseError, messageOf } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

export interface Found {
  readonly files: readonly string[]
  readonly skipped: readonly { readonly file: string; readonly why: string }[]
}

/** Every regular file below a folder, sorted; links are not followed, and folders named in `leave` are left out. */
export async function walk(folder: string, limits: Limits, leave: readonly string[]): Promise<Found> {
  const info = await stat(folder).catch((cause: unknown) => {
    throw new GatehouseError('FOLDER_MISSING', `there is no ${folder}`, { hint: 'Give a folder with evidence: gatehouse assess ./logs', cause })
  })
  if (info.isFile()) return { files: [folder], skipped: [] }
  if (!info.isDirectory()) throw new GatehouseError('FOLDER_MISSING', `${folder} is neither a folder nor a file`)
  const files: string[] = []
  const skipped: { file: string; why: string }[] = []
  for await (const { path, entry, why } of entriesBelow(folder, leave)) {
    if (why !== undefined) skipped.push({ file: path, why })
    else if (entry?.isFile()) files.push(path)
    else skipped.push({ file: path, why: entry?.isSymbolicLink() ? 'a link: links are not followed' : 'not a regular file' })
    if (files.length > limits.files) {
      throw new GatehouseError('LIMIT_EXCEEDED', `more than ${limits.files} files in ${folder}`, {
        hint: 'Raise limits.files in gatehouse.yaml, or assess a part.',
      })
    }
  }
  return { files, skipped }
}

interface Below {
  readonly path: string
  readonly entry?: Dirent
  readonly why?: string
}

async function* entriesBelow(folder: string, leave: readonly string[]): AsyncGenerator<Below> {
  let entries: Dirent[] = []
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    yield { path: folder, why: `cannot be read: ${messageOf(error)}` }
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) yield { path, entry }
    else if (!leave.includes(resolve(path)) && !entry.name.startsWith('.')) yield* entriesBelow(path, leave)
  }
}
