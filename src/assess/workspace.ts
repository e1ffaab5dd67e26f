import type { Kysely } from 'kysely'
import type { Lake } from '../lake/lake.ts'
import { openLake } from '../lake/open.ts'
import { inWorkspace } from '../state/folder.ts'
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
  return inWorkspace(path, async (folder) => {
    await using stack = new AsyncDisposableStack()
    stack.use(lockWorkspace(folder))
    const state = stack.adopt(await openState(folder), (open) => open.destroy())
    const lake = stack.use(await openLake(folder, settings))
    const held = stack.move()
    return { folder, lake, state, [Symbol.asyncDispose]: () => held.disposeAsync() }
  })
}
