import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { printable } from '../../../../src/base/text.ts'
import type { VettingSummary } from '../../../../src/contract/software.ts'
import { useNews } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { JobHere } from '../../parts/job-here.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { NewsBar } from '../../parts/news-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'
import { SoftwareTabs } from './tabs.tsx'
import { VetRelease } from './vet-release.tsx'
import './software.css'

const route = getRouteApi('/signed-in/software/vetted')

const columns: readonly ListColumn<VettingSummary>[] = [
  {
    id: 'name',
    head: 'Release',
    cell: ({ id, name, version }) => (
      <Link to="/software/vetted/$id" params={{ id }} className="list-title">
        {printable(`${name} ${version}`.trim(), 160)}
      </Link>
    ),
  },
  { id: 'word', head: 'Verdict', width: '8rem', cell: ({ word }) => <Word>{word}</Word> },
  { id: 'ecosystem', head: 'Kind', width: '8rem', cell: ({ ecosystem }) => ecosystem },
  { id: 'at', head: 'Vetted', width: '11rem', cell: ({ at }) => <Time iso={at} /> },
]

/** May we roll this out? Releases whose bytes were looked at, and room to drop the next. */
export function VettedPage() {
  const { job, name, at } = route.useSearch()
  const navigate = useNavigate({ from: '/software/vetted' })
  const { query, first, rows, more } = usePages('listVettings', { name })
  const news = useNews('vetting', 'listVettings')
  const mayVet = useMay('analyst')
  return (
    <Page title="Software" about="May we roll it out?">
      <SoftwareTabs />
      {mayVet && <VetRelease />}
      {job !== undefined && <JobHere id={job} />}
      <NewsBar count={news.count} what={news.count === 1 ? 'verdict is new' : 'verdicts are new'} show={news.show} />
      <Asked query={query} what="Reading the verdicts">
        {() =>
          rows.length === 0 ? (
            <Empty kind="no-evidence" title="No release was vetted yet">
              <p>An installer, a package or an update is compared with the release before it: what is new in its bytes, and whether that fits.</p>
            </Empty>
          ) : (
            <div className="card flush">
              <List
                label="Vetted releases"
                columns={columns}
                rows={rows}
                keyOf={({ id }) => id}
                total={first?.total ?? rows.length}
                selected={at}
                select={(key) => void navigate({ search: (before) => ({ ...before, at: key }), replace: true })}
                more={more}
              />
            </div>
          )
        }
      </Asked>
    </Page>
  )
}
