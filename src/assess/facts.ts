import type { Kysely } from 'kysely'
import { sql } from '../base/sql.ts'
import { byWeight } from '../incidents/correlate.ts'
import { verdictOf } from '../incidents/verdict.ts'
import type { Coverage } from '../model/status.ts'
import { Findings } from '../state/findings.ts'
import { Incidents } from '../state/incidents.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'
import { keepSoftware } from '../state/software.ts'
import { Sources } from '../state/sources.ts'
import { arrangeIncidents } from './incidents.ts'
import { postureOf } from './posture/index.ts'
import type { Workspace } from './workspace.ts'

const mostReleases = 200_000

/** Keeps in the state what lists and pages show of the lake, so that looking at them asks the lake nothing. */
export async function keepFacts({ lake, state }: Workspace, now: Date): Promise<void> {
  const names = new Map((await new Sources(state).all()).map(({ id, path }) => [id, path]))
  await remember(state, 'coverage', JSON.stringify(await lake.coverage((source) => names.get(source) ?? `source ${source}`)))
  const software = await lake.rows<{ product: string; version: string; vendor: string; hosts: number; since: string | null; last: string | null }>(
    sql`SELECT toString(product) AS product, toString(version) AS version, toString(any(vendor)) AS vendor, uniqExactIf(host, until IS NULL) AS hosts,
        formatDateTime(min(since), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS since, formatDateTime(max(since), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS last
      FROM installed GROUP BY product, version ORDER BY hosts DESC LIMIT ${mostReleases}`,
  )
  await keepSoftware(state, software)
  await remember(state, 'posture', JSON.stringify(await postureOf(lake)))
  await keepVerdict(state, now)
  await remember(state, 'assessed', now.toISOString())
}

/** Weighs the findings anew, after somebody suppressed, merged or split, and says the verdict. Returns the incidents that changed. */
export async function rearrange(state: Kysely<StateSchema>, now: Date): Promise<readonly string[]> {
  const changed = await arrangeIncidents(state, now)
  await keepVerdict(state, now)
  return changed
}

async function keepVerdict(state: Kysely<StateSchema>, now: Date): Promise<void> {
  const findings = new Findings(state)
  const incidents = (await new Incidents(state).present()).toSorted(byWeight)
  const coverage = JSON.parse((await remembered(state, 'coverage')) ?? '[]') as readonly Coverage[]
  const verdict = verdictOf({ incidents, findings: await findings.shown(now), analyses: await findings.statuses(), coverage, folder: '' })
  await remember(state, 'verdict', JSON.stringify(verdict))
}
