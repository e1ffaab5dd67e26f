import { Jobs } from '../../state/jobs.ts'
import { openState } from '../../state/open.ts'
import { openSession } from '../../vet/session.ts'
import { targetOf } from '../../vet/target.ts'
import { vetTarget } from '../../vet/vet.ts'
import type { VetWorkSettings } from '../jobs/vet.ts'
import { type Task, workFor } from './worker.ts'

export interface VetInput {
  readonly job: string
  /** Paths, or packages as npm:name@version. */
  readonly release: string
  readonly against?: string
  readonly advisory?: string
  readonly offline: boolean
}

interface Opened extends AsyncDisposable {
  readonly settings: VetWorkSettings
}

workFor(open, { vet })

async function open(settings: VetWorkSettings): Promise<Opened> {
  return { settings, [Symbol.asyncDispose]: async () => undefined }
}

async function vet(
  { settings: { workspace, settings, outgoing, version } }: Opened,
  input: VetInput,
  { signal, onStep }: Task,
): Promise<{ readonly sha256: string }> {
  const { release, against, advisory, offline, job } = input
  await using session = await openSession({
    workspace,
    settings,
    offline,
    outgoing,
    store: true,
    version,
    signal,
    onStep,
    ...(advisory !== undefined && { advisory }),
  })
  const { vetting } = await vetTarget(session, targetOf(release), against === undefined ? undefined : targetOf(against))
  const state = await openState(workspace)
  try {
    await new Jobs(state).keepResult(job, vetting)
  } finally {
    await state.destroy()
  }
  return { sha256: vetting.release.artifact.sha256 }
}
