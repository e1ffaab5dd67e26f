import type { Kysely, Selectable, Transaction } from 'kysely'
import { stableId } from '../base/hash.ts'
import { type Entity, entityKey } from '../model/entity.ts'
import type { Incident } from '../model/incident.ts'
import { appendAudit } from './audit.ts'
import type { IncidentRow, StateSchema } from './schema.ts'

export type IncidentEventKind = 'found' | 'changed' | 'gone' | 'again' | 'state' | 'assigned' | 'comment' | 'merged' | 'split' | 'suppressed'

export interface IncidentEvent {
  readonly id: number
  readonly at: string
  /** null: the analysis. */
  readonly by: string | null
  readonly kind: IncidentEventKind
  readonly says: string
}

export interface StoredIncident extends Omit<Selectable<IncidentRow>, 'incident'> {
  readonly whole: Incident
}

export interface StoredMember {
  readonly finding: string
  readonly why: string
  readonly byHand: boolean
}

/** A change that somebody makes to an incident that he saw at a revision. With an address it is kept in the audit log, too. */
export interface ByWhom {
  readonly by: string
  readonly address?: string
  readonly at: Date
  /** Absent: whatever it is by now. */
  readonly revision?: number
}

/** `changed`: somebody else changed it meanwhile. */
export type Changed = 'done' | 'changed' | 'missing'

type State = Kysely<StateSchema> | Transaction<StateSchema>

/** Incidents, what people made of them, and their history. */
export class Incidents {
  readonly #database: Kysely<StateSchema>

  constructor(database: Kysely<StateSchema>) {
    this.#database = database
  }

  async byId(id: string): Promise<StoredIncident | undefined> {
    const row = await this.#database.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
    return row && opened(row)
  }

  /** The incident that took this one in by hand, if one did. */
  async mergedInto(id: string): Promise<string | undefined> {
    return (await this.#database.selectFrom('incident_merge').select('into_incident').where('incident', '=', id).executeTakeFirst())?.into_incident
  }

  async members(id: string): Promise<readonly StoredMember[]> {
    const rows = await this.#database.selectFrom('incident_member').selectAll().where('incident', '=', id).execute()
    return rows.map(({ finding, why, by_hand }) => ({ finding, why, byHand: by_hand === 1 }))
  }

  async history(id: string): Promise<readonly IncidentEvent[]> {
    const rows = await this.#database.selectFrom('incident_event').selectAll().where('incident', '=', id).orderBy('id').execute()
    return rows.map(({ id: number, at, by, kind, says }) => ({ id: number, at, by, kind: kind as IncidentEventKind, says }))
  }

  async merged(id: string): Promise<readonly string[]> {
    const rows = await this.#database.selectFrom('incident_merge').select('incident').where('into_incident', '=', id).orderBy('incident').execute()
    return rows.map((row) => row.incident)
  }

  /** Incidents of the newest analysis with the ids of their findings, and those that are gone. */
  async grouped(): Promise<readonly { readonly id: string; readonly findings: readonly string[] }[]> {
    const rows = await this.#database.selectFrom('incident').select(['id', 'incident']).execute()
    return rows.map(({ id, incident }) => ({ id, findings: (JSON.parse(incident) as Incident).findings }))
  }

  /** Those that the newest analysis finds, in no order. */
  async present(): Promise<readonly Incident[]> {
    const rows = await this.#database.selectFrom('incident').select('incident').where('present', '=', 1).execute()
    return rows.map(({ incident }) => JSON.parse(incident) as Incident)
  }

  async byHand() {
    const [splits, merges] = [
      await this.#database.selectFrom('incident_split').selectAll().execute(),
      await this.#database.selectFrom('incident_merge').selectAll().execute(),
    ]
    return {
      splits: new Map(splits.map(({ finding, incident, by }) => [finding, { incident, by }])),
      merges: new Map(merges.map(({ incident, into_incident, by }) => [incident, { into: into_incident, by }])),
    }
  }

  /**
   * Keeps what the newest analysis came to: known incidents are updated, new ones begin as new, and those no longer found stay as gone
   * with their history. Returns the ids of those that changed.
   */
  async keep(arranged: readonly { readonly incident: Incident; readonly members: readonly StoredMember[] }[], now: Date): Promise<readonly string[]> {
    const at = now.toISOString()
    return this.#database.transaction().execute(async (state) => {
      const changed: string[] = []
      await state.deleteFrom('incident_member').execute()
      for (const { incident, members } of arranged) {
        if (await keepOne(state, incident, at)) changed.push(incident.id)
        for (const { finding, why, byHand } of members) {
          await state
            .insertInto('incident_member')
            .values({ finding, incident: incident.id, why, by_hand: byHand ? 1 : 0 })
            .execute()
        }
      }
      const kept = new Set(arranged.map(({ incident }) => incident.id))
      const before = await state.selectFrom('incident').select(['id']).where('present', '=', 1).execute()
      for (const { id } of before.filter((row) => !kept.has(row.id))) {
        await state
          .updateTable('incident')
          .set((row) => ({ present: 0, changed_at: at, revision: row('revision', '+', 1) }))
          .where('id', '=', id)
          .execute()
        await tell(state, { incident: id, at, by: null, kind: 'gone', says: 'The newest analysis no longer finds it on its own.' })
        changed.push(id)
      }
      return changed
    })
  }

  /** Sets state or assignee. */
  async triage(
    id: string,
    change: { readonly state?: string | undefined; readonly assignee?: string | null | undefined; readonly reason?: string | undefined },
    who: ByWhom,
  ): Promise<Changed> {
    return this.#change(id, who, ['incident-triaged', wordsOf(change)], async (state, row, at) => {
      const because = change.reason ? `: ${change.reason}` : ''
      if (change.state !== undefined && change.state !== row.state)
        await tell(state, { incident: id, at, by: who.by, kind: 'state', says: `${row.state} → ${change.state}${because}` })
      if (change.assignee !== undefined && change.assignee !== row.assignee)
        await tell(state, {
          incident: id,
          at,
          by: who.by,
          kind: 'assigned',
          says: `${change.assignee === null ? 'assigned to nobody' : `assigned to ${change.assignee}`}${because}`,
        })
      return { ...(change.state !== undefined && { state: change.state }), ...(change.assignee !== undefined && { assignee: change.assignee }) }
    })
  }

  async comment(id: string, text: string, who: ByWhom): Promise<Changed> {
    return this.#change(id, who, ['incident-commented', 'a comment was added'], async (state, _, at) => {
      await tell(state, { incident: id, at, by: who.by, kind: 'comment', says: text })
      return {}
    })
  }

  /** Lets an incident take others in. Arrange anew afterwards. */
  async merge(into: string, others: readonly string[], reason: string, who: ByWhom): Promise<Changed> {
    return this.#change(into, who, ['incident-merged', `took in ${others.join(', ')}: ${reason}`], async (state, _, at) => {
      for (const other of others.filter((id) => id !== into)) {
        const merge = { into_incident: into, by: who.by, at }
        // One that took this one in before has to let it go first.
        await state.deleteFrom('incident_merge').where('incident', '=', into).where('into_incident', '=', other).execute()
        await state
          .insertInto('incident_merge')
          .values({ incident: other, ...merge })
          .onConflict((conflict) => conflict.column('incident').doUpdateSet(merge))
          .execute()
        await tell(state, { incident: other, at, by: who.by, kind: 'merged', says: `Taken into another incident: ${reason}` })
        await tell(state, { incident: into, at, by: who.by, kind: 'merged', says: `Took in incident ${other}: ${reason}` })
      }
      return {}
    })
  }

  /** Puts findings into an incident of their own; its id is returned. Arrange anew afterwards. */
  async split(from: string, findings: readonly string[], reason: string, who: ByWhom): Promise<{ readonly changed: Changed; readonly id: string }> {
    const id = stableId('split', from, ...[...findings].sort())
    const changed = await this.#change(from, who, ['incident-split', `${findings.length} findings into ${id}: ${reason}`], async (state, _, at) => {
      for (const finding of findings) {
        const split = { incident: id, by: who.by, at }
        await state
          .insertInto('incident_split')
          .values({ finding, ...split })
          .onConflict((conflict) => conflict.column('finding').doUpdateSet(split))
          .execute()
      }
      await tell(state, { incident: from, at, by: who.by, kind: 'split', says: `${findings.length} findings were taken out into incident ${id}: ${reason}` })
      await tell(state, { incident: id, at, by: who.by, kind: 'split', says: `Taken out of incident ${from}: ${reason}` })
      return {}
    })
    return { changed, id }
  }

  /** One transaction that sees the incident, refuses where it changed meanwhile, and raises its revision. */
  async #change(
    id: string,
    { by, address, at, revision }: ByWhom,
    [action, says]: readonly [action: string, says: string],
    change: (state: State, row: Selectable<IncidentRow>, at: string) => Promise<Partial<Pick<IncidentRow, 'state' | 'assignee'>>>,
  ): Promise<Changed> {
    return this.#database.transaction().execute(async (state) => {
      const row = await state.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) return 'missing'
      if (revision !== undefined && row.revision !== revision) return 'changed'
      const values = await change(state, row, at.toISOString())
      await state
        .updateTable('incident')
        .set({ ...values, changed_at: at.toISOString(), revision: row.revision + 1 })
        .where('id', '=', id)
        .execute()
      if (address !== undefined) await appendAudit(state, { by, address, action, about: `incident ${id}`, says })
      return 'done'
    })
  }
}

function wordsOf({
  state,
  assignee,
  reason,
}: {
  readonly state?: string | undefined
  readonly assignee?: string | null | undefined
  readonly reason?: string | undefined
}) {
  const words = [...(state === undefined ? [] : [state]), ...(assignee === undefined ? [] : [`assigned to ${assignee ?? 'nobody'}`])].join(', ')
  return reason ? `${words}: ${reason}` : words
}

/** True when something that people see has changed. */
async function keepOne(state: State, incident: Incident, at: string): Promise<boolean> {
  const before = await state.selectFrom('incident').selectAll().where('id', '=', incident.id).executeTakeFirst()
  const values = {
    incident: JSON.stringify(incident),
    title: incident.title,
    severity: incident.severity,
    confidence: incident.confidence,
    first: incident.first,
    last: incident.last,
    hosts: incident.about.filter(({ kind }) => kind === 'host').length,
    findings: incident.findings.length,
    present: 1,
  }
  if (!before) {
    await state
      .insertInto('incident')
      .values({ id: incident.id, ...values, state: 'new', assignee: null, revision: 1, created_at: at, changed_at: at })
      .execute()
    await tell(state, { incident: incident.id, at, by: null, kind: 'found', says: incident.title })
  } else if (before.incident === values.incident && before.present === 1) return false
  else {
    await state
      .updateTable('incident')
      .set({ ...values, changed_at: at, revision: before.revision + 1 })
      .where('id', '=', incident.id)
      .execute()
    const what = changeOf(JSON.parse(before.incident) as Incident, incident)
    if (before.present === 0) await tell(state, { incident: incident.id, at, by: null, kind: 'again', says: 'It is found again.' })
    if (what !== '') await tell(state, { incident: incident.id, at, by: null, kind: 'changed', says: what })
  }
  await state.deleteFrom('incident_entity').where('incident', '=', incident.id).execute()
  const entities = new Map<string, Entity>(incident.about.map((entity) => [entityKey(entity), entity]))
  for (const { kind, id } of entities.values()) await state.insertInto('incident_entity').values({ incident: incident.id, kind, id }).execute()
  return true
}

/** What a reader of the history wants to know. */
function changeOf(before: Incident, now: Incident): string {
  const [had, has] = [new Set(before.findings), new Set(now.findings)]
  const [more, less] = [now.findings.filter((id) => !had.has(id)).length, before.findings.filter((id) => !has.has(id)).length]
  return [
    ...(before.severity === now.severity ? [] : [`severity ${before.severity} → ${now.severity}`]),
    ...(before.title === now.title ? [] : [`now: ${now.title}`]),
    ...(more > 0 ? [`findings added: ${more}`] : []),
    ...(less > 0 ? [`findings gone: ${less}`] : []),
  ].join('; ')
}

async function tell(
  state: State,
  event: { readonly incident: string; readonly at: string; readonly by: string | null; readonly kind: IncidentEventKind; readonly says: string },
): Promise<void> {
  await state.insertInto('incident_event').values(event).execute()
}

function opened({ incident, ...row }: Selectable<IncidentRow>): StoredIncident {
  return { ...row, whole: JSON.parse(incident) as Incident }
}
