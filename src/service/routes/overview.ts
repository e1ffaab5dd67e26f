import type { FastifyInstance } from 'fastify'
import { analyses } from '../../analysis/analyses.ts'
import { plural } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import type { Overview } from '../../contract/overview.ts'
import type { PosturePart } from '../../model/posture.ts'
import type { AnalysisStatus, Coverage, Verdict } from '../../model/status.ts'
import { type TableName, tables } from '../../model/tables.ts'
import { Findings } from '../../state/findings.ts'
import { IncidentList } from '../../state/incident-list.ts'
import { Jobs } from '../../state/jobs.ts'
import { remembered } from '../../state/meta.ts'
import type { Context } from '../context.ts'
import { jobSummaryOf } from '../jobs/summary.ts'
import { damageNotes } from '../lake/damage.ts'
import { addRoute } from '../route.ts'
import { coverageOf } from './incident-detail.ts'
import { incidentSummaryOf } from './summaries.ts'

const mostIncidents = 5
/** States of triage in which there is still something to do. */
const open = ['new', 'investigating', 'contained']
/** Tables that the strip shows: what evidence fills and a span of time. */
const shown = Object.entries(tables).filter(([, table]) => 'time' in table && !('derived' in table))
/** Analyses that the posture rests on. */
const postureAnalyses = ['second-factor', 'patch-age']

export function overviewRoutes(app: FastifyInstance, { state, engine, watch, answers }: Context): void {
  addRoute(
    app,
    operations.getOverview,
    answers.of<typeof operations.getOverview>(async () => {
      const list = new IncidentList(state)
      const filter = { state: open, gone: false }
      const coverage = await coverageOf(state)
      const statuses = await new Findings(state).statuses()
      const active = await new Jobs(state).page({ state: ['queued', 'running'] }, 10)
      const verdict = await remembered(state, 'verdict')
      return {
        verdict: verdict === undefined ? null : (JSON.parse(verdict) as Verdict),
        assessedAt: (await remembered(state, 'assessed')) ?? null,
        incidents: (await list.page(filter, 'severity', mostIncidents)).map(incidentSummaryOf),
        open: await list.count(filter),
        coverage: shown.flatMap(([name, { title }]) => laneOf(name, title, coverage)),
        posture: await postureOf(),
        evidence: {
          sources: new Set(coverage.map(({ source }) => source)).size,
          rows: coverage.reduce((sum, { rows }) => sum + rows, 0),
          last:
            coverage
              .flatMap(({ last }) => last ?? [])
              .sort()
              .at(-1) ?? null,
        },
        analyses: (['succeeded', 'partial', 'failed', 'skipped'] as const).map((value) => ({
          value,
          count: statuses.filter(({ outcome }) => outcome === value).length,
        })),
        jobs: active.map(jobSummaryOf),
        notes: [...(await damageNotes(state, new Date())), ...notesOf(statuses)],
      }
    }),
  )

  addRoute(app, operations.getPosture, async () => {
    const statuses = await new Findings(state).statuses()
    const told = new Map(statuses.map((status) => [status.analysis, status]))
    return {
      parts: [...(await postureOf())],
      missing: analyses
        .filter(({ name }) => postureAnalyses.some((prefix) => name.startsWith(prefix)) && told.get(name)?.outcome === 'skipped')
        .map(({ name, title }) => ({ title, needs: told.get(name)?.reason ?? '' })),
    }
  })

  async function postureOf(): Promise<PosturePart[]> {
    return JSON.parse((await remembered(state, 'posture')) ?? '[]') as PosturePart[]
  }

  function* notesOf(statuses: readonly AnalysisStatus[]): Generator<string> {
    if (engine.problem !== undefined) yield `The engine is not there at the moment: ${engine.problem}.`
    for (const { folder, state: is, says } of watch.folders) if (is !== 'watching') yield `The folder ${folder} is not watched: ${says}.`
    const undone = statuses.filter(({ outcome }) => outcome === 'failed' || outcome === 'partial')
    if (undone.length > 0) yield `Not everything was looked at: ${plural(undone.length, 'analysis', 'analyses')} did not finish.`
  }
}

/** One stripe of the strip. A gap is a span in which every source of the table is silent. */
function laneOf(table: string, title: string, coverage: readonly Coverage[]): Overview['coverage'] {
  const sources = coverage.filter((one) => one.table === table && one.rows > 0)
  if (sources.length === 0) return []
  const spans = sources.flatMap(({ first, last, gaps }) => (first && last ? spansOf(first, last, gaps) : []))
  const joined = joinSpans(spans)
  return [
    {
      table: table as TableName,
      title,
      rows: sources.reduce((sum, { rows }) => sum + rows, 0),
      sources: sources.length,
      first: joined[0]?.[0] ?? null,
      last: joined.at(-1)?.[1] ?? null,
      gaps: joined.slice(1).map(([from], index) => ({ from: joined[index]?.[1] ?? from, until: from })),
    },
  ]
}

type Span = readonly [from: string, until: string]

/** What a source covers: everything from its first to its last but the gaps. */
function spansOf(first: string, last: string, gaps: Coverage['gaps']): readonly Span[] {
  const ends = [...gaps.map(({ from }) => from), last]
  return [first, ...gaps.map(({ until }) => until)].map((from, index) => [from, ends[index] ?? last] as const)
}

/** Joins what overlaps, and what lies less than a day apart: sensors rotate their logs. */
function joinSpans(spans: readonly Span[]): readonly Span[] {
  const day = 24 * 3600_000
  const joined: [string, string][] = []
  for (const [from, until] of [...spans].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const before = joined.at(-1)
    if (!before || Date.parse(from) - Date.parse(before[1]) > day) joined.push([from, until])
    else if (before[1] < until) before[1] = until
  }
  return joined
}
