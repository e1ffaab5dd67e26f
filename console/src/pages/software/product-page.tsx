import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { number, plural, printable } from '../../../../src/base/text.ts'
import { drawBars } from '../../../../src/figures/bars.ts'
import { tableOf } from '../../../../src/figures/table.ts'
import type { BarsFigure } from '../../../../src/model/figure.ts'
import { type Answer, asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { EntityLink } from '../../parts/entity-link.tsx'
import { FigureFrame } from '../../parts/figure/figure.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { usePages } from '../../parts/list/use-pages.ts'
import { Page } from '../../parts/page.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Time } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'
import { Behaviour } from './behaviour.tsx'

const route = getRouteApi('/signed-in/software/products/$id')

type Product = Answer<'getProduct'>
type Installation = Answer<'listInstallations'>['items'][number]

/** The releases of a product, and which host has which. */
export function ProductPage() {
  const { id } = route.useParams()
  const product = useQuery(asking('getProduct', { params: { id } }))
  return (
    <Page title={printable(id, 160)} about={product.data && printable(product.data.vendor, 120)}>
      <p className="row">
        <Link to="/software">All products</Link>
        <EntityLink entity={{ kind: 'software', id }} text="What is known of it" />
      </p>
      <Asked query={product} what="Reading its releases">
        {(data) => (
          <>
            <section className="card">
              <ReleaseBars product={data} />
            </section>
            <Releases product={data} />
            <ChosenBehaviour product={data} />
          </>
        )}
      </Asked>
      <Installations product={id} />
    </Page>
  )
}

type Release = Product['releases'][number]

function spreadOf(most: Release, newest: Release): string {
  const named = ({ version }: Release) => printable(version || 'an unknown version', 60)
  if (most === newest) return `Most hosts have ${named(most)}, the newest to arrive`
  return `Most hosts have ${named(most)}; ${named(newest)}, the newest to arrive, is on ${number(newest.hosts)}`
}

/** Of the release that the address names, else of the newest that hosts have. */
function ChosenBehaviour({ product: { product, releases } }: { readonly product: Product }) {
  const { version } = route.useSearch()
  const chosen = version ?? releases.find((release) => release.version !== '' && release.hosts > 0)?.version
  return chosen === undefined || chosen === '' ? null : <Behaviour product={product} version={chosen} />
}

function ReleaseBars({ product: { product, releases } }: { readonly product: Product }) {
  const newest = releases.toSorted((a, b) => (b.since ?? '').localeCompare(a.since ?? ''))[0]
  const most = releases.toSorted((a, b) => b.hosts - a.hosts)[0]
  const title = !most || !newest ? `No release of ${product} is known` : most.hosts === 0 ? 'No host has it now' : spreadOf(most, newest)
  const figure: BarsFigure = {
    kind: 'bars',
    title,
    summary: `Hosts that have it now, by release; a mark where a finding names it.`,
    unit: 'hosts',
    bars: releases.map(({ version, hosts, severity }) => ({ name: version || 'unknown', value: hosts, mark: (severity ?? 0) >= 3 })),
  }
  const key = JSON.stringify(figure.bars)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figure is made of what the key holds
  const draw = useCallback((width: number) => drawBars(figure, { width }), [key])
  return <FigureFrame title={title} summary={figure.summary} draw={draw} table={(rows) => tableOf(figure, rows)} level={2} />
}

function Releases({ product: { product, releases } }: { readonly product: Product }) {
  return (
    <section className="card scroll" aria-label="Releases">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col" className="number">
              Hosts now
            </th>
            <th scope="col">First installed</th>
            <th scope="col">Gravest finding</th>
            <th scope="col">Vetted</th>
          </tr>
        </thead>
        <tbody>
          {releases.map(({ version, hosts, since, severity, vettings }) => (
            <tr key={version}>
              <th scope="row">
                {version === '' ? (
                  <span className="faint">unknown</span>
                ) : (
                  <EntityLink entity={{ kind: 'release', id: `${product}@${version}` }} text={version} />
                )}
              </th>
              <td className="number">
                <Link to="/software/products/$id" params={{ id: product }} search={{ version }}>
                  {number(hosts)}
                </Link>
              </td>
              <td>{since === null ? <span className="faint">unknown</span> : <Time iso={since} />}</td>
              <td>{severity === null ? <span className="faint">none</span> : <SeverityMark severity={severity} />}</td>
              <td>
                {vettings.length === 0 ? (
                  <span className="faint">no</span>
                ) : (
                  vettings.map(({ id, word }) => (
                    <Link key={id} to="/software/vetted/$id" params={{ id }}>
                      <Word>{word}</Word>
                    </Link>
                  ))
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const columns: readonly ListColumn<Installation>[] = [
  { id: 'host', head: 'Host', cell: ({ host }) => <EntityLink entity={{ kind: 'host', id: host }} /> },
  { id: 'version', head: 'Version', width: '10rem', cell: ({ version }) => version || <span className="faint">unknown</span> },
  { id: 'since', head: 'Since', width: '11rem', cell: ({ since }) => (since === null ? <span className="faint">unknown</span> : <Time iso={since} />) },
  { id: 'until', head: 'Until', width: '11rem', cell: ({ until }) => (until === null ? 'still there' : <Time iso={until} />) },
  { id: 'basis', head: 'Told by', width: '9rem', cell: ({ basis }) => basis },
]

function Installations({ product }: { readonly product: string }) {
  const { version, at } = route.useSearch()
  const navigate = useNavigate({ from: '/software/products/$id' })
  const { query, first, rows, more } = usePages('listInstallations', { product, version })
  return (
    <Asked query={query} what="Reading who has it">
      {() => (
        <section className="card flush" aria-labelledby="installations">
          <div className="row apart section-head">
            <h2 id="installations">
              {plural(first?.total ?? rows.length, 'installation')}
              {version !== undefined && ` of ${version || 'an unknown version'}`}
            </h2>
            {version !== undefined && (
              <Link to="/software/products/$id" params={{ id: product }}>
                Of all releases
              </Link>
            )}
          </div>
          <List
            label="Installations"
            columns={columns}
            rows={rows}
            keyOf={({ host, version: own, since }) => `${host}\t${own}\t${since}`}
            total={first?.total ?? rows.length}
            selected={at}
            select={(key) => void navigate({ search: (before) => ({ ...before, at: key }), replace: true })}
            more={more}
          />
        </section>
      )}
    </Asked>
  )
}
