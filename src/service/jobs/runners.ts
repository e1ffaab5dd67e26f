import type { Kysely } from 'kysely'
import type { JobKind } from '../../contract/job.ts'
import type { Intake } from '../../evidence/intake.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Engine } from '../engine/engine.ts'
import type { AssessInput, HuntAnswer, HuntInput, ReportInput } from '../engine/lake-works.ts'
import type { Events } from '../events.ts'
import { ageStatements, readRetention } from '../retention.ts'
import { UploadStore } from '../uploads.ts'
import { progressOf } from './progress.ts'
import type { JobRunner } from './queue.ts'
import { type VetWorkSettings, vetRunner } from './vet.ts'

export interface RunnerContext {
  readonly engine: Engine
  readonly events: Events
  readonly state: Kysely<StateSchema>
  readonly folder: string
  readonly vet: VetWorkSettings
}

type Step = Parameters<typeof progressOf>[0]

/** What each kind of job does. */
export function jobRunners(context: RunnerContext): Readonly<Record<JobKind, JobRunner>> {
  const { engine, events, state, folder } = context
  const uploads = new UploadStore(state, folder)
  const interrupt = () => engine.interrupt()
  const tellEverything = () => {
    for (const type of ['evidence', 'finding', 'incident'] as const) events.send({ type })
  }
  const assess: JobRunner<AssessInput> = {
    lane: 'lake',
    interrupt,
    async run({ id, input }, { signal, onProgress }) {
      await engine.ask<Intake>('assess', { ...input, job: id }, { signal, onStep: (step) => onProgress(progressOf(step as Step)) })
      tellEverything()
      return '/'
    },
  }
  const hunt: JobRunner<{ readonly uploads: readonly string[]; readonly keep: boolean }> = {
    lane: 'lake',
    interrupt,
    async run({ id, input }, { signal, onProgress }) {
      const files = await uploads.files(input.uploads)
      const work: HuntInput = { job: id, files, keep: input.keep }
      const { hunts } = await engine.ask<HuntAnswer>('hunt', work, { signal, onStep: (step) => onProgress(progressOf(step as Step)) })
      for (const type of ['hunt', 'finding', 'incident'] as const) events.send({ type })
      return input.keep && hunts[0] ? `/hunts/${hunts[0].id}` : null
    },
  }
  const huntAgain: JobRunner = {
    lane: 'lake',
    interrupt,
    async run({ id }, { signal, onProgress }) {
      onProgress({ says: 'hunting again for everything that was asked', share: null })
      await engine.ask<HuntAnswer>('huntAgain', { job: id }, { signal })
      for (const type of ['hunt', 'finding', 'incident'] as const) events.send({ type })
      return '/hunts'
    },
  }
  const report: JobRunner<Omit<ReportInput, 'job'>> = {
    lane: 'report',
    async run({ id, input }, { signal, onProgress }) {
      onProgress({ says: 'taking out what is internal', share: null })
      await engine.ask('report', { ...input, job: id }, { signal })
      return `/reports/${id}`
    },
  }
  const feeds: JobRunner<{ readonly feeds: readonly string[]; readonly from?: string }> = {
    lane: 'lake',
    interrupt,
    async run({ id, input }, { signal, onProgress }) {
      await engine.ask('updateFeeds', { ...input, job: id }, { signal, onStep: (step) => onProgress(progressOf(step as Step)) })
      tellEverything()
      return '/feeds'
    },
  }
  const backup: JobRunner<{ readonly folder: string }> = {
    lane: 'lake',
    interrupt,
    async run({ id, input }, { signal, onProgress }) {
      await engine.ask('backup', { ...input, job: id }, { signal, onStep: (step) => onProgress(progressOf(step as Step)) })
      return null
    },
  }
  const retain: JobRunner = {
    lane: 'lake',
    interrupt,
    async run(_, { signal, onProgress }) {
      const { days } = await readRetention(state)
      const statements = ageStatements(days, new Date()).map(({ text }) => text)
      if (statements.length === 0) return null
      onProgress({ says: 'removing rows that are older than they are kept', share: null })
      await engine.ask('retain', { statements }, { signal, onStep: (step) => onProgress(progressOf(step as Step)) })
      tellEverything()
      return null
    },
  }
  return { assess, backup, feeds, retain, hunt, 'hunt-again': huntAgain, report, vet: vetRunner(context, uploads) }
}
