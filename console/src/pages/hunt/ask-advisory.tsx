import { Button, Checkbox, Progress, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { upload } from '../../api/uploads.ts'
import { useAct } from '../../parts/act.ts'
import { DropZone } from '../../parts/drop-zone.tsx'
import { Trouble } from '../../parts/trouble.tsx'

/** Takes the files of one warning, or its text, and hunts for what it names. */
export function AskAdvisory() {
  const [keep, setKeep] = useState(true)
  const [text, setText] = useState('')
  const [share, setShare] = useState(0)
  const navigate = useNavigate()
  const act = useAct(async (files: readonly File[]) => {
    setShare(0)
    const uploads = await upload(files, setShare)
    const { job } = await call('startHunt', { body: { uploads: [...uploads], keep } })
    setText('')
    await refresh('listJobs')
    await navigate({ to: '/hunt', search: { job: job.id } })
  })
  return (
    <div className="stack tight">
      <DropZone says="Drop the files of a warning; several files are taken for one affair." choose="Choose a warning" take={act.run} disabled={act.busy} />
      {act.busy && <Progress value={share * 100} size="sm" aria-label="Sent" />}
      {act.error && <Trouble error={act.error} />}
      <div className="row">
        <Checkbox size="xs" label="Keep it, and hunt again when new evidence comes" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
      </div>
      <details>
        <summary>Paste the text of a warning</summary>
        <form
          className="stack tight pasted"
          onSubmit={(event) => {
            event.preventDefault()
            act.run([new File([text], 'pasted.txt', { type: 'text/plain' })])
          }}
        >
          <Textarea aria-label="Text of the warning" value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={4} maxRows={16} />
          <div>
            <Button type="submit" size="compact-md" loading={act.busy} disabled={text.trim() === ''}>
              Hunt
            </Button>
          </div>
        </form>
      </details>
    </div>
  )
}
