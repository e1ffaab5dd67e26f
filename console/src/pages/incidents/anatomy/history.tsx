import { Button, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { commentOn } from '../../../api/incidents.ts'
import { useMay } from '../../../api/session.ts'
import { sentence } from '../../../base/sentence.ts'
import { useShortcuts } from '../../../base/shortcuts.ts'
import { useAct } from '../../../parts/act.ts'
import { Time } from '../../../parts/time.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { Section } from './section.tsx'

/** Everything that happened to the incident, the oldest first, and room for a word of one's own. */
export function History({ detail }: { readonly detail: IncidentDetail }) {
  const mayComment = useMay('analyst')
  return (
    <Section title="History">
      <ol className="history plain-list">
        {detail.history.map(({ id, at, by, kind, says }) => (
          <li key={id} className={kind === 'comment' ? 'history-comment' : ''}>
            <span className="small faint">
              <Time iso={at} /> · {by ?? 'Gatehouse'}
            </span>
            <p>{sentence(says)}</p>
          </li>
        ))}
      </ol>
      {mayComment && <Comment id={detail.incident.id} />}
    </Section>
  )
}

function Comment({ id }: { readonly id: string }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const act = useAct(async () => {
    await commentOn(id, text.trim())
    setText('')
  })
  useShortcuts([{ keys: 'c', does: 'Write a comment', run: () => field.current?.focus() }])
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') act.run()
      }}
    >
      <Textarea ref={field} label="Comment" value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} maxLength={10_000} />
      {act.error && <Trouble error={act.error} />}
      <div>
        <Button type="submit" size="compact-md" variant="default" loading={act.busy} disabled={text.trim() === ''}>
          Add the comment
        </Button>
      </div>
    </form>
  )
}
