import type { Selectable } from 'kysely'
import type { FindingSummary } from '../../contract/finding.ts'
import type { IncidentSummary, TriageState } from '../../contract/incident.ts'
import type { Entity } from '../../model/entity.ts'
import type { Severity } from '../../model/finding.ts'
import type { Incident } from '../../model/incident.ts'
import type { ListedFinding } from '../../state/finding-list.ts'
import type { IncidentRow } from '../../state/schema.ts'

/** An incident as lists show it. */
export function incidentSummaryOf(row: Selectable<IncidentRow>): IncidentSummary {
  const { says, advice } = JSON.parse(row.incident) as Incident
  return {
    id: row.id,
    title: row.title,
    says,
    severity: row.severity as Severity,
    confidence: row.confidence,
    first: row.first,
    last: row.last,
    state: row.state as TriageState,
    assignee: row.assignee,
    findings: row.findings,
    hosts: row.hosts,
    next: advice[0] ?? 'Look at what speaks for it, and at the hosts it names.',
    present: row.present === 1,
    changedAt: row.changed_at,
  }
}

/** A finding as lists show it. */
export function findingSummaryOf({ first_found, last_found, about, ...row }: ListedFinding): FindingSummary {
  return { ...row, about: JSON.parse(about) as Entity[], firstFound: first_found, lastFound: last_found }
}
