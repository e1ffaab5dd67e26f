import type { Reason } from '../../../../../src/model/finding.ts'
import { sentence } from '../../../base/sentence.ts'
import { Scroll } from '../../../parts/scroll.tsx'

/** Each reason with what was observed, what was to be expected, and its share: never a bare score. */
export function Reasons({ because }: { readonly because: readonly Reason[] }) {
  return (
    <Scroll label="Reasons">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Observed</th>
            <th scope="col">To be expected</th>
            <th scope="col" className="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {because.map(({ says, observed, expected, weight }) => (
            <tr key={says}>
              <th scope="row">{sentence(says)}</th>
              <td>{sentence(observed)}</td>
              <td>{sentence(expected ?? '')}</td>
              <td className="number">{Math.round(weight * 100)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
