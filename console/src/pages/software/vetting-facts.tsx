import { plural, printable } from '../../../../src/base/text.ts'
import { sentence } from '../../base/sentence.ts'
import { classWords, type Fact, placeWords } from './vetting-words.ts'

/** The reasons, the heaviest first; what is only said stands folded below. */
export function VettingFacts({ facts }: { readonly facts: readonly Fact[] }) {
  const weighty = facts.filter(({ points }) => points > 0)
  const said = facts.filter(({ points }) => points <= 0)
  return (
    <section className="card stack" aria-labelledby="reasons">
      <h2 id="reasons">{weighty.length === 0 ? 'Nothing weighs against it' : `${plural(weighty.length, 'reason')}, the heaviest first`}</h2>
      <ol className="plain-list stack">
        {weighty.map((fact) => (
          <FactItem key={`${fact.name}:${fact.path}:${fact.says}`} fact={fact} />
        ))}
      </ol>
      {said.length > 0 && (
        <details>
          <summary>{plural(said.length, 'more observation')} without weight</summary>
          <ol className="plain-list stack said">
            {said.map((fact) => (
              <FactItem key={`${fact.name}:${fact.path}:${fact.says}`} fact={fact} />
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}

function FactItem({ fact }: { readonly fact: Fact }) {
  const { says, points, technique, now, before, innocentIf } = fact
  const place = placeWords(fact)
  return (
    <li className="fact">
      <h3>{sentence(says)}</h3>
      <p className="small faint">
        class {fact.class}, {classWords[fact.class]} · {points > 0 ? plural(Math.round(points), 'point') : 'no points'}
        {technique !== undefined && ` · ${technique}`}
        {place !== undefined && ` · ${printable(place, 200)}`}
      </p>
      {now !== '' && <pre className="scroll fact-now">{printable(now, 1200)}</pre>}
      {before !== undefined && <p className="small">Before: {printable(before, 400)}</p>}
      {innocentIf !== undefined && <p className="small">Harmless if {innocentIf}</p>}
    </li>
  )
}
