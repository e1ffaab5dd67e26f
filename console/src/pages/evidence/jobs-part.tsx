import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useMay } from '../../api/session.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { JobList } from '../../parts/job-list.tsx'
import { Trouble } from '../../parts/trouble.tsx'

/** Long work, the newest first. */
export function JobsPart() {
  const jobs = useQuery(asking('listJobs', { query: { limit: 100 } }))
  const mayAssess = useMay('admin')
  const assess = useAct(async () => {
    await call('startAssessment', { body: {} })
    await refresh('listJobs')
  })
  return (
    <>
      {mayAssess && (
        <div className="row">
          <Button size="compact-md" variant="default" loading={assess.busy} onClick={assess.run}>
            Look at everything again
          </Button>
        </div>
      )}
      {assess.error && <Trouble error={assess.error} />}
      <Asked query={jobs} what="Reading the jobs">
        {({ items }) => (items.length === 0 ? <Empty kind="nothing-found" title="No work was given to the service yet" /> : <JobList jobs={items} />)}
      </Asked>
    </>
  )
}
