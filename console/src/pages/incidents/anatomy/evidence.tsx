import { Button, Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { number } from '../../../../../src/base/text.ts'
import type { IncidentDetail, IncidentMember } from '../../../../../src/contract/incident.ts'
import { useMay } from '../../../api/session.ts'
import { sentence } from '../../../base/sentence.ts'
import { RowsOfEvidence } from '../../../parts/rows-of-evidence.tsx'
import { SeverityMark } from '../../../parts/severity.tsx'
import { SplitDialog } from '../triage/split-dialog.tsx'
import { Section } from './section.tsx'

/** The findings that it is made of, each with why it belongs here, and the rows they rest on. */
export function EvidenceOfIncident({ detail }: { readonly detail: IncidentDetail }) {
  const maySplit = useMay('analyst')
  const [marked, setMarked] = useState<readonly string[]>([])
  const [splitting, setSplitting] = useState(false)
  const mark = (id: string) => setMarked(marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id])
  return (
    <Section title="Evidence">
      <ul className="members plain-list">
        {detail.members.map((member) => (
          <Member key={member.id} member={member} marked={marked.includes(member.id)} mark={maySplit && detail.members.length > 1 ? mark : undefined} />
        ))}
      </ul>
      {marked.length > 0 && (
        <Button
          className="split-button"
          size="compact-sm"
          variant="default"
          disabled={marked.length === detail.members.length}
          onClick={() => setSplitting(true)}
        >
          Split {number(marked.length)} off into an incident of their own
        </Button>
      )}
      {splitting && (
        <SplitDialog
          detail={detail}
          findings={marked}
          close={(done) => {
            setSplitting(false)
            if (done) setMarked([])
          }}
        />
      )}
    </Section>
  )
}

interface MemberProps {
  readonly member: IncidentMember
  readonly marked: boolean
  readonly mark: ((id: string) => void) | undefined
}

function Member({ member: { id, title, severity, why, byHand, suppression }, marked, mark }: MemberProps) {
  return (
    <li className="member">
      {mark && <Checkbox size="xs" aria-label={`Mark ${sentence(title)}`} checked={marked} onChange={() => mark(id)} />}
      <div>
        <div className="marked-line">
          <SeverityMark severity={severity} brief />
          <Link to="/incidents/findings/$id" params={{ id }}>
            {sentence(title)}
          </Link>
          {suppression !== null && <span className="small faint">suppressed</span>}
        </div>
        <p className="small faint">
          {byHand ? 'Put here by hand: ' : 'Belongs here: '}
          {sentence(why)}
        </p>
        <RowsOfEvidence finding={id} title="Its rows" />
      </div>
    </li>
  )
}
