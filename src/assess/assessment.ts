import { relative, resolve } from 'node:path'
import { analyses as allAnalyses } from '../analysis/analyses.ts'
import type { Intake } from '../evidence/intake.ts'
import { byWeight } from '../incidents/correlate.ts'
import { verdictOf } from '../incidents/verdict.ts'
import type { Finding } from '../model/finding.ts'
import type { Assessment, SourceReport } from '../report/assessment.ts'
import { Advisories } from '../state/advisories.ts'
import { Findings } from '../state/findings.ts'
import { Incidents } from '../state/incidents.ts'
import { Sources } from '../state/sources.ts'
import { VettedReleases } from '../state/vetted.ts'
import { huntAnalysis } from './hunts.ts'
import { arrangeIncidents } from './incidents.ts'
import { postureOf } from './posture/index.ts'
import { vettedSuspects } from './vetted-suspects.ts'
import type { Workspace } from './workspace.ts'

export interface Run {
  readonly folder: string
  readonly intake: Intake
  readonly seconds: number
  readonly version: string
  readonly at: Date
}

/** Puts together what a run has to tell, from the workspace as it is now. */
export async function assessmentOf(workspace: Workspace, run: Run): Promise<Assessment> {
  const base = resolve(run.folder)
  const shown = (path: string) => {
    const short = relative(base, path)
    return short === '' || short.startsWith('..') ? path : short
  }
  const sources = await sourceReports(new Sources(workspace.state), shown)
  const names = new Map(sources.map((source) => [source.id, source.file]))
  const state = new Findings(workspace.state)
  const findings = (await state.shown(run.at)).map((finding) => withFiles(finding, names))
  await arrangeIncidents(workspace.state, run.at)
  const incidents = (await new Incidents(workspace.state).present()).toSorted(byWeight)
  const analyses = (await state.statuses()).map((status) => ({ ...status, ...described(status.analysis) }))
  const coverage = await workspace.lake.coverage((source) => names.get(source) ?? `source ${source}`)
  return {
    gatehouse: { version: run.version },
    assessedAt: run.at.toISOString(),
    folder: run.folder,
    workspace: workspace.folder,
    verdict: verdictOf({ incidents, findings, analyses, coverage, folder: run.folder }),
    incidents,
    findings,
    vettings: await vettedSuspects(incidents, new VettedReleases(workspace.state)),
    posture: await postureOf(workspace.lake),
    hunts: (await new Advisories(workspace.state).hunts()).map(({ hunt }) => hunt),
    analyses,
    coverage,
    intake: {
      ...run.intake,
      seconds: run.seconds,
      sources: sources.map(({ id: _, ...source }) => source),
      skipped: run.intake.skipped.map(({ file, why }) => ({ file: shown(file), why })),
    },
  }
}

async function sourceReports(sources: Sources, shown: (path: string) => string): Promise<readonly (SourceReport & { readonly id: number })[]> {
  const notes = await sources.notes()
  return (await sources.all()).map((source) => ({
    id: source.id,
    file: shown(source.path),
    format: source.format,
    outcome: source.outcome,
    rows: JSON.parse(source.rows) as Record<string, number>,
    skippedLines: source.skipped,
    notes: notes.get(source.id) ?? [],
  }))
}

function described(name: string): { readonly title?: string; readonly looksFor?: string } {
  if (name === huntAnalysis) return { title: 'Advisories', looksFor: 'What the advisories warn of that gatehouse hunt was asked about.' }
  const analysis = allAnalyses.find((known) => known.name === name)
  return analysis ? { title: analysis.title, looksFor: analysis.looksFor } : {}
}

function withFiles(finding: Finding, names: ReadonlyMap<number, string>): Finding {
  return { ...finding, evidence: finding.evidence.map((reference) => ({ ...reference, file: names.get(reference.source) ?? '' })) }
}
