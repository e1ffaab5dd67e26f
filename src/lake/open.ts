import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbedded } from './embedded.ts'
import type { Lake } from './lake.ts'

/** Opens the lake of a workspace. The only place that names a backend. */
export async function openLake(workspace: string, settings: { readonly memory: number }): Promise<Lake> {
  const folder = join(workspace, 'lake')
  mkdirSync(folder, { recursive: true })
  return openEmbedded({ folder, memory: settings.memory })
}
