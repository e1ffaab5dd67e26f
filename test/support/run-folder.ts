import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of Linux that lives in memory. */
const inMemory = '/dev/shm'
/** Bytes that have to be free there, as room and as memory. */
const room = 12e9

/**
 * The temporary folder of a whole run, gone with it: lakes that a spec file keeps open to its end, and compiled code, so that the
 * hundreds of times that the program is started it is compiled once. In memory where there is room: the engine makes sure of every
 * table on the disk, and hundreds of lakes are made.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(hasRoom() ? inMemory : tmpdir(), 'gatehouse-run-'))
  // Some tests start the program as another user, who has to get through.
  chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return () => rmSync(folder, { recursive: true, force: true })
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return Math.min(bavail * bsize, process.availableMemory()) > room
  } catch {
    return false
  }
}
