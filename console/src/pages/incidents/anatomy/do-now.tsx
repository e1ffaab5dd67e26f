import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { sentence } from '../../../base/sentence.ts'
import { Section } from './section.tsx'

export function DoNow({ detail: { incident } }: { readonly detail: IncidentDetail }) {
  return (
    <Section title="Do now">
      {incident.advice.length === 0 ? (
        <p className="faint">No advice beyond looking into it.</p>
      ) : (
        <ol className="do-now">
          {incident.advice.map((step) => (
            <li key={step}>{sentence(step)}</li>
          ))}
        </ol>
      )}
    </Section>
  )
}
