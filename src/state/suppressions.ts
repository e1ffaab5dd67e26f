import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Entity } from '../model/entity.ts'
import { appendAudit } from './audit.ts'
import type { StateSchema, SuppressionRow } from './schema.ts'

export interface NewSuppression {
  readonly finding?: string | undefined
  readonly analysis?: string | undefined
  readonly entity?: Entity | undefined
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly until: string
}

/** Whether a suppression hides the row of `finding`. */
const matches = sql<SqlBool>`(suppression.finding IS NULL OR suppression.finding = finding.id)
  AND (suppression.analysis IS NULL OR suppression.analysis = finding.analysis)
  AND (suppression.entity_id IS NULL OR EXISTS (SELECT 1 FROM finding_entity
    WHERE finding_entity.finding = finding.id AND finding_entity.kind = suppression.entity_kind AND finding_entity.id = suppression.entity_id))`

/** The suppression in force at a moment that hides the row of `finding`, else NULL. Asked at query time: it may expire at any moment. */
export function suppressionOf(at: string): RawBuilder<string | null> {
  return sql<string | null>`(SELECT suppression.id FROM suppression WHERE suppression.until > ${at} AND suppression.ended_at IS NULL AND ${matches} LIMIT 1)`
}

/** What is hidden, by whom, why and until when. Ended and expired ones stay, as a record. */
export class Suppressions {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  /** `address`: where whoever does it asked from. */
  async add(id: string, { finding, analysis, entity, ...said }: NewSuppression, address: string): Promise<void> {
    const what = { finding: finding ?? null, analysis: analysis ?? null, entity_kind: entity?.kind ?? null, entity_id: entity?.id ?? null }
    const hides = Object.entries(what).flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]))
    const says = `hides ${hides.join(', ')} until ${said.until}: ${said.reason}`
    await this.#database.transaction().execute(async (state) => {
      await state
        .insertInto('suppression')
        .values({ id, ...what, ...said, ended_at: null })
        .execute()
      await appendAudit(state, { by: said.by, address, action: 'suppression-created', about: `suppression ${id}`, says })
    })
  }

  /** Ends one before its time; false when there is none in force. */
  async end(id: string, at: string, who: { readonly by: string; readonly address: string }): Promise<boolean> {
    return this.#database.transaction().execute(async (state) => {
      const answer = await state.updateTable('suppression').set({ ended_at: at }).where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()
      if (answer.numUpdatedRows === 0n) return false
      await appendAudit(state, { ...who, action: 'suppression-ended', about: `suppression ${id}`, says: 'what it hid is shown again' })
      return true
    })
  }

  /** The newest first, each with the findings that it would hide now. */
  async list(): Promise<readonly (SuppressionRow & { readonly findings: number })[]> {
    const counted = this.#database.selectFrom('suppression').selectAll('suppression')
    const rows = await counted
      .select(({ selectFrom }) =>
        selectFrom('finding')
          .where(matches)
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('findings'),
      )
      .orderBy('at', 'desc')
      .execute()
    return rows.map((row) => ({ ...row, findings: Number(row.findings ?? 0) }))
  }

  /** Ids of those in force: incidents are weighed anew when the set changes. */
  async inForce(at: string): Promise<readonly string[]> {
    const rows = await this.#database.selectFrom('suppression').select('id').where('until', '>', at).where('ended_at', 'is', null).orderBy('id').execute()
    return rows.map(({ id }) => id)
  }
}
