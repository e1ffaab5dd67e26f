import { Link } from '@tanstack/react-router'
import { plural } from '../../../../../src/base/text.ts'
import type { IncidentDetail } from '../../../../../src/contract/incident.ts'
import { sentence } from '../../../base/sentence.ts'
import { Word } from '../../../parts/word.tsx'
import { Section } from './section.tsx'

/** The gravest come first; the rest stands folded. */
const mostReasons = 5

/** Both sides, beside each other: what speaks for it, and what would make it innocent. */
export function Why({ detail: { incident, vettings } }: { readonly detail: IncidentDetail }) {
  return (
    <Section title="Why we believe it, and what would make it innocent">
      <div className="columns">
        <div className="stack tight">
          <h3>Speaks for it</h3>
          <ReasonList sentences={incident.speaksFor.slice(0, mostReasons)} />
          {incident.speaksFor.length > mostReasons && (
            <details>
              <summary>{plural(incident.speaksFor.length - mostReasons, 'more reason')}</summary>
              <ReasonList sentences={incident.speaksFor.slice(mostReasons)} />
            </details>
          )}
        </div>
        <div className="stack tight">
          <h3>Would make it innocent</h3>
          {incident.speaksAgainst.length === 0 && <p className="faint">Nothing that we know of.</p>}
          <ul className="against">
            {incident.speaksAgainst.map((one) => (
              <li key={one}>{sentence(one)}</li>
            ))}
          </ul>
        </div>
      </div>
      {vettings.map(({ id, release, word, conclusion }) => (
        <p key={id} className="row">
          <Word>{word}</Word>
          <span>
            <Link to="/software/vetted/$id" params={{ id }}>
              What the bytes of {sentence(release)} changed
            </Link>
            : {sentence(conclusion)}
          </span>
        </p>
      ))}
    </Section>
  )
}

/** What was observed and what was to be expected stand smaller, below what they speak for. */
function ReasonList({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul className="for">
      {sentences.map((one) => {
        const [, says = one, observed] = /^(.*) \(observed: (.*)\)$/s.exec(one) ?? []
        return (
          <li key={one}>
            {sentence(says)}
            {observed !== undefined && <div className="reason-observed">Observed: {sentence(observed)}</div>}
          </li>
        )
      })}
    </ul>
  )
}
