import type { JobSummary } from '../../../src/contract/job.ts'
import { call } from './call.ts'
import { ApiProblem } from './problem.ts'
import { refresh } from './refresh.ts'

/** Bytes of one piece: small enough to be sent again, large enough not to be many. */
const pieceBytes = 4_000_000
const mostTries = 8
/** Files on their way at a time. */
const sideBySide = 3

/** Gives a file of evidence to the service, piece by piece; after a break it goes on from where the service is. `sent`: bytes. @throws ApiProblem */
async function sendFile(file: File, sent: (bytes: number) => void): Promise<void> {
  const modifiedAt = new Date(file.lastModified).toISOString()
  let transfer = await call('beginTransfer', { body: { name: file.name, size: file.size, modifiedAt } })
  const { id } = transfer
  let tries = 0
  do {
    const { offset } = transfer
    sent(offset)
    try {
      transfer = await call('sendBytes', { params: { id }, query: { offset, more: 'true' }, bytes: file.slice(offset, offset + pieceBytes) })
      tries = 0
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 0) || ++tries > mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries))
      transfer = await call('getTransfer', { params: { id } }).catch(() => transfer)
    }
  } while (transfer.offset < file.size)
  sent(file.size)
}

export interface Delivery {
  /** Bytes that the service has. */
  readonly sent: number
  readonly files: number
  /** Files that were not taken, and why. */
  readonly refused: readonly { readonly file: File; readonly error: Error }[]
}

/**
 * Gives files of evidence to the service, some at a time, and has it read them in one job; one that it refuses holds up no other.
 * The answer is the job, null where none was taken. @throws ApiProblem when the job cannot be begun
 */
export async function deliver(files: readonly File[], progress: (delivery: Delivery) => void): Promise<JobSummary | null> {
  const bytes = new Map<File, number>()
  const refused: { file: File; error: Error }[] = []
  let taken = 0
  const tell = () => progress({ sent: bytes.values().reduce((sum, size) => sum + size, 0), files: taken, refused: [...refused] })
  const left = files.values()
  const work = async () => {
    for (const file of left) {
      try {
        await sendFile(file, (sent) => {
          bytes.set(file, sent)
          tell()
        })
        taken += 1
      } catch (error) {
        refused.push({ file, error: error instanceof Error ? error : new Error(String(error)) })
      }
      tell()
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, work))
  if (taken === 0) return null
  const { job } = await call('readEvidence', {})
  await refresh('listJobs', 'listSources', 'getOverview')
  return job
}
