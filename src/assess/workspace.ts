import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import { GatehouseError, isDiskFull, messageOf } from '../base/errors.ts'
import type { Lake } from '../lake/lake.ts'
import { openLake } from '../lake/open.ts'
import { lockWorkspace } from '../state/lock.ts'
import { openState } from '../state/open.ts'
import type { StateSchema } from '../state/schema.ts'

/** The folder where everything lives that outlasts a run: lake, state, lock. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string
  readonly lake: Lake
  readonly state: Kysely<StateSchema>
}

/** Opens a workspace, made if it is not there, for this process alone. */
export async function openWorkspace(path: string, settings: { readonly memory: number }): Promise<Workspace> {
  const folder = resolve(path)
  await using stack = new AsyncDisposableStack()
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    stack.use(lockWorkspace(folder))
    const state = stack.adopt(await openState(folder), (open) => open.destroy())
    const lake = stack.use(await openLake(folder, settings))
    const held = stack.move()
    return { folder, lake, state, [Symbol.asyncDispose]: () => held.disposeAsync() }
  } catch (cause) {
    if (cause instanceof GatehouseError) throw cause
    const full = isDiskFull(cause)
    throw new GatehouseError(full ? 'DISK_FULL' : 'WORKSPACE_UNUSABLE', `the workspace ${folder} cannot be used: ${messageOf(cause)}`, {
      hint: full ? 'Free disk space, then run again.' : 'Check that the folder can be written, or use another --workspace.',
      cause,
    })
  }
}
