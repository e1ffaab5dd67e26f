import { number, plural, printable } from '../../../../src/base/text.ts'
import type { Hunt } from '../../../../src/model/hunt.ts'
import { sentence } from '../../base/sentence.ts'
import { Scroll } from '../../parts/scroll.tsx'
import { Span } from '../../parts/time.tsx'

/** What the answer covers, what could not be looked for, and which files it answers. */
export function HuntLimits({ hunt: { coverage, disagreements, notes, advisories } }: { readonly hunt: Hunt }) {
  const { evidence, untested, tested } = coverage
  return (
    <section className="card stack" aria-labelledby="hunt-limits">
      <h2 id="hunt-limits">What this answer covers</h2>
      <p>
        {plural(tested, 'indicator')} could be looked for
        {untested.length > 0 ? '; these could not:' : '.'}
      </p>
      {untested.length > 0 && (
        <ul>
          {untested.map(({ what, count, needs }) => (
            <li key={`${what}:${needs}`}>
              {number(count)} {what}: needs {needs}
            </li>
          ))}
        </ul>
      )}
      <Scroll label="Limits">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Evidence</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ table, title, rows, first, last }) => (
              <tr key={table}>
                <th scope="row">{sentence(title)}</th>
                <td className="number">{rows === 0 ? 'none' : number(rows)}</td>
                <td>{first !== undefined && last !== undefined ? <Span first={first} last={last} /> : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {[...disagreements, ...notes].length > 0 && (
        <ul>
          {[...disagreements, ...notes].map((text) => (
            <li key={text}>{sentence(text)}</li>
          ))}
        </ul>
      )}
      <ul className="plain-list small faint">
        {advisories.map(({ id, file, title, publisher, published, tlp, format }) => (
          <li key={id}>
            {printable(title, 200)}: {printable(file, 120)} (
            {[publisher, published, tlp === '' ? '' : `TLP:${tlp}`, format].filter((part) => part !== '').join(', ')})
          </li>
        ))}
      </ul>
    </section>
  )
}
