import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder of the user's own for what can be made again (`$XDG_CACHE_HOME/gatehouse/NAME`, `%LOCALAPPDATA%` on Windows); undefined
 * where the user has none. Never the machine's common temporary folder: others can write there.
 */
export function cacheFolder(name: string): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  const home = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || join(homedir(), '.cache')
  return home === undefined || home === '' ? undefined : join(home, 'gatehouse', name)
}
