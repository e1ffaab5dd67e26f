import { useQuery } from '@tanstack/react-query'
import { plural } from '../../../../src/base/text.ts'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { CoverageStrip } from '../../parts/coverage-strip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Span } from '../../parts/time.tsx'

/** What time the evidence covers, where it is silent, and which files were not read at all. */
export function GapsPart() {
  const overview = useQuery(asking('getOverview', {}))
  const coverage = useQuery(asking('listCoverage', {}))
  const skipped = useQuery(asking('listSkipped', {}))
  return (
    <>
      <Asked query={overview} what="Reading the coverage">
        {({ coverage: lanes }) =>
          lanes.length === 0 ? (
            <Empty kind="no-evidence" title="Nothing was read yet" />
          ) : (
            <section className="card" aria-label="Coverage">
              <CoverageStrip lanes={lanes} />
            </section>
          )
        }
      </Asked>
      <Asked query={coverage} what="Looking for gaps">
        {({ items }) => {
          const gaps = items.flatMap(({ table, source, gaps: own }) => own.map((gap) => ({ table, source, ...gap })))
          return (
            <section className="card stack tight" aria-label="Gaps">
              <h2>{gaps.length === 0 ? 'No source is silent for longer than usual' : `${plural(gaps.length, 'gap')} within sources`}</h2>
              <ul className="plain-list">
                {gaps.slice(0, 500).map(({ table, source, from, until }) => (
                  <li key={`${table}:${source}:${from}`}>
                    <Span first={from} last={until} />: no {table} from {source}
                  </li>
                ))}
              </ul>
            </section>
          )
        }}
      </Asked>
      <Asked query={skipped} what="Reading what was left out">
        {({ items }) =>
          items.length > 0 && (
            <section className="card stack tight" aria-label="Files that were not read">
              <h2>{plural(items.length, 'file')} not read</h2>
              {[...Map.groupBy(items, ({ why }) => why)].map(([why, files]) => (
                <details key={why}>
                  <summary>
                    {plural(files.length, 'file')}: {why}
                  </summary>
                  <ul>
                    {files.map(({ file }) => (
                      <li key={file}>{file}</li>
                    ))}
                  </ul>
                </details>
              ))}
            </section>
          )
        }
      </Asked>
    </>
  )
}
