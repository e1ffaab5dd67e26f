import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GatehouseError, messageOf } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

export interface Found {
  readonly files: readonly string[]
  readonly skipped: readonly { readonly file: string; readonly why: string }[]
}

/** Every regular file below a folder, sorted; links are not followed, and folders named in `leave` are left out. */
export async function walk(folder: string, limits: Limits, leave: readonly string[]): Promise<Found> {
  const files: string[] = []
  const skipped: { file: string; why: string }[] = []
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      skipped.push({ file: path, why: `cannot be read: ${messageOf(error)}` })
      return []
    })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name)
      if (entry.isDirectory()) {
        if (!leave.includes(inner) && !entry.name.startsWith('.')) await visit(inner)
      } else if (entry.isFile()) {
        if (files.length >= limits.files) {
          throw new GatehouseError('LIMIT_EXCEEDED', `more than ${limits.files} files in ${folder}`, { hint: 'Raise limits.files in gatehouse.yaml, or assess a part.' })
        }
        files.push(inner)
      } else {
        skipped.push({ file: inner, why: entry.isSymbolicLink() ? 'a link: links are not followed' : 'not a regular file' })
      }
    }
  }
  const info = await stat(folder).catch((cause: unknown) => {
    throw new GatehouseError('FOLDER_MISSING', `there is no ${folder}`, { hint: 'Give a folder with evidence: gatehouse assess ./logs', cause })
  })
  if (info.isDirectory()) await visit(folder)
  else if (info.isFile()) files.push(folder)
  else throw new GatehouseError('FOLDER_MISSING', `${folder} is neither a folder nor a file`)
  return { files, skipped }
}
