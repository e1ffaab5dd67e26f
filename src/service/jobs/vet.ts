import { join } from 'node:path'
import type { VetSettings } from '../../base/config.ts'
import type { VetInput } from '../engine/vet-worker.ts'
import { WorkerProcess } from '../engine/worker-process.ts'
import type { UploadStore } from '../uploads.ts'
import type { JobRunner } from './queue.ts'
import type { RunnerContext } from './runners.ts'

export interface VetWorkSettings {
  readonly workspace: string
  readonly settings: VetSettings
  /** Ranges inside that a registry may lead on to. */
  readonly outgoing: readonly string[]
  readonly version: string
}

type Named = { readonly upload: string } | { readonly package: string }
interface VetJob {
  readonly release: Named
  readonly against?: Named
  readonly advisory?: string
  readonly offline: boolean
}

const entry = join(import.meta.dirname, '..', 'engine', 'vet-worker.ts')

/** Vets in a process of its own, which ends with the job: it needs no lake, and its end is how it is cancelled. */
export function vetRunner({ vet, events }: RunnerContext, uploads: UploadStore): JobRunner<VetJob> {
  let running: WorkerProcess | undefined
  return {
    lane: 'vet',
    interrupt: () => running?.kill(),
    async run({ id, input }, { signal, onProgress }) {
      const nameOf = async (named: Named) => ('package' in named ? named.package : await uploads.placed(named.upload))
      await using worker = await WorkerProcess.start(entry, vet)
      running = worker
      const work: VetInput = {
        job: id,
        release: await nameOf(input.release),
        offline: input.offline,
        ...(input.against && { against: await nameOf(input.against) }),
        ...(input.advisory !== undefined && { advisory: input.advisory }),
      }
      const onStep = (step: unknown) => onProgress({ says: String(step), share: null })
      const { sha256 } = (await worker.ask('vet', work, { signal, onStep })) as { readonly sha256: string }
      running = undefined
      events.send({ type: 'vetting', id: sha256 })
      return `/software/vettings/${sha256}`
    },
  }
}
