import { bytes, printable } from '../../../../src/base/text.ts'
import type { Answer } from '../../api/call.ts'
import { Scroll } from '../../parts/scroll.tsx'
import { nameOf } from './vetting-words.ts'

type Vetting = Answer<'getVetting'>
type Side = Vetting['release']

const lines: readonly (readonly [name: string, of: (side: Side) => string])[] = [
  ['Release', ({ identity }) => nameOf(identity)],
  ['File', ({ artifact }) => `${artifact.path}, ${bytes(artifact.size)}`],
  ['SHA-256', ({ artifact }) => artifact.sha256],
  ['Signatures', ({ signatures }) => signatures.map(({ scheme, state }) => `${scheme} ${state}`).join(', ')],
  ['Signer', ({ signatures }) => [...new Set(signatures.flatMap(({ signer }) => (signer ? [signer.organisation ?? signer.subject] : [])))].join('; ')],
  ['Published', ({ publication }) => publication?.publishedAt ?? ''],
  ['Publisher', ({ publication }) => publication?.publisher ?? ''],
  ['Provenance', ({ publication }) => (publication?.provenance == null ? '' : publication.provenance ? 'attested' : 'none')],
  ['What its code can do', ({ capabilities }) => capabilities.join(', ')],
]

/** Both releases beside each other: who made them and what vouches for them. */
export function Sides({ vetting: { release, previous, gained, lost } }: { readonly vetting: Vetting }) {
  return (
    <section className="card stack tight" aria-labelledby="sides">
      <h2 id="sides">Where it comes from, and what its code can do</h2>
      {gained.length > 0 && <p>New since the release before: {gained.join(', ')}.</p>}
      {lost.length > 0 && <p>No longer: {lost.join(', ')}.</p>}
      <Scroll label="Both releases">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">What</span>
              </th>
              <th scope="col">This release</th>
              {previous && <th scope="col">The one before</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, of]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{printable(of(release), 400) || <span className="faint">unknown</span>}</td>
                {previous && <td>{printable(of(previous), 400) || <span className="faint">unknown</span>}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
