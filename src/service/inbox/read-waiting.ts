import { plural } from '../../base/text.ts'
import type { JobSummary } from '../../contract/job.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Actor } from '../login/actor.ts'
import type { Inbox } from './inbox.ts'

/** Reads the files that wait for each other in one job; null: none waits. The job is kept first: a file may be read twice, but is not forgotten. */
export async function readWaiting(inbox: Inbox, jobs: JobQueue, by: Actor | string, until?: Date): Promise<JobSummary | null> {
  const waiting = await inbox.waiting(until)
  if (waiting.size === 0) return null
  const job = await jobs.add('assess', `Read ${plural(waiting.size, 'file')}`, { files: [...waiting.values()] }, by)
  await inbox.taken(waiting.keys())
  return job
}
