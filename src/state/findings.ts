import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Finding } from '../model/finding.ts'
import type { AnalysisStatus } from '../model/status.ts'
import type { StateSchema } from './schema.ts'
import { suppressionOf } from './suppressions.ts'

/** Findings keep their identity over runs: what is found again is updated, what one analysis no longer finds goes. */
export class Findings {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** Replaces the findings of one analysis by those of its newest run. */
  async replace(status: AnalysisStatus, findings: readonly Finding[], at: Date): Promise<void> {
    const now = at.toISOString()
    await this.#database.transaction().execute(async (state) => {
      const before = await state.selectFrom('finding').select(['id', 'first_found']).where('analysis', '=', status.analysis).execute()
      const known = new Map(before.map((row) => [row.id, row.first_found]))
      const about = state.selectFrom('finding').select('id').where('analysis', '=', status.analysis)
      await state.deleteFrom('finding_entity').where('finding', 'in', about).execute()
      await state.deleteFrom('finding').where('analysis', '=', status.analysis).execute()
      for (const finding of findings) {
        const row = {
          id: finding.id,
          analysis: finding.analysis,
          severity: finding.severity,
          finding: JSON.stringify(finding),
          first_found: known.get(finding.id) ?? now,
          last_found: now,
          title: finding.title,
          kind: finding.kind,
          confidence: finding.confidence,
          first: finding.first,
          last: finding.last,
        }
        await state.insertInto('finding').values(row).execute()
        for (const { kind, id } of finding.about) {
          const entity = { finding: finding.id, kind, id }
          await state
            .insertInto('finding_entity')
            .values(entity)
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        }
      }
      const run = { analysis: status.analysis, version: status.version, status: JSON.stringify(status) }
      await state
        .insertInto('run')
        .values(run)
        .onConflict((conflict) => conflict.column('analysis').doUpdateSet(run))
        .execute()
    })
  }

  async all(): Promise<readonly Finding[]> {
    const rows = await this.#database.selectFrom('finding').select('finding').orderBy('severity', 'desc').orderBy('id').execute()
    return rows.map((row) => JSON.parse(row.finding) as Finding)
  }

  /** Those that no suppression hides at this moment. */
  async shown(now: Date): Promise<readonly Finding[]> {
    const rows = await this.#database
      .selectFrom('finding')
      .select('finding.finding')
      .where(sql<SqlBool>`${suppressionOf(now.toISOString())} IS NULL`)
      .orderBy('severity', 'desc')
      .orderBy('id')
      .execute()
    return rows.map((row) => JSON.parse(row.finding) as Finding)
  }

  /** In the order of their gravity. */
  async byIds(ids: readonly string[]): Promise<readonly Finding[]> {
    if (ids.length === 0) return []
    const rows = await this.#database.selectFrom('finding').select('finding').where('id', 'in', ids).orderBy('severity', 'desc').orderBy('id').execute()
    return rows.map((row) => JSON.parse(row.finding) as Finding)
  }

  async statuses(): Promise<readonly AnalysisStatus[]> {
    const rows = await this.#database.selectFrom('run').select('status').orderBy('analysis').execute()
    return rows.map((row) => JSON.parse(row.status) as AnalysisStatus)
  }
}
