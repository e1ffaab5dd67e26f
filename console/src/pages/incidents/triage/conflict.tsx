import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { IncidentDetail, Triage } from '../../../../../src/contract/incident.ts'
import { asking } from '../../../api/call.ts'
import type { Act } from '../../../parts/act.ts'
import { Ago } from '../../../parts/time.tsx'

interface ConflictProps {
  readonly detail: IncidentDetail
  readonly wanted: Triage
  readonly act: Act<[Triage]>
}

/** Somebody was faster: what stands now, by whom, and the choice between theirs and mine. Nothing is overwritten unseen. */
export function Conflict({ detail: { incident, state, assignee }, wanted, act }: ConflictProps) {
  const { refetch, isFetching, data } = useQuery(asking('getIncident', { params: { id: incident.id } }))
  useEffect(() => void refetch(), [refetch])
  const newest = data?.history.findLast(({ by, kind }) => by !== null && kind !== 'comment')
  return (
    <div className="conflict" role="alert">
      <p>
        <strong>Somebody changed it meanwhile.</strong> It is now {state}, assigned to {assignee ?? 'nobody'}
        {newest && (
          <>
            {' '}
            ({newest.by}, <Ago iso={newest.at} />)
          </>
        )}
        .
      </p>
      <div className="row">
        <Button size="compact-sm" loading={isFetching || act.busy} onClick={() => act.run(wanted)}>
          Set {wanted.state ?? (wanted.assignee === null ? 'nobody' : wanted.assignee)} all the same
        </Button>
        <Button size="compact-sm" variant="default" onClick={act.forget}>
          Keep theirs
        </Button>
      </div>
    </div>
  )
}
