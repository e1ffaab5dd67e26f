import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GatehouseError, messageOf } from '../base/errors.ts'

/**
 * Takes a workspace for this process. SQLite holds the lock, so that the system releases it when the process ends,
 * however it ends. Throws WORKSPACE_LOCKED while another process has it.
 */
export function lockWorkspace(workspace: string): Disposable {
  const database = new DatabaseSync(join(workspace, 'lock.sqlite'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (!/locked|busy/i.test(messageOf(cause))) throw cause
    throw new GatehouseError('WORKSPACE_LOCKED', `another gatehouse works in ${workspace}`, {
      hint: 'Wait until it has ended, or use another --workspace.',
      cause,
    })
  }
  return { [Symbol.dispose]: () => database.close() }
}
