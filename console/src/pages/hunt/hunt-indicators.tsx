import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { number, plural, printable } from '../../../../src/base/text.ts'
import type { Hunt, HuntedIndicator } from '../../../../src/model/hunt.ts'
import { listOf, toggled } from '../../base/filters.ts'
import { Choices } from '../../parts/choices.tsx'
import { EntityLink, EntityText } from '../../parts/entity-link.tsx'
import type { ListColumn } from '../../parts/list/columns.ts'
import { List } from '../../parts/list/list.tsx'
import { Time } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'
import { entityOfIndicator } from './entity-of.ts'

const route = getRouteApi('/signed-in/hunt/$id')
const words = ['HIT', 'SEEN', 'CANNOT TELL', 'NOT SEEN'] as const

const columns: readonly ListColumn<HuntedIndicator>[] = [
  {
    id: 'value',
    head: 'Indicator',
    cell: ({ type, value, demoted, needs }) => (
      <>
        <EntityText entity={entityOfIndicator(type, value)} text={value} />
        {demoted !== undefined && <p className="small faint">No proof by itself: {demoted}</p>}
        {needs !== undefined && <p className="small faint">Needs {needs}</p>}
      </>
    ),
  },
  { id: 'type', head: 'Kind', width: '7rem', cell: ({ type }) => type },
  { id: 'word', head: 'Answer', width: '9rem', cell: ({ word }) => <Word>{word}</Word> },
  {
    id: 'how',
    head: 'How it was met',
    width: '16rem',
    secondary: true,
    cell: ({ sightings }) => sightings.map(({ way, met }) => `${way}: ${printable(met.slice(0, 2).join(', '), 80)}`).join('; '),
  },
  {
    id: 'hosts',
    head: 'Hosts',
    width: '11rem',
    cell: ({ hosts }) => (
      <div className="entity-list">
        {hosts.slice(0, 2).map((host) => (
          <EntityLink key={host} entity={{ kind: 'host', id: host }} />
        ))}
        {hosts.length > 2 && <span className="small">and {number(hosts.length - 2)} more</span>}
      </div>
    ),
  },
  { id: 'last', head: 'Last', width: '10rem', cell: ({ last }) => (last === undefined ? '' : <Time iso={last} />) },
]

/** Every indicator of the warning, those that were met first. */
export function HuntIndicators({ indicators }: Pick<Hunt, 'indicators'>) {
  const { word, at } = route.useSearch()
  const navigate = useNavigate({ from: '/hunt/$id' })
  const change = (next: { readonly word?: string | undefined; readonly at?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const chosen = listOf(word)
  const rows = chosen.length === 0 ? indicators : indicators.filter((indicator) => chosen.includes(indicator.word))
  const counts = words.map((value) => ({ value, count: indicators.filter((indicator) => indicator.word === value).length }))
  return (
    <section className="card flush" aria-labelledby="hunt-indicators">
      <div className="stack tight section-head">
        <h2 id="hunt-indicators">{plural(indicators.length, 'indicator')} looked for</h2>
        <Choices label="Answer" options={counts.filter(({ count }) => count > 0)} chosen={word} toggle={(value) => change({ word: toggled(word, value) })} />
      </div>
      <List
        label="Indicators"
        columns={columns}
        rows={rows}
        keyOf={({ type, value }) => `${type}:${value}`}
        total={rows.length}
        selected={at}
        select={(key) => change({ at: key })}
      />
    </section>
  )
}
