import { setTimeout as sleep } from 'node:timers/promises'
import type { AnalysisSettings } from '../../assess/analysis-settings.ts'
import { openWorkspace, type Workspace } from '../../assess/workspace.ts'
import { GatehouseError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { lakeWorks } from './lake-works.ts'
import { workFor } from './worker.ts'

/** What the process that owns the lake is told. */
export interface LakeSettings {
  readonly workspace: string
  readonly memory: number
  readonly limits: Limits
  readonly internal: readonly string[]
  readonly analyses: AnalysisSettings
  /** Private ranges and hosts that may be asked for feeds. */
  readonly outgoing: readonly string[]
  readonly version: string
}

export interface OpenedLake extends AsyncDisposable {
  readonly workspace: Workspace
  readonly settings: LakeSettings
}

/** Tries, and milliseconds between them, to take a workspace that the engine of a service that was killed may still be leaving. */
const tries = 100
const pause = 300

workFor(open, lakeWorks)

async function open(settings: LakeSettings): Promise<OpenedLake> {
  for (let left = tries; ; left -= 1) {
    try {
      const workspace = await openWorkspace(settings.workspace, settings)
      return { workspace, settings, [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose]() }
    } catch (error) {
      if (left <= 1 || !(error instanceof GatehouseError) || error.code !== 'WORKSPACE_LOCKED') throw error
      await sleep(pause)
    }
  }
}
