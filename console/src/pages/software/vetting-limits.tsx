import { plural, printable } from '../../../../src/base/text.ts'
import type { Answer } from '../../api/call.ts'

/** What could not be opened or read, and by which rules the verdict was reached. */
export function VettingLimits({ vetting: { unopened, missed = [], notes, rules, seconds } }: { readonly vetting: Answer<'getVetting'> }) {
  return (
    <section className="card stack tight" aria-labelledby="limits">
      <h2 id="limits">{unopened.length + missed.length === 0 ? 'Everything could be read' : 'What could not be read'}</h2>
      {unopened.length > 0 && (
        <ul>
          {unopened.map(({ path, says }) => (
            <li key={path}>
              {printable(path, 200)}: {says}
            </li>
          ))}
        </ul>
      )}
      {missed.length > 0 && (
        <p>
          The verdict does not speak for {plural(missed.length, 'part')}: {printable(missed.slice(0, 8).join(', '), 400)}
        </p>
      )}
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="small faint">
        By {rules.map(({ name, version }) => `${name} ${version}`).join(', ')}, in {seconds.toFixed(1)} s
      </p>
    </section>
  )
}
