import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { plural } from '../../../../../src/base/text.ts'
import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { splitIncident } from '../../../api/incidents.ts'
import { useAct } from '../../../parts/act.ts'
import { Dialog } from '../../../parts/dialog.tsx'

interface SplitDialogProps {
  readonly detail: IncidentDetail
  readonly findings: readonly string[]
  readonly close: (done: boolean) => void
}

/** Takes findings that are another affair out of an incident. */
export function SplitDialog({ detail, findings, close }: SplitDialogProps) {
  const [reason, setReason] = useState('')
  const act = useAct(async () => {
    await splitIncident(detail, findings, reason.trim())
    close(true)
  })
  return (
    <Dialog title={`Split ${plural(findings.length, 'finding')} off`} does="Split" act={act} ready={reason.trim() !== ''} close={() => close(false)}>
      <p>They become an incident of their own, and stay so when the analyses run again.</p>
      <Textarea label="Why they are another affair" value={reason} onChange={(event) => setReason(event.currentTarget.value)} required autosize minRows={2} />
    </Dialog>
  )
}
