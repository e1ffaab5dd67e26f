import { Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { IncidentSummary } from '../../../../../src/contract/incident.ts'
import { mergeIncidents } from '../../../api/incidents.ts'
import { useAct } from '../../../parts/act.ts'
import { Dialog } from '../../../parts/dialog.tsx'

interface MergeDialogProps {
  readonly incidents: readonly IncidentSummary[]
  readonly close: (done: boolean) => void
}

/** Takes incidents that are one affair into one of them. */
export function MergeDialog({ incidents, close }: MergeDialogProps) {
  const [into, setInto] = useState(incidents[0]?.id ?? '')
  const [reason, setReason] = useState('')
  const act = useAct(async () => {
    const others = incidents.map(({ id }) => id).filter((id) => id !== into)
    await mergeIncidents(into, others, reason.trim())
    close(true)
  })
  return (
    <Dialog title="Merge incidents" does="Merge" act={act} ready={into !== '' && reason.trim() !== ''} close={() => close(false)}>
      <Radio.Group label="Keep this one; the others become part of it" value={into} onChange={setInto}>
        <div className="stack tight">
          {incidents.map(({ id, title }) => (
            <Radio key={id} value={id} label={title} />
          ))}
        </div>
      </Radio.Group>
      <Textarea label="Why they are one affair" value={reason} onChange={(event) => setReason(event.currentTarget.value)} required autosize minRows={2} />
    </Dialog>
  )
}
