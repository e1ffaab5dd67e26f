import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GatehouseError, messageOf } from '../base/errors.ts'

/**
 * Takes a workspace for this process. SQLite holds the lock, so that the system releases it when the process ends,
 * however it ends. Throws WORKSPACE_LOCKED while another process has it.
 */
export function lockWorkspace(workspace: string): Disposable {
  return lock(workspace, 'lock.sqlite', `another gatehouse works in ${workspace}`, 'Wait until it has ended, or use another --workspace.')
}

/** Makes this process the service of a workspace; its engine holds the other lock. Throws WORKSPACE_LOCKED while there is another. */
export function lockService(workspace: string): Disposable {
  return lock(workspace, 'service.sqlite', `another service runs on ${workspace}`, 'End it first, or serve another --workspace.')
}

function lock(workspace: string, file: string, taken: string, hint: string): Disposable {
  const database = new DatabaseSync(join(workspace, file), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (!/locked|busy/i.test(messageOf(cause))) throw cause
    throw new GatehouseError('WORKSPACE_LOCKED', taken, { hint, cause })
  }
  return { [Symbol.dispose]: () => database.close() }
}
