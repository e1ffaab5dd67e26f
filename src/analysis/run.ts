import { GatehouseError, messageOf } from '../base/errors.ts'
import { join, name, sql } from '../base/sql.ts'
import type { Finding } from '../model/finding.ts'
import type { AnalysisStatus } from '../model/status.ts'
import { type TableName, tables } from '../model/tables.ts'
import type { Analysis, Questions, SettingValue } from './analysis.ts'

export interface RunOptions {
  readonly lake: Questions
  /** Settings by analysis, over its defaults. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, SettingValue>>>>
  readonly signal: AbortSignal
  readonly onStart?: (analysis: Analysis) => void
}

export interface RunResult {
  readonly status: AnalysisStatus
  readonly findings: readonly Finding[]
}

/** Runs every analysis whose needs are met, those that follow last; one that fails does not stop the others. */
export async function* runAnalyses(analyses: readonly Analysis[], options: RunOptions): AsyncGenerator<RunResult> {
  const filled = await filledTables(options.lake)
  const now = await newestMoment(options.lake)
  const earlier: Finding[] = []
  for (const analysis of [...analyses.filter(({ follows }) => !follows), ...analyses.filter(({ follows }) => follows)]) {
    options.signal.throwIfAborted()
    const missing = analysis.needs.filter((table) => !filled.has(table))
    if (missing.length > 0) {
      yield {
        status: ended(analysis, 'skipped', 0, 0, `it needs ${missing.map((table) => plainTitle(table)).join(' and ')}, and there are none`),
        findings: [],
      }
      continue
    }
    options.onStart?.(analysis)
    const result = await runOne(analysis, options, now, analysis.follows ? earlier : [])
    if (!analysis.follows) earlier.push(...result.findings)
    yield result
  }
}

async function runOne(analysis: Analysis, { lake, settings, signal }: RunOptions, now: Date, earlier: readonly Finding[]): Promise<RunResult> {
  const start = performance.now()
  const findings: Finding[] = []
  try {
    const input = { lake, settings: { ...analysis.settings, ...settings[analysis.name] }, now, earlier, signal }
    for await (const finding of analysis.run(input)) findings.push(finding)
    return { status: ended(analysis, 'succeeded', findings.length, since(start)), findings }
  } catch (error) {
    signal.throwIfAborted()
    // No analysis is to blame for stored rows that cannot be read, and none would end well: who runs them has the lake mended first.
    if (error instanceof GatehouseError && error.code === 'LAKE_DAMAGED') throw error
    const reason = error instanceof GatehouseError && error.hint ? `${error.message} (${error.hint})` : messageOf(error)
    return { status: ended(analysis, findings.length > 0 ? 'partial' : 'failed', findings.length, since(start), reason), findings }
  }
}

function since(start: number): number {
  return (performance.now() - start) / 1000
}

function ended(analysis: Analysis, outcome: AnalysisStatus['outcome'], findings: number, seconds: number, reason?: string): AnalysisStatus {
  return { analysis: analysis.name, version: analysis.version, outcome, findings, seconds, ...(reason !== undefined && { reason }) }
}

function plainTitle(table: TableName): string {
  return tables[table].title
    .replace(/[:(].*$/, '')
    .trim()
    .toLowerCase()
}

async function filledTables(lake: Questions): Promise<ReadonlySet<string>> {
  const names = Object.keys(tables).map((table) => sql`SELECT ${table} AS table, count() AS rows FROM ${name(table)}`)
  const counts = await lake.rows<{ table: string; rows: number }>(join(names, ' UNION ALL '))
  return new Set(counts.filter((count) => count.rows > 0).map((count) => count.table))
}

/**
 * The newest moment of traffic and sign-ins: "now" for the organisation that the evidence shows. A clock a year off does not move it: a
 * thousandth of the rows must lie beyond. Without either, the date of the newest export of accounts.
 */
export async function newestMoment(lake: Questions): Promise<Date> {
  const [answer] = await lake.rows<{
    newest: number | null
  }>(sql`SELECT coalesce(greatest(ifNull(visits.last, signed.last), ifNull(signed.last, visits.last)), exported.last) AS newest
    FROM (SELECT quantileExactOrNull(0.999)(last) AS last FROM (SELECT toFloat64(max(last)) AS last FROM visit GROUP BY host, day, destination)) AS visits,
      (SELECT quantileExactOrNull(0.999)(toFloat64(time)) AS last FROM sign_in) AS signed,
      (SELECT toFloat64(max(seen_at)) AS last FROM account) AS exported`)
  const newest = answer?.newest ?? null
  return newest === null ? new Date() : new Date(newest * 1000)
}
