import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { sentence } from '../../../base/sentence.ts'
import { About } from '../../../parts/about.tsx'
import { confidenceWords } from '../../../parts/confidence.ts'
import { SeverityMark } from '../../../parts/severity.tsx'
import { Span } from '../../../parts/time.tsx'
import { Section } from './section.tsx'

export function WhatHappened({ detail: { incident, present } }: { readonly detail: IncidentDetail }) {
  return (
    <Section title="What happened">
      <p className="incident-says">{sentence(incident.says)}</p>
      <div className="row">
        <SeverityMark severity={incident.severity} />
        <span className="small faint">
          Confidence {confidenceWords(incident.confidence)} · <Span first={incident.first} last={incident.last} />
          {incident.techniques.length > 0 && ` · ATT&CK ${incident.techniques.join(', ')}`}
        </span>
      </div>
      {!present && <p>The newest analysis no longer finds any of it. What stands here is what was found before.</p>}
      <About about={incident.about} />
    </Section>
  )
}
