import type { Kysely } from 'kysely'
import { arrange } from '../incidents/arrange.ts'
import { Findings } from '../state/findings.ts'
import { Incidents } from '../state/incidents.ts'
import type { StateSchema } from '../state/schema.ts'

/** Weighs the findings that no suppression hides into incidents, and keeps them. Returns the ids of those that changed. */
export async function arrangeIncidents(state: Kysely<StateSchema>, now: Date): Promise<readonly string[]> {
  const incidents = new Incidents(state)
  const findings = await new Findings(state).shown(now)
  return incidents.keep(arrange(findings, await incidents.byHand(), await incidents.grouped()), now)
}
