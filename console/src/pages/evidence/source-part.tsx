import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { bytes, number, plural, printable } from '../../../../src/base/text.ts'
import { type Answer, asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { Scroll } from '../../parts/scroll.tsx'
import { Span } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'

/** One source: what it gave, what it covers, and every note about it. */
export function SourcePart({ id }: { readonly id: string }) {
  const source = useQuery(asking('getSource', { params: { id } }))
  return (
    <>
      <p>
        <Link to="/evidence">All sources</Link>
      </p>
      <Asked query={source} what="Reading about the source">
        {(data) => <Source source={data} />}
      </Asked>
    </>
  )
}

function Source({ source }: { readonly source: Answer<'getSource'> }) {
  const { file, format, outcome, rows, bytes: size, skippedLines, coverage, noteTexts } = source
  return (
    <section className="card stack" aria-labelledby="source-file">
      <h2 id="source-file">{printable(file, 300)}</h2>
      <dl className="facts">
        <dt>Format</dt>
        <dd>{format}</dd>
        <dt>Read</dt>
        <dd>
          <Word>{outcome}</Word>
        </dd>
        <dt>Size</dt>
        <dd>{bytes(size)}, decompressed</dd>
        <dt>Not read</dt>
        <dd>{plural(skippedLines, 'line')}</dd>
      </dl>
      <Scroll label="What it gave">
        <table className="plain-table">
          <caption>What it gave</caption>
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col">Time</th>
              <th scope="col" className="number">
                Gaps
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(rows).map(([table, count]) => (
              <TableLine key={table} table={table} count={count} coverage={coverage.find((line) => line.table === table)} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {noteTexts.length > 0 && (
        <div className="stack tight">
          <h3>{plural(noteTexts.length, 'note')}</h3>
          <ul>
            {noteTexts.map(({ line, text }) => (
              <li key={`${line}:${text}`}>
                {line > 0 && <strong>line {number(line)}: </strong>}
                {printable(text, 400)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

interface TableLineProps {
  readonly table: string
  readonly count: number
  readonly coverage: Answer<'getSource'>['coverage'][number] | undefined
}

function TableLine({ table, count, coverage }: TableLineProps) {
  return (
    <tr>
      <th scope="row">{table}</th>
      <td className="number">{number(count)}</td>
      <td>{coverage?.first !== undefined && coverage.last !== undefined ? <Span first={coverage.first} last={coverage.last} /> : 'no times'}</td>
      <td className="number">{number(coverage?.gaps.length ?? 0)}</td>
    </tr>
  )
}
