import { Link } from '@tanstack/react-router'
import type { FindingSummary } from '../../../../../src/contract/finding.ts'
import { analysisName } from '../../../base/names.ts'
import { sentence } from '../../../base/sentence.ts'
import { EntityLink } from '../../../parts/entity-link.tsx'
import type { ListColumn } from '../../../parts/list/columns.ts'
import { SeverityMark } from '../../../parts/severity.tsx'
import { Time } from '../../../parts/time.tsx'

/** How a finding is told in a line. */
export const findingColumns: readonly ListColumn<FindingSummary>[] = [
  {
    id: 'title',
    head: 'Finding',
    cell: ({ id, title, suppression }) => (
      <>
        <Link to="/incidents/findings/$id" params={{ id }} className="list-title">
          {sentence(title)}
        </Link>
        {suppression !== null && <span className="small faint"> suppressed</span>}
      </>
    ),
  },
  { id: 'severity', head: 'Severity', width: '8rem', sort: 'severity', cell: ({ severity }) => <SeverityMark severity={severity} /> },
  {
    id: 'about',
    head: 'About',
    width: '17rem',
    secondary: true,
    cell: ({ about }) => (
      <div className="entity-list">
        {about.slice(0, 2).map((entity) => (
          <EntityLink key={`${entity.kind}:${entity.id}`} entity={entity} />
        ))}
      </div>
    ),
  },
  { id: 'analysis', head: 'Analysis', width: '10rem', secondary: true, cell: ({ analysis }) => analysisName(analysis) },
  { id: 'last', head: 'Last seen', width: '10rem', sort: 'last', cell: ({ last }) => <Time iso={last} /> },
  {
    id: 'incident',
    head: 'Incident',
    width: '6rem',
    cell: ({ incident }) =>
      incident === null ? (
        <span className="faint">none</span>
      ) : (
        <Link to="/incidents/$id" params={{ id: incident }}>
          open it
        </Link>
      ),
  },
]
