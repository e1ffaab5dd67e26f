import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { Empty } from '../../../parts/empty.tsx'
import { DataFigure } from '../../../parts/figure/data-figure.tsx'
import { Section } from './section.tsx'

/** Which hosts, and which software they share: the culprit is the row that repeats the block of who talked. */
export function Scope({ detail: { scope, incident } }: { readonly detail: IncidentDetail }) {
  const others = incident.figures.filter((figure) => figure.kind !== 'cohort' && figure.kind !== 'timeline')
  return (
    <Section title="Scope">
      {scope ? (
        <DataFigure figure={scope} />
      ) : (
        <Empty kind="not-looked" title="No matrix of hosts and releases for this incident">
          <p>It needs traffic and software inventories of the same hosts, and an incident that is about a destination.</p>
        </Empty>
      )}
      {others.map((figure) => (
        <DataFigure key={`${figure.kind}:${figure.title}`} figure={figure} />
      ))}
    </Section>
  )
}
