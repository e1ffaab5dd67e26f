import type { JobKind, JobState, JobSummary } from '../../contract/job.ts'
import type { Problem } from '../../contract/problem.ts'
import type { StoredJob } from '../../state/jobs.ts'
import type { Progress } from './progress.ts'

/** A job as the API shows it. */
export function jobSummaryOf(job: StoredJob): JobSummary {
  return {
    id: job.id,
    kind: job.kind as JobKind,
    title: job.title,
    state: job.state as JobState,
    progress: job.progress === null ? null : (JSON.parse(job.progress) as Progress),
    by: job.by,
    createdAt: job.created_at,
    startedAt: job.started_at,
    endedAt: job.ended_at,
    problem: job.problem === null ? null : (JSON.parse(job.problem) as Problem),
    leadsTo: job.leads_to,
  }
}
