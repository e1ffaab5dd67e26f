import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { DataFigure } from '../../../parts/figure/data-figure.tsx'
import { Section } from './section.tsx'

/** The lanes software, host, network and accounts on one axis; where a lane has no evidence it is banded. */
export function Timeline({ detail: { timeline } }: { readonly detail: IncidentDetail }) {
  return (
    <Section title="Timeline">
      <DataFigure figure={timeline} />
    </Section>
  )
}
