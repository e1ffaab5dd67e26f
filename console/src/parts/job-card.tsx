import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { JobSummary } from '../../../src/contract/job.ts'
import { cancelJob, isOver, jobQuery } from '../api/jobs.ts'
import { useMay } from '../api/session.ts'
import { pageOf } from '../shell/path-to.ts'
import { useAct } from './act.ts'
import { Ago } from './time.tsx'
import { Trouble } from './trouble.tsx'
import { Word } from './word.tsx'
import './job-card.css'

/** One job: what it works on, how far it is, how to stop it, and where its answer stands. Survives a reload: the service has it. */
export function JobCard({ job: given }: { readonly job: JobSummary }) {
  const { data: job = given } = useQuery({ ...jobQuery(given.id), initialData: given })
  const mayCancel = useMay('analyst')
  const cancel = useAct(() => cancelJob(job.id))
  const over = isOver(job)
  const page = job.leadsTo === null ? null : pageOf(job.leadsTo)
  const share = job.progress?.share ?? null
  return (
    <div className="job card">
      <div className="row apart">
        <div className="row">
          <Word>{job.state}</Word>
          <strong>{job.title}</strong>
          <span className="small faint">
            {job.by}, <Ago iso={job.endedAt ?? job.startedAt ?? job.createdAt} />
          </span>
        </div>
        {!over && mayCancel && (
          <Button size="compact-sm" variant="default" loading={cancel.busy} onClick={cancel.run}>
            Cancel
          </Button>
        )}
        {over && page !== null && <Link {...page}>What came of it</Link>}
      </div>
      {!over && (
        <>
          <Progress value={share === null ? 100 : share * 100} animated={share === null} striped={share === null} size="sm" aria-label={job.title} />
          <p className="small faint">
            {job.progress?.says ?? 'Waiting for its turn'}
            {share !== null && `, ${Math.round(share * 100)} %`}
          </p>
        </>
      )}
      {job.problem && (
        <p className="small">
          {job.problem.title}
          {job.problem.detail && `: ${job.problem.detail}`}
        </p>
      )}
      {cancel.error && <Trouble error={cancel.error} />}
    </div>
  )
}
