import type { BigIntStats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Names that browsers, sensors and copying programs give to what is not whole yet. */
const unfinished = /^\.|\.(?:part|partial|crdownload|download|tmp|temp|filepart|opdownload|swp)$|~$/i

export interface SeenFile {
  readonly path: string
  /** Changes with size, time or inode. */
  readonly stamp: string
  /** Milliseconds since 1970 of its last change. */
  readonly modified: number
}

/** Every regular file below a folder that may be whole; links are not followed. Throws what the folder itself throws. */
export async function scan(folder: string, leave: readonly string[], most: number): Promise<readonly SeenFile[]> {
  const found: SeenFile[] = []
  const open = [resolve(folder)]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const inside = at
    const entries = await readdir(inside, { withFileTypes: true }).catch((error: unknown) => {
      if (inside === resolve(folder)) throw error
      return []
    })
    for (const entry of entries) {
      const path = join(inside, entry.name)
      if (unfinished.test(entry.name) || leave.includes(path)) continue
      if (entry.isDirectory()) open.push(path)
      if (!entry.isFile()) continue
      const info = await stat(path, { bigint: true }).catch(() => undefined)
      if (info?.isFile() && info.size > 0n) found.push(seen(path, info))
      if (found.length >= most) return found
    }
  }
  return found
}

function seen(path: string, info: BigIntStats): SeenFile {
  return { path, stamp: `${info.size}:${info.mtimeNs}:${info.ino}`, modified: Number(info.mtimeMs) }
}
