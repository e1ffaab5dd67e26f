import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { number, plural } from '../../../../src/base/text.ts'
import type { IncidentSummary } from '../../../../src/contract/incident.ts'
import { useNews } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { toggled } from '../../base/filters.ts'
import { useShortcuts } from '../../base/shortcuts.ts'
import { Asked } from '../../parts/asked.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { NewsBar } from '../../parts/news-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { incidentColumns } from './parts/incident-columns.tsx'
import { MergeDialog } from './parts/merge-dialog.tsx'
import { SeverityChoices } from './parts/severity-choices.tsx'
import { IncidentTabs } from './parts/tabs.tsx'

const route = getRouteApi('/signed-in/incidents')

export function IncidentsPage() {
  const { at, ...filters } = route.useSearch()
  const navigate = useNavigate({ from: '/incidents' })
  const change = (next: Partial<typeof filters & { at: string }>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const { query, first, rows, more } = usePages('listIncidents', filters)
  const news = useNews('incident', 'listIncidents')
  const mayMerge = useMay('analyst')
  const [marked, setMarked] = useState<readonly string[]>([])
  const [merging, setMerging] = useState(false)
  const mark = (id: string) => setMarked(marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id])
  useShortcuts(mayMerge ? [{ keys: 'x', does: 'Mark it, to merge with others', run: () => at !== undefined && mark(at) }] : [])
  const columns = incidentColumns(mayMerge ? { marked, mark } : undefined)
  return (
    <Page title="Incidents" about={first && `${plural(first.total, 'incident')} shown`}>
      <IncidentTabs />
      <div className="filters">
        <SearchField label="Words in the title" value={filters.text} set={(text) => change({ text })} />
        <Choices label="State" options={first?.states ?? []} chosen={filters.state} toggle={(state) => change({ state: toggled(filters.state, state) })} />
        <SeverityChoices chosen={filters.severity} set={(severity) => change({ severity })} />
        <Choices
          label="More"
          options={[{ value: 'true', name: 'Also those no longer found' }]}
          chosen={filters.gone}
          toggle={(gone) => change({ gone: toggled(filters.gone, gone) })}
        />
      </div>
      <NewsBar count={news.count} what={news.count === 1 ? 'incident changed' : 'incidents changed'} show={news.show} />
      {marked.length > 1 && (
        <div className="row card">
          <strong>{number(marked.length)} marked</strong>
          <Button size="compact-sm" onClick={() => setMerging(true)}>
            Merge them
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setMarked([])}>
            Unmark
          </Button>
        </div>
      )}
      <Asked query={query} what="Reading incidents">
        {() =>
          rows.length === 0 ? (
            <NothingHere filtered={Object.keys(filters).length > 0} />
          ) : (
            <div className="card flush">
              <List
                label="Incidents"
                columns={columns}
                rows={rows}
                keyOf={keyOf}
                total={first?.total ?? rows.length}
                selected={at}
                select={(id) => change({ at: id })}
                sort={filters.sort ?? 'severity'}
                sortBy={(sort) => change({ sort })}
                more={more}
              />
            </div>
          )
        }
      </Asked>
      {merging && (
        <MergeDialog
          incidents={rows.filter(({ id }) => marked.includes(id))}
          close={(done) => {
            setMerging(false)
            if (done) setMarked([])
          }}
        />
      )}
    </Page>
  )
}

function keyOf({ id }: IncidentSummary): string {
  return id
}

function NothingHere({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <Empty kind="no-match" title="No incident fits these filters">
        <Link to="/incidents">Show all</Link>
      </Empty>
    )
  }
  return (
    <Empty kind="nothing-found" title="No findings add up to an incident">
      <p>
        What the evidence covers, and which analyses could not look, stands under <Link to="/evidence">Evidence</Link>. Single findings stand under{' '}
        <Link to="/incidents/findings">All findings</Link>.
      </p>
    </Empty>
  )
}
