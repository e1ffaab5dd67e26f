import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { asking } from '../../api/call.ts'
import { useMay } from '../../api/session.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { JobHere } from '../../parts/job-here.tsx'
import { JobList } from '../../parts/job-list.tsx'
import { AssessFolder } from './assess-folder.tsx'

const route = getRouteApi('/signed-in/evidence')

/** Long work, the newest first; the job that the address names stands on top. */
export function JobsPart() {
  const { job } = route.useSearch()
  const jobs = useQuery(asking('listJobs', { query: { limit: 100 } }))
  const mayAssess = useMay('admin')
  return (
    <>
      {mayAssess && <AssessFolder />}
      {job !== undefined && <JobHere id={job} />}
      <Asked query={jobs} what="Reading the jobs">
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="nothing-found" title="No work was given to the service yet" />
          ) : (
            <JobList jobs={items.filter(({ id }) => id !== job)} />
          )
        }
      </Asked>
    </>
  )
}
