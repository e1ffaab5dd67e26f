import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { Builder } from './rows/builder.tsx'
import { Result } from './rows/result.tsx'
import { type RowsSearch, searchOf } from './rows/rows-search.ts'
import { SavedQueries } from './rows/saved-queries.tsx'
import { HuntTabs } from './tabs.tsx'
import './rows/rows.css'

const route = getRouteApi('/signed-in/hunt/rows')

/** Looking through the rows by hand: a table, conditions, counts by a column; each value narrows or leads on. */
export function RowsPage() {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/hunt/rows' })
  const ask = (next: RowsSearch) => void navigate({ search: next })
  const tables = useQuery(asking('listTables', {}))
  if (search.saved !== undefined) return <SavedQuestion id={search.saved} />
  return (
    <Page title="Hunt" about="Look through the rows by hand">
      <HuntTabs />
      <Asked query={tables} what="Reading the tables">
        {({ items }) => {
          const table = items.find(({ name }) => name === search.table) ?? items.find(({ rows }) => rows > 0)
          if (!table) return <Empty kind="no-evidence" title="There are no rows yet: nothing was read" />
          const question = { ...search, table: table.name }
          return (
            <div className="rows-page">
              <div className="stack">
                <Builder tables={items} table={table} search={question} ask={ask} />
                <Result table={table} search={question} ask={ask} />
              </div>
              <SavedQueries table={table} search={question} ask={ask} />
            </div>
          )
        }}
      </Asked>
    </Page>
  )
}

/** A question that search found, or that a link names: it takes its own place in the address. */
function SavedQuestion({ id }: { readonly id: string }) {
  const saved = useQuery(asking('listQueries', {}))
  return (
    <Page title="Hunt" about="Look through the rows by hand">
      <HuntTabs />
      <Asked query={saved} what="Reading what is saved">
        {({ items }) => {
          const found = items.find((one) => one.id === id)
          if (found) return <Navigate to="/hunt/rows" search={searchOf(found.query)} replace />
          return (
            <Empty kind="no-match" title="This question is no longer saved">
              <Link to="/hunt/rows">To the rows</Link>
            </Empty>
          )
        }}
      </Asked>
    </Page>
  )
}
