import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { number } from '../../../../src/base/text.ts'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'

/** Every format that can be read, and what was read of it. */
export function FormatsPart() {
  const formats = useQuery(asking('listFormats', {}))
  return (
    <Asked query={formats} what="Reading the formats">
      {({ items }) => (
        <section className="card scroll" aria-label="Formats">
          <table className="plain-table">
            <caption>{number(items.length)} formats; each file is recognised by its content, not by its name</caption>
            <thead>
              <tr>
                <th scope="col">Format</th>
                <th scope="col">Comes from</th>
                <th scope="col">Gives</th>
                <th scope="col" className="number">
                  Sources
                </th>
                <th scope="col" className="number">
                  Notes
                </th>
              </tr>
            </thead>
            <tbody>
              {items
                .toSorted((a, b) => b.sources - a.sources)
                .map(({ name, title, origin, fills, sources, notes }) => (
                  <tr key={name}>
                    <th scope="row">{title}</th>
                    <td>{origin}</td>
                    <td>{fills.join(', ')}</td>
                    <td className="number">
                      {sources === 0 ? (
                        <span className="faint">none</span>
                      ) : (
                        <Link to="/evidence" search={{ format: name }}>
                          {number(sources)}
                        </Link>
                      )}
                    </td>
                    <td className="number">{number(notes)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </Asked>
  )
}
