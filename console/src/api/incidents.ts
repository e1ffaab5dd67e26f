import type { IncidentDetail, Suppression, Triage } from '../../../src/contract/incident.ts'
import { call } from './call.ts'
import { refresh } from './refresh.ts'

function changed(): Promise<void> {
  return refresh('getIncident', 'listIncidents', 'listFindings', 'getOverview')
}

/** Changes state or assignee of the incident that was seen. @throws ApiProblem 412 when somebody was faster */
export async function triageIncident({ incident: { id }, etag: version }: IncidentDetail, body: Triage): Promise<void> {
  await call('triageIncident', { params: { id }, body, version })
  await changed()
}

export async function commentOn(id: string, text: string): Promise<void> {
  await call('commentIncident', { params: { id }, body: { text } })
  await changed()
}

/** Moves findings into an incident of their own; the answer is its id. */
export async function splitIncident({ incident: { id }, etag: version }: IncidentDetail, findings: readonly string[], reason: string): Promise<string> {
  const { incident } = await call('splitIncident', { params: { id }, body: { findings: [...findings], reason }, version })
  await changed()
  return incident.id
}

/** Takes other incidents into this one. */
export async function mergeIncidents(id: string, others: readonly string[], reason: string): Promise<void> {
  const { etag: version } = await call('getIncident', { params: { id } })
  await call('mergeIncidents', { params: { id }, body: { incidents: [...others], reason }, version })
  await changed()
}

/** Hides findings until a day, with the reason. The service asks for a fresh second factor. */
export async function suppress(what: Suppression['what'], reason: string, until: string): Promise<void> {
  await call('createSuppression', { body: { what, reason, until } })
  await Promise.all([changed(), refresh('getFinding', 'listSuppressions')])
}
