import type { JobSummary } from '../../../src/contract/job.ts'
import { call } from './call.ts'
import { ApiProblem } from './problem.ts'
import { refresh } from './refresh.ts'

/** Bytes of one piece: small enough to be sent again, large enough not to be many. */
const pieceBytes = 4_000_000
const mostTries = 8

/**
 * Gives a file of evidence to the service, piece by piece; after a break it goes on from where the service is. `progress`: 0…1.
 * The answer is the job that reads it. @throws ApiProblem
 */
export async function sendEvidence(file: File, progress: (share: number) => void): Promise<JobSummary | null> {
  let transfer = await call('beginTransfer', { body: { name: file.name, size: file.size } })
  const { id } = transfer
  let tries = 0
  do {
    const { offset } = transfer
    progress(file.size === 0 ? 0 : offset / file.size)
    try {
      transfer = await call('sendBytes', { params: { id }, query: { offset }, bytes: file.slice(offset, offset + pieceBytes) })
      tries = 0
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 0) || ++tries > mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries))
      transfer = await call('getTransfer', { params: { id } }).catch(() => transfer)
    }
  } while (transfer.offset < file.size)
  await refresh('listJobs', 'listSources', 'getOverview')
  return transfer.job
}
