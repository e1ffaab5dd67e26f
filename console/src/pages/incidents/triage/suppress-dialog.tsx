import { NativeSelect, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { IncidentDetail, Suppression } from '../../../../../src/contract/incident.ts'
import { suppress } from '../../../api/incidents.ts'
import { useAct } from '../../../parts/act.ts'
import { Dialog } from '../../../parts/dialog.tsx'
import { type Lasting, lastings, untilOf } from './lasting.ts'

interface SuppressDialogProps {
  readonly detail: IncidentDetail
  readonly close: () => void
}

/** What can be hidden of an incident: each finding alone, or everything of an analysis about a destination or host. */
function choicesOf({ members }: IncidentDetail): readonly { readonly name: string; readonly what: Suppression['what'] }[] {
  const wide = members.flatMap(({ analysis, about }) =>
    about.slice(0, 3).map((entity) => ({ name: `Everything of “${analysis}” about ${entity.id}`, what: { analysis, entity } })),
  )
  const distinct = [...new Map(wide.map((choice) => [choice.name, choice])).values()]
  return [...members.map(({ id, title }) => ({ name: title, what: { finding: id } })), ...distinct].slice(0, 40)
}

/** Hides what is known to be harmless, for a time, with the reason. Hidden findings stay countable. */
export function SuppressDialog({ detail, close }: SuppressDialogProps) {
  const choices = choicesOf(detail)
  const [chosen, setChosen] = useState(0)
  const [reason, setReason] = useState('')
  const [lasting, setLasting] = useState<Lasting>('30 days')
  const act = useAct(async () => {
    const what = choices[chosen]?.what
    if (what) await suppress(what, reason.trim(), untilOf(lasting, Date.now()))
    close()
  })
  return (
    <Dialog title="Suppress" does="Suppress" act={act} ready={reason.trim().length >= 3} close={close}>
      <Radio.Group label="What to hide" value={String(chosen)} onChange={(value) => setChosen(Number(value))}>
        <div className="stack tight suppress-choices">
          {choices.map(({ name }, index) => (
            <Radio key={name} value={String(index)} label={name} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label="Why it is harmless"
        description="Whoever meets this later reads only this."
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
        autosize
        minRows={2}
      />
      <NativeSelect
        label="For how long"
        value={lasting}
        data={[...lastings]}
        onChange={(event) => setLasting(lastings[event.currentTarget.selectedIndex] ?? '30 days')}
      />
    </Dialog>
  )
}
