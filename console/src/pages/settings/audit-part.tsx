import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { plural, printable } from '../../../../src/base/text.ts'
import type { Answer } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { SearchField } from '../../parts/search-field.tsx'
import { Time } from '../../parts/time.tsx'

const route = getRouteApi('/signed-in/settings')

type Entry = Answer<'listAudit'>['items'][number]

const columns: readonly ListColumn<Entry>[] = [
  { id: 'at', head: 'When', width: '11rem', cell: ({ at }) => <Time iso={at} /> },
  { id: 'by', head: 'Who', width: '14rem', cell: ({ by }) => printable(by, 120) },
  { id: 'action', head: 'What', width: '12rem', cell: ({ action }) => action },
  { id: 'says', head: 'In words', cell: ({ about, says }) => printable([about, says].filter((text) => text !== '').join(': '), 300) },
  { id: 'address', head: 'From', width: '9rem', secondary: true, cell: ({ address }) => address },
]

/** Who did what, the newest first. Each entry seals the one before; `gatehouse audit verify` tells whether one was changed. */
export default function AuditPart() {
  const { action, by } = route.useSearch()
  const navigate = useNavigate({ from: '/settings' })
  const { query, first, rows, more } = usePages('listAudit', { action, by })
  const change = (next: { readonly action?: string | undefined; readonly by?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  return (
    <>
      <div className="filters">
        <SearchField label="What was done" value={action} set={(value) => change({ action: value })} />
        <SearchField label="Who" value={by} set={(value) => change({ by: value })} />
        <span className="small faint">{first && plural(first.total, 'entry', 'entries')}. Sealed one by one: gatehouse audit verify</span>
      </div>
      <Asked query={query} what="Reading the audit log">
        {() => (
          <div className="card flush">
            <List
              label="Audit log"
              columns={columns}
              rows={rows}
              keyOf={({ sequence }) => String(sequence)}
              total={first?.total ?? rows.length}
              select={() => undefined}
              more={more}
            />
          </div>
        )}
      </Asked>
    </>
  )
}
