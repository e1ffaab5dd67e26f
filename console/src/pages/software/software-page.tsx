import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { number, plural, printable } from '../../../../src/base/text.ts'
import type { ProductSummary } from '../../../../src/contract/software.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { Page } from '../../parts/page.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Word } from '../../parts/word.tsx'
import { SoftwareTabs } from './tabs.tsx'

const route = getRouteApi('/signed-in/software')

const columns: readonly ListColumn<ProductSummary>[] = [
  {
    id: 'product',
    head: 'Product',
    sort: 'name',
    cell: ({ product, vendor }) => (
      <>
        <Link to="/software/products/$id" params={{ id: product }} className="list-title">
          {printable(product, 120)}
        </Link>
        {vendor !== '' && <span className="small faint"> {printable(vendor, 80)}</span>}
      </>
    ),
  },
  { id: 'releases', head: 'Releases', width: '7rem', numeric: true, cell: ({ releases }) => number(releases) },
  { id: 'hosts', head: 'Hosts now', width: '7rem', numeric: true, sort: 'hosts', cell: ({ hosts }) => number(hosts) },
  {
    id: 'severity',
    head: 'Gravest finding',
    width: '10rem',
    sort: 'severity',
    cell: ({ severity }) => (severity === null ? <span className="faint">none</span> : <SeverityMark severity={severity} />),
  },
  { id: 'vetted', head: 'Vetted', width: '8rem', cell: ({ vetted }) => (vetted === null ? <span className="faint">no</span> : <Word>{vetted}</Word>) },
]

function vendorsOf(vendors: readonly { readonly value: string; readonly count: number }[], chosen: string | undefined) {
  const known = vendors.some(({ value }) => value === chosen) || chosen === undefined ? vendors : [...vendors, { value: chosen, count: 0 }]
  return known.map(({ value, count }) => ({ value, label: `${printable(value, 60)} (${number(count)})` }))
}

/** Products that are installed; each leads to its releases, and those to their hosts. */
export function SoftwarePage() {
  const { at, text, vendor, sort } = route.useSearch()
  const navigate = useNavigate({ from: '/software' })
  const change = (next: { readonly text?: string | undefined; readonly vendor?: string | undefined; readonly sort?: string; readonly at?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const { query, first, rows, more } = usePages('listSoftware', { text, vendor, sort })
  return (
    <Page title="Software" about={first && `${plural(first.total, 'product')} shown`}>
      <SoftwareTabs />
      <div className="filters">
        <SearchField label="Product or vendor" value={text} set={(value) => change({ text: value })} />
        <NativeSelect
          size="sm"
          aria-label="Vendor"
          value={vendor ?? ''}
          onChange={(event) => change({ vendor: event.currentTarget.value || undefined })}
          data={[{ value: '', label: 'Every vendor' }, ...vendorsOf(first?.vendors ?? [], vendor)]}
        />
      </div>
      <Asked query={query} what="Reading the software">
        {() =>
          rows.length === 0 ? (
            text === undefined && vendor === undefined ? (
              <Empty kind="no-evidence" title="No inventory was given, so nothing is known of installed software">
                <Link to="/evidence">Give an inventory</Link>
              </Empty>
            ) : (
              <Empty kind="no-match" title="No product by that name or vendor">
                <Link to="/software">Show all</Link>
              </Empty>
            )
          ) : (
            <div className="card flush">
              <List
                label="Products"
                columns={columns}
                rows={rows}
                keyOf={({ product, vendor }) => `${vendor}\t${product}`}
                total={first?.total ?? rows.length}
                selected={at}
                select={(key) => change({ at: key })}
                sort={sort ?? 'hosts'}
                sortBy={(value) => change({ sort: value })}
                more={more}
              />
            </div>
          )
        }
      </Asked>
    </Page>
  )
}
