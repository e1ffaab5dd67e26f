import { Link } from '@tanstack/react-router'
import { number, plural } from '../../../../src/base/text.ts'
import type { IncidentSummary } from '../../../../src/contract/incident.ts'
import type { Overview } from '../../../../src/contract/overview.ts'
import { sentence } from '../../base/sentence.ts'
import { Empty } from '../../parts/empty.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Span } from '../../parts/time.tsx'

/** At most five, the gravest first, each with what to do next. */
export function TopIncidents({ overview: { incidents, open, analyses, verdict } }: { readonly overview: Overview }) {
  const skipped = analyses.find(({ value }) => value === 'skipped')?.count ?? 0
  return (
    <section className="stack tight" aria-labelledby="top-incidents">
      <div className="row apart baseline">
        <h2 id="top-incidents">{incidents.length === 0 ? 'Incidents' : 'What needs you first'}</h2>
        {open > incidents.length && <Link to="/incidents">All {number(open)} open incidents</Link>}
      </div>
      {incidents.length === 0 ? (
        <Empty kind="nothing-found" title="No findings add up to an incident">
          {skipped > 0 && <p>{plural(skipped, 'analysis', 'analyses')} could not look, for want of evidence. That is not the same as nothing there.</p>}
        </Empty>
      ) : (
        <ol className="top-incidents plain-list">
          {incidents.map((incident) => (
            <TopIncident key={incident.id} incident={incident} verdict={verdict} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** What the verdict has said already is not said again. */
function TopIncident({ incident, verdict }: { readonly incident: IncidentSummary; readonly verdict: Overview['verdict'] }) {
  const { id, severity, title, says, next, hosts, first, last, state, assignee } = incident
  const more = says.startsWith(title) ? says.slice(title.length).replace(/^\.\s*/, '') : says
  return (
    <li className={`top-incident severity-${severity}`}>
      <div className="row baseline">
        <SeverityMark severity={severity} />
        <span className="small faint">
          {plural(hosts, 'host')} · <Span first={first} last={last} /> · {state}
          {assignee !== null && `, ${assignee}`}
        </span>
      </div>
      <h3>
        <Link to="/incidents/$id" params={{ id }}>
          {sentence(title)}
        </Link>
      </h3>
      {more !== '' && says !== verdict?.sentence && <p className="prose">{sentence(more)}</p>}
      {next !== verdict?.next && (
        <p className="prose">
          <strong>Next:</strong> {sentence(next)}
        </p>
      )}
    </li>
  )
}
