import { useQuery } from '@tanstack/react-query'
import { jobQuery } from '../api/jobs.ts'
import { Asked } from './asked.tsx'
import { JobCard } from './job-card.tsx'

/** The job that the address names: it is there again after a reload. */
export function JobHere({ id }: { readonly id: string }) {
  const job = useQuery(jobQuery(id))
  return (
    <Asked query={job} what="Asking for the job">
      {(data) => <JobCard job={data} />}
    </Asked>
  )
}
