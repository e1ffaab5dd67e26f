import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { IncidentDetail, Triage } from '../../../../../src/contract/incident.ts'
import { triageIncident } from '../../../api/incidents.ts'
import { assigneesQuery } from '../../../api/people.ts'
import { ApiProblem } from '../../../api/problem.ts'
import { useMay, useSession } from '../../../api/session.ts'
import { useShortcuts } from '../../../base/shortcuts.ts'
import { useAct } from '../../../parts/act.ts'
import { Time } from '../../../parts/time.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { Conflict } from './conflict.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { states, stateWords } from './states.ts'
import { SuppressDialog } from './suppress-dialog.tsx'

/** Who works on it and how far they are; beside the anatomy, always in sight. */
export function TriagePanel({ detail }: { readonly detail: IncidentDetail }) {
  const mayChange = useMay('analyst')
  const { user } = useSession()
  const [wanted, setWanted] = useState<Triage>()
  const [dialog, setDialog] = useState<'suppress' | 'share'>()
  const state = useRef<HTMLSelectElement>(null)
  const act = useAct(async (change: Triage) => {
    setWanted(change)
    await triageIncident(detail, change)
    setWanted(undefined)
  })
  const conflict = act.error instanceof ApiProblem && act.error.status === 412
  useShortcuts(
    mayChange
      ? [
          { keys: 's', does: 'Change the state', run: () => state.current?.focus() },
          { keys: 'a', does: 'Assign it to me', run: () => user && act.run({ assignee: user.name }) },
        ]
      : [],
  )
  return (
    <aside className="card stack triage" aria-label="Triage">
      <h2>Triage</h2>
      {mayChange ? (
        <>
          <NativeSelect
            ref={state}
            label="State"
            value={detail.state}
            disabled={act.busy}
            onChange={(event) => act.run({ state: states[event.currentTarget.selectedIndex] })}
            data={states.map((value) => ({ value, label: stateWords[value] }))}
          />
          <Assignee detail={detail} busy={act.busy} assign={(assignee) => act.run({ assignee })} />
          {conflict && wanted ? <Conflict detail={detail} wanted={wanted} act={act} /> : act.error && <Trouble error={act.error} />}
          <div className="stack tight">
            <Button variant="default" size="sm" onClick={() => setDialog('share')}>
              Write a warning …
            </Button>
            <Button variant="default" size="sm" onClick={() => setDialog('suppress')}>
              Suppress …
            </Button>
          </div>
        </>
      ) : (
        <dl className="facts">
          <dt>State</dt>
          <dd>{stateWords[detail.state]}</dd>
          <dt>Assignee</dt>
          <dd>{detail.assignee ?? 'nobody'}</dd>
        </dl>
      )}
      <p className="small faint">
        Changed <Time iso={detail.changedAt} />
      </p>
      {dialog === 'suppress' && <SuppressDialog detail={detail} close={() => setDialog(undefined)} />}
      {dialog === 'share' && <ShareDialog incident={detail.incident.id} close={() => setDialog(undefined)} />}
    </aside>
  )
}

interface AssigneeProps {
  readonly detail: IncidentDetail
  readonly busy: boolean
  readonly assign: (name: string | null) => void
}

function Assignee({ detail: { assignee }, busy, assign }: AssigneeProps) {
  const { user } = useSession()
  const people = useQuery(assigneesQuery)
  const names = [...new Set([...(people.data ?? []), ...(user ? [user.name] : []), ...(assignee === null ? [] : [assignee])])]
  return (
    <NativeSelect
      label="Assignee"
      value={assignee ?? ''}
      disabled={busy}
      onChange={(event) => assign(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      data={[{ value: '', label: 'nobody' }, ...names.map((name) => ({ value: name, label: name === user?.name ? `${name} (me)` : name }))]}
    />
  )
}
