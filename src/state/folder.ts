import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { GatehouseError, isDiskFull, messageOf } from '../base/errors.ts'

/** Opens something in the folder of a workspace, made if it is not there. Throws WORKSPACE_UNUSABLE or DISK_FULL for what the folder is to blame for. */
export async function inWorkspace<T>(path: string, open: (folder: string) => Promise<T>): Promise<T> {
  const folder = resolve(path)
  try {
    // It holds who talks to whom, and the hashes of passwords.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    return await open(folder)
  } catch (cause) {
    if (cause instanceof GatehouseError) throw cause
    const full = isDiskFull(cause)
    throw new GatehouseError(full ? 'DISK_FULL' : 'WORKSPACE_UNUSABLE', `the workspace ${folder} cannot be used: ${messageOf(cause)}`, {
      hint: full ? 'Free disk space, then run again.' : 'Check that the folder can be written, or use another --workspace.',
      cause,
    })
  }
}
