import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { plural, printable } from '../../../../src/base/text.ts'
import type { Suppression } from '../../../../src/contract/incident.ts'
import { asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useMay } from '../../api/session.ts'
import { sentence } from '../../base/sentence.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'

function whatWords({ finding, analysis, entity }: Suppression['what']): string {
  if (finding !== undefined) return 'One finding'
  return [analysis === undefined ? 'Everything' : `Everything of “${analysis}”`, entity && `about ${entity.kind} ${printable(entity.id, 120)}`]
    .filter(Boolean)
    .join(' ')
}

/** What is hidden, by whom, why and until when. Hidden is not gone: each can be ended. */
export default function SuppressionsPart() {
  const suppressions = useQuery(asking('listSuppressions', {}))
  const mayEnd = useMay('analyst')
  const end = useAct(async (id: string) => {
    await call('endSuppression', { params: { id } })
    await refresh('listSuppressions', 'listFindings', 'listIncidents', 'getOverview')
  })
  return (
    <Asked query={suppressions} what="Reading the suppressions">
      {({ items }) =>
        items.length === 0 ? (
          <Empty kind="nothing-found" title="Nothing is suppressed" />
        ) : (
          <ul className="plain-list stack tight">
            {items.map(({ id, what, reason, by, until, active, endedAt, findings }) => (
              <li key={id} className="card stack tight">
                <div className="row apart">
                  <strong>{whatWords(what)}</strong>
                  {active && mayEnd && (
                    <Button size="compact-sm" variant="default" loading={end.busy} onClick={() => end.run(id)}>
                      End it now
                    </Button>
                  )}
                </div>
                <p>{sentence(reason)}</p>
                <p className="small faint">
                  by {by}, {endedAt === null ? 'until' : 'ended'} <Time iso={endedAt ?? until} />
                  {active && ` · hides ${plural(findings, 'finding')}`}
                </p>
              </li>
            ))}
            {end.error && <Trouble error={end.error} />}
          </ul>
        )
      }
    </Asked>
  )
}
