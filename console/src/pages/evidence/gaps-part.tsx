import { useQuery } from '@tanstack/react-query'
import { number, plural } from '../../../../src/base/text.ts'
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
            <section className="card stack" aria-label="Coverage">
              <CoverageStrip lanes={lanes} />
              <GapList
                gaps={lanes.flatMap(({ title, gaps }) =>
                  gaps.map((gap) => ({ key: title, what: `no ${title.charAt(0).toLowerCase()}${title.slice(1)} from anywhere`, ...gap })),
                )}
              />
            </section>
          )
        }
      </Asked>
      <Asked query={coverage} what="Looking for gaps">
        {({ items }) => {
          const gaps = items.flatMap(({ table, source, gaps: own }) =>
            own.map((gap) => ({ key: `${table}:${source}`, what: `no ${table} from ${source}`, ...gap })),
          )
          return (
            <section className="card stack tight" aria-label="Gaps">
              <h2>{gaps.length === 0 ? 'No single file is silent for longer than usual' : `${plural(gaps.length, 'gap')} within single files`}</h2>
              <GapList gaps={gaps} />
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

const mostGaps = 500

interface Gap {
  readonly key: string
  readonly what: string
  readonly from: string
  readonly until: string
}

function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null
  return (
    <ul className="plain-list">
      {gaps.slice(0, mostGaps).map(({ key, what, from, until }) => (
        <li key={`${key}:${from}`}>
          <Span first={from} last={until} />: {what}
        </li>
      ))}
      {gaps.length > mostGaps && <li className="faint">and {number(gaps.length - mostGaps)} more</li>}
    </ul>
  )
}
