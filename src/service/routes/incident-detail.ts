import { vettedSuspects } from '../../assess/vetted-suspects.ts'
import type { IncidentDetail, TriageState } from '../../contract/incident.ts'
import { timelineOf } from '../../incidents/timeline.ts'
import type { EvidenceRef, Finding } from '../../model/finding.ts'
import type { Coverage } from '../../model/status.ts'
import { FindingList } from '../../state/finding-list.ts'
import { Findings } from '../../state/findings.ts'
import { Incidents, type StoredIncident } from '../../state/incidents.ts'
import { remembered } from '../../state/meta.ts'
import { Sources } from '../../state/sources.ts'
import { VettedReleases } from '../../state/vetted.ts'
import type { Context } from '../context.ts'
import { etagOf } from '../route.ts'
import { findingSummaryOf } from './summaries.ts'

const mostEvidence = 200

/** An incident with everything that its page shows. */
export async function incidentDetailOf(stored: StoredIncident, { state }: Context): Promise<IncidentDetail> {
  const incidents = new Incidents(state)
  const members = await incidents.members(stored.id)
  const ids = members.map(({ finding }) => finding)
  const findings = await new Findings(state).byIds(ids)
  const listed = await new FindingList(state, new Date().toISOString()).page({ ids, suppressed: 'with' }, 'severity', Math.max(1, ids.length))
  const why = new Map(members.map(({ finding, ...member }) => [finding, member]))
  const coverage = await coverageOf(state)
  const incident = { ...stored.whole, findings: ids.length > 0 ? stored.whole.findings : [] }
  return {
    incident,
    state: stored.state as TriageState,
    assignee: stored.assignee,
    present: stored.present === 1,
    changedAt: stored.changed_at,
    etag: etagOf(stored.revision),
    merged: [...(await incidents.merged(stored.id))],
    timeline: timelineOf(findings, coverage),
    scope: incident.figures.find((figure) => figure.kind === 'cohort') ?? null,
    members: listed.map((row) => ({ ...findingSummaryOf(row), ...(why.get(row.id) ?? { why: '', byHand: false }) })),
    evidence: await evidenceOf(findings, new Sources(state)),
    coverage: [...coverage],
    vettings: (await vettedSuspects([incident], new VettedReleases(state))).map(({ release, vetting }) => ({
      release,
      id: vetting.release.artifact.sha256,
      word: vetting.word,
      conclusion: vetting.conclusion,
    })),
    history: [...(await incidents.history(stored.id))],
  }
}

/** What each source gives, as of the last look at the lake. */
export async function coverageOf(state: Context['state']): Promise<readonly Coverage[]> {
  return JSON.parse((await remembered(state, 'coverage')) ?? '[]') as readonly Coverage[]
}

async function evidenceOf(findings: readonly Finding[], sources: Sources): Promise<EvidenceRef[]> {
  const names = new Map((await sources.all()).map(({ id, path }) => [id, path]))
  const all = findings.flatMap(({ evidence }) => evidence)
  const distinct = new Map(all.map((reference) => [`${reference.table}:${reference.source}:${reference.line}`, reference]))
  return [...distinct.values()].slice(0, mostEvidence).map((reference) => ({ ...reference, file: names.get(reference.source) ?? '' }))
}
