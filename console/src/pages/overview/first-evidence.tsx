import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/session.ts'
import { Empty } from '../../parts/empty.tsx'
import { EvidenceDrop } from '../../parts/evidence-drop.tsx'

/** What stands in place of a verdict until there is one. */
export function FirstEvidence({ hasEvidence }: { readonly hasEvidence: boolean }) {
  const mayAdd = useMay('analyst')
  if (hasEvidence) {
    return (
      <Empty kind="not-looked" title="There is evidence, and it has not been assessed yet">
        <p>
          Its progress stands under{' '}
          <Link to="/evidence" search={{ part: 'jobs' }}>
            Evidence
          </Link>
          , and it can be begun there.
        </p>
      </Empty>
    )
  }
  return (
    <div className="stack">
      <Empty kind="no-evidence" title="Nothing is known yet: give Gatehouse something to read">
        <p>
          Network logs (Zeek, Suricata), software inventories and lists of hosts say the most together. Each file is recognised by its content;{' '}
          <Link to="/evidence" search={{ part: 'formats' }}>
            every format that can be read
          </Link>
          . A folder that fills by itself is set under{' '}
          <Link to="/settings" search={{ part: 'connectors' }}>
            Settings
          </Link>
          .
        </p>
      </Empty>
      {mayAdd && <EvidenceDrop />}
    </div>
  )
}
