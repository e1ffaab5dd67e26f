import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import type { FindingSummary } from '../../../../src/contract/finding.ts'
import { useNews } from '../../api/events.ts'
import { toggled } from '../../base/filters.ts'
import { analysisName } from '../../base/names.ts'
import { Asked } from '../../parts/asked.tsx'
import { Choices } from '../../parts/choices.tsx'
import { Empty } from '../../parts/empty.tsx'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { NewsBar } from '../../parts/news-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { findingColumns } from './parts/finding-columns.tsx'
import { SeverityChoices } from './parts/severity-choices.tsx'
import { IncidentTabs } from './parts/tabs.tsx'

const route = getRouteApi('/signed-in/incidents/findings')

/** Every finding, however many: whether an incident took it up or not. */
export function FindingsPage() {
  const { at, ...filters } = route.useSearch()
  const navigate = useNavigate({ from: '/incidents/findings' })
  const change = (next: Partial<typeof filters & { at: string }>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const { query, first, rows, more } = usePages('listFindings', filters, 500)
  const news = useNews('finding', 'listFindings')
  return (
    <Page title="Findings" about={first && `${plural(first.total, 'finding')} shown`}>
      <IncidentTabs />
      <div className="filters">
        <SearchField label="Words in the title" value={filters.text} set={(text) => change({ text })} />
        <SeverityChoices chosen={filters.severity} set={(severity) => change({ severity })} counts={first?.facets.severity} />
        <Choices
          label="Analysis"
          options={(first?.facets.analysis ?? []).map((facet) => ({ ...facet, name: analysisName(facet.value) }))}
          chosen={filters.analysis}
          toggle={(analysis) => change({ analysis: toggled(filters.analysis, analysis) })}
        />
        {first && (first.suppressed > 0 || filters.suppressed !== undefined) && (
          <Choices
            label="Suppressed"
            options={[{ value: 'with', name: 'Also suppressed', count: first.suppressed }]}
            chosen={filters.suppressed}
            toggle={(suppressed) => change({ suppressed: toggled(filters.suppressed, suppressed) })}
          />
        )}
      </div>
      {filters.entity !== undefined && (
        <p className="row small">
          Only what is about <strong>{filters.entity}</strong>
          <Link to="/incidents/findings" search={({ entity: _, ...rest }) => rest}>
            Show all
          </Link>
        </p>
      )}
      <NewsBar count={news.count} what={news.count === 1 ? 'finding is new' : 'findings are new'} show={news.show} />
      <Asked query={query} what="Reading findings">
        {(data) =>
          rows.length === 0 ? (
            <NothingHere filtered={Object.keys(filters).length > 0} suppressed={data.pages[0]?.suppressed ?? 0} />
          ) : (
            <div className="card flush">
              <List
                label="Findings"
                columns={findingColumns}
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
    </Page>
  )
}

function keyOf({ id }: FindingSummary): string {
  return id
}

function NothingHere({ filtered, suppressed }: { readonly filtered: boolean; readonly suppressed: number }) {
  if (filtered) {
    return (
      <Empty kind="no-match" title="No finding fits these filters">
        <Link to="/incidents/findings">Show all</Link>
      </Empty>
    )
  }
  return (
    <Empty kind="nothing-found" title={suppressed > 0 ? `${plural(suppressed, 'finding')}, all of them suppressed` : 'The analyses that ran found nothing'}>
      <p>
        Which analyses ran, and which could not, stands under{' '}
        <Link to="/evidence" search={{ part: 'analyses' }}>
          Evidence
        </Link>
        .
      </p>
    </Empty>
  )
}
