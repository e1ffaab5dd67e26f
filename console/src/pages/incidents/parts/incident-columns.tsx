import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { number } from '../../../../../src/base/text.ts'
import type { IncidentSummary } from '../../../../../src/contract/incident.ts'
import { sentence } from '../../../base/sentence.ts'
import type { ListColumn } from '../../../parts/list/columns.ts'
import { SeverityMark } from '../../../parts/severity.tsx'
import { Ago, Time } from '../../../parts/time.tsx'

interface Marks {
  readonly marked: readonly string[]
  readonly mark: (id: string) => void
}

/** How an incident is told in a line. With `marks`, several can be chosen. */
export function incidentColumns(marks: Marks | undefined): readonly ListColumn<IncidentSummary>[] {
  const title: ListColumn<IncidentSummary> = {
    id: 'title',
    head: 'Incident',
    cell: ({ id, title: name, next, present }) => (
      <div className="stack tight">
        <Link to="/incidents/$id" params={{ id }} className="list-title">
          {sentence(name)}
        </Link>
        <span className="small faint list-next">{present ? `Next: ${sentence(next)}` : 'No longer found by the newest analysis'}</span>
      </div>
    ),
  }
  const rest: readonly ListColumn<IncidentSummary>[] = [
    { id: 'severity', head: 'Severity', width: '7rem', sort: 'severity', cell: ({ severity }) => <SeverityMark severity={severity} /> },
    { id: 'hosts', head: 'Hosts', width: '4rem', numeric: true, cell: ({ hosts }) => number(hosts) },
    { id: 'last', head: 'Last seen', width: '10rem', sort: 'last', cell: ({ last }) => <Time iso={last} /> },
    { id: 'state', head: 'State', width: '7rem', cell: ({ state }) => state },
    { id: 'assignee', head: 'Assignee', width: '7rem', secondary: true, cell: ({ assignee }) => assignee ?? <span className="faint">nobody</span> },
    { id: 'changed', head: 'Changed', width: '7rem', sort: 'changed', secondary: true, cell: ({ changedAt }) => <Ago iso={changedAt} /> },
  ]
  if (!marks) return [title, ...rest]
  const mark: ListColumn<IncidentSummary> = {
    id: 'mark',
    head: 'Mark',
    headHidden: true,
    width: '2.6rem',
    cell: ({ id, title: name }) => (
      <Checkbox size="xs" aria-label={`Mark ${sentence(name)}`} checked={marks.marked.includes(id)} onChange={() => marks.mark(id)} />
    ),
  }
  return [title, ...rest, mark]
}
