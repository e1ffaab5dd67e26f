import type { JobSummary } from '../../../src/contract/job.ts'
import { JobCard } from './job-card.tsx'

/** Work that goes on or has ended, each with what can be done about it. */
export function JobList({ jobs }: { readonly jobs: readonly JobSummary[] }) {
  return (
    <ul className="plain-list stack tight">
      {jobs.map((job) => (
        <li key={job.id}>
          <JobCard job={job} />
        </li>
      ))}
    </ul>
  )
}
