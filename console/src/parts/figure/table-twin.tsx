import { number } from '../../../../src/base/text.ts'
import type { FigureTable } from '../../../../src/figures/table.ts'

/** The data of a figure, to read, copy and hear. */
export function TableTwin({ title, table }: { readonly title: string; readonly table: FigureTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="scroll twin-scroll" tabIndex={0} aria-label={`Table: ${title}`}>
      <table className="plain-table">
        <thead>
          <tr>
            {table.headers.map((header) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join('\t')}>
              {row.map((value, index) =>
                index === 0 ? (
                  <th key={table.headers[index]} scope="row">
                    {value}
                  </th>
                ) : (
                  <td key={table.headers[index]}>{value}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {table.more > 0 && <p className="faint small">and {number(table.more)} more rows</p>}
    </section>
  )
}
