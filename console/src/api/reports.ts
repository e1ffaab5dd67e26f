import type { SentBodyOf } from '../../../src/contract/operation.ts'
import type { operations } from '../../../src/contract/operations.ts'
import { type Answer, call } from './call.ts'
import { isOver } from './jobs.ts'

export type NewReport = SentBodyOf<(typeof operations)['startReport']>
/** `job`: what prepared it, and where its files are asked for. */
export type ReportPreview = Answer<'getReport'> & { readonly job: string }

const pause = 400

/** What would leave, before anything does: prepared by a job, which takes moments. @throws ApiProblem, and Error with the job's problem */
export async function previewReport(body: NewReport): Promise<ReportPreview> {
  let { job } = await call('startReport', { body })
  while (!isOver(job)) {
    await new Promise((resolve) => setTimeout(resolve, pause))
    job = await call('getJob', { params: { id: job.id } })
  }
  if (job.state !== 'succeeded') throw new Error(job.problem?.detail ?? job.problem?.title ?? 'The warning could not be prepared')
  return { ...(await call('getReport', { params: { id: job.id } })), job: job.id }
}
