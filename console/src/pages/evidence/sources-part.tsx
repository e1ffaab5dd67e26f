import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { bytes, number, plural, printable } from '../../../../src/base/text.ts'
import type { SourceSummary } from '../../../../src/contract/evidence.ts'
import { useNews } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { toggled } from '../../base/filters.ts'
import { Asked } from '../../parts/asked.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { EvidenceDrop } from '../../parts/evidence-drop.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { NewsBar } from '../../parts/news-bar.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { Word } from '../../parts/word.tsx'

const route = getRouteApi('/signed-in/evidence')

const outcomes = ['succeeded', 'partial', 'failed', 'skipped'] as const

const columns: readonly ListColumn<SourceSummary>[] = [
  {
    id: 'file',
    head: 'File',
    sort: 'file',
    cell: ({ id, file }) => (
      <Link to="/evidence" search={{ source: String(id) }} className="list-title">
        {printable(file, 160)}
      </Link>
    ),
  },
  { id: 'format', head: 'Format', width: '11rem', cell: ({ format }) => format },
  { id: 'rows', head: 'Rows', width: '7rem', numeric: true, cell: ({ rows }) => number(Object.values(rows).reduce((sum, count) => sum + count, 0)) },
  { id: 'bytes', head: 'Size', width: '6rem', numeric: true, secondary: true, cell: ({ bytes: size }) => bytes(size) },
  {
    id: 'outcome',
    head: 'Read',
    width: '9rem',
    cell: ({ outcome, complete }) => (complete ? outcome === 'succeeded' ? 'whole' : <Word>{outcome}</Word> : 'being read'),
  },
  {
    id: 'notes',
    head: 'Not read',
    width: '9rem',
    cell: ({ skippedLines, notes }) => (skippedLines === 0 ? (notes === 0 ? '' : plural(notes, 'note')) : plural(skippedLines, 'line')),
  },
]

/** Every file that was read, and how that went. */
export function SourcesPart() {
  const { format, outcome, text, sort, at } = route.useSearch()
  const filters = { format, outcome, text, sort }
  const navigate = useNavigate({ from: '/evidence' })
  const change = (next: Partial<typeof filters & { at: string }>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const { query, first, rows, more } = usePages('listSources', filters)
  const news = useNews('evidence', 'listSources', 'listCoverage', 'listFormats', 'listAnalyses')
  const mayAdd = useMay('analyst')
  const isFiltered = [format, outcome, text].some((value) => value !== undefined)
  return (
    <>
      {mayAdd && <EvidenceDrop />}
      <div className="filters">
        <SearchField label="Part of the name" value={text} set={(value) => change({ text: value })} />
        <Choices
          label="How it was read"
          options={outcomes.map((value) => ({ value }))}
          chosen={outcome}
          toggle={(value) => change({ outcome: toggled(outcome, value) })}
        />
        <Choices label="Format" options={first?.formats ?? []} chosen={format} toggle={(value) => change({ format: toggled(format, value) })} />
      </div>
      <NewsBar count={news.count} what={news.count === 1 ? 'source is new' : 'sources are new'} show={news.show} />
      <Asked query={query} what="Reading the list of sources">
        {() =>
          rows.length === 0 ? (
            isFiltered ? (
              <Empty kind="no-match" title="No source fits these filters">
                <Link to="/evidence">Show all</Link>
              </Empty>
            ) : (
              <Empty kind="no-evidence" title="Nothing was read yet" />
            )
          ) : (
            <div className="card flush">
              <List
                label="Sources"
                columns={columns}
                rows={rows}
                keyOf={keyOf}
                total={first?.total ?? rows.length}
                selected={at}
                select={(id) => change({ at: id })}
                sort={sort}
                sortBy={(value) => change({ sort: value })}
                more={more}
              />
            </div>
          )
        }
      </Asked>
    </>
  )
}

function keyOf({ id }: SourceSummary): string {
  return String(id)
}
