import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { number, plural, printable } from '../../../../src/base/text.ts'
import type { EntityPage as EntityData } from '../../../../src/contract/entity.ts'
import type { Entity } from '../../../../src/model/entity.ts'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { EntityLink } from '../../parts/entity-link.tsx'
import { Page } from '../../parts/page.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Span, Time } from '../../parts/time.tsx'
import { Word } from '../../parts/word.tsx'
import './entity.css'
import { sentence } from '../../base/sentence.ts'

const route = getRouteApi('/signed-in/entity/$kind/$id')
const fewRelated = 10

/** Everything that is known of a host, account, release, destination or file, each value a step from the next. */
export function EntityPage() {
  const { kind, id } = route.useParams()
  const entity = useQuery(asking('getEntity', { query: { kind: kind as Entity['kind'], id } }))
  return (
    <Page title={printable(id, 200)} about={kind}>
      <Asked query={entity} what="Gathering what is known">
        {(data) => <Known data={data} />}
      </Asked>
    </Page>
  )
}

function Known({ data }: { readonly data: EntityData }) {
  const { incidents, findings, findingCount, related, entity } = data
  return (
    <div className="entity-page">
      <div className="stack">
        <Facts data={data} />
        {related.map((one) => (
          <Related key={one.title} related={one} />
        ))}
      </div>
      <div className="stack">
        <section className="card stack tight" aria-label="Incidents">
          <h2>{incidents.length === 0 ? 'No incident names it' : plural(incidents.length, 'incident')}</h2>
          <ul className="plain-list stack tight">
            {incidents.map(({ id, title, severity, state }) => (
              <li key={id} className="marked-line">
                <SeverityMark severity={severity} brief />
                <div>
                  <Link to="/incidents/$id" params={{ id }}>
                    {sentence(title)}
                  </Link>
                  <p className="small faint">{state}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section className="card stack tight" aria-label="Findings">
          <h2>{findingCount === 0 ? 'No finding is about it' : plural(findingCount, 'finding')}</h2>
          {findingCount === 0 && <Empty kind="nothing-found" title="The analyses that ran found nothing about it" />}
          <ul className="plain-list stack tight">
            {findings.map(({ id, title, severity, last }) => (
              <li key={id} className="marked-line">
                <SeverityMark severity={severity} brief />
                <div>
                  <Link to="/incidents/findings/$id" params={{ id }}>
                    {sentence(title)}
                  </Link>
                  <p className="small faint">
                    <Time iso={last} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
          {findingCount > findings.length && (
            <Link to="/incidents/findings" search={{ entity: `${entity.kind}:${entity.id}` }}>
              All {number(findingCount)}
            </Link>
          )}
        </section>
      </div>
    </div>
  )
}

/** The first few, and the others when asked for. */
function Related({ related: { title, items, total } }: { readonly related: EntityData['related'][number] }) {
  const [all, setAll] = useState(false)
  const shown = all ? items : items.slice(0, fewRelated)
  return (
    <section className="card stack tight" aria-label={title}>
      <h2>
        {title} <span className="small faint">{number(total)}</span>
      </h2>
      <ul className="plain-list related">
        {shown.map(({ entity, says }) => (
          <li key={`${entity.kind}:${entity.id}`}>
            <EntityLink entity={entity} /> <span className="small faint">{sentence(says)}</span>
          </li>
        ))}
      </ul>
      {items.length > shown.length ? (
        <div>
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            {number(items.length - shown.length)} more
          </Button>
        </div>
      ) : (
        total > items.length && <p className="small faint">and {number(total - items.length)} more</p>
      )}
    </section>
  )
}

function Facts({ data: { entity, facts, first, last, vettings, rows } }: { readonly data: EntityData }) {
  return (
    <section className="card stack" aria-label="Facts">
      <div className="row apart">
        <p>{first !== null && last !== null ? <Span first={first} last={last} /> : <span className="faint">Never seen in traffic</span>}</p>
        <CopyButton text={entity.id} />
      </div>
      <dl className="facts">
        {facts.map(({ name, value, entity: other }) => (
          <FactLine key={`${name}:${value}`} name={name} value={value} other={other} />
        ))}
      </dl>
      {vettings.map(({ id, name, version, word, at }) => (
        <p key={id} className="row">
          <Word>{word}</Word>
          <Link to="/software/vetted/$id" params={{ id }}>
            {sentence(`${name} ${version}`)}, vetted
          </Link>
          <Time iso={at} />
        </p>
      ))}
      {rows.length > 0 && (
        <div className="stack tight">
          <h2>Look at the rows</h2>
          <ul className="row plain-list">
            {rows.map(({ table, title, column, rows: count }) => (
              <li key={`${table}:${column}`}>
                <Link to="/hunt/rows" search={{ table, where: [[column, 'is', entity.id]] }}>
                  {title}: {number(count)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function FactLine({ name, value, other }: { readonly name: string; readonly value: string | null; readonly other: EntityData['entity'] | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {other ? (
          <EntityLink entity={other} {...(value !== null && { text: value })} />
        ) : value === null ? (
          <span className="faint">unknown</span>
        ) : (
          sentence(value)
        )}
      </dd>
    </>
  )
}
