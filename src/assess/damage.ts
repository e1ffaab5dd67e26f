import { existsSync } from 'node:fs'
import type { Kysely } from 'kysely'
import { GatehouseError } from '../base/errors.ts'
import { log } from '../base/log.ts'
import { plural } from '../base/text.ts'
import { type PartAside, partsAside, setDamageAside } from '../lake/damage.ts'
import { rowsBySource } from '../lake/rows-by-source.ts'
import { evidenceTables, type TableName } from '../model/tables.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'
import { Sources, type StoredSource } from '../state/sources.ts'
import type { Workspace } from './workspace.ts'

/** A part that was set aside, and when it was met (ISO 8601, UTC). */
export interface Damage extends PartAside {
  readonly at: string
}

export interface Found {
  /** Parts that nobody knew of before. */
  readonly parts: readonly PartAside[]
  /** Evidence that lost rows and is still there to be read again. */
  readonly files: readonly string[]
}

const key = 'damage'

/** Every part that was ever set aside in this workspace, the oldest first. */
export async function damageOf(state: Kysely<StateSchema>): Promise<readonly Damage[]> {
  return JSON.parse((await remembered(state, key)) ?? '[]') as Damage[]
}

/**
 * Looks for parts of the lake that are damaged, and marks the evidence whose rows went with them. `thorough` compares every stored byte with its checksum;
 * otherwise only what the engine could not open counts. Nothing may be read into the lake meanwhile.
 */
export async function lookForDamage(workspace: Workspace, { thorough, signal }: { readonly thorough: boolean; readonly signal: AbortSignal }): Promise<Found> {
  const { lake, state } = workspace
  if (thorough) await setDamageAside(lake, signal)
  const known = await damageOf(state)
  const parts = (await partsAside(lake)).filter(({ table, part }) => !known.some((one) => one.table === table && one.part === part))
  if (parts.length > 0) {
    const at = new Date().toISOString()
    const marked = await markLosses(workspace, [...new Set(parts.map(({ table }) => table))], at)
    // Made from the evidence: both are made anew.
    await remember(state, 'derived', '')
    await remember(state, 'analysed', '')
    // Last: what is not remembered as known is looked at again.
    await remember(state, key, JSON.stringify([...known, ...parts.map((part) => ({ ...part, at }))]))
    log.error({ parts: parts.map(({ table, part }) => `${table}/${part}`), sources: marked }, 'parts of the lake were damaged and are set aside')
  }
  return { parts, files: await stillThere(state) }
}

/**
 * Does work on the lake. Where stored rows turn out to be damaged, it sets them aside, reads again what they held, and does the work once more.
 * `readAgain` reads files.
 */
export async function mending<T>(
  workspace: Workspace,
  signal: AbortSignal,
  readAgain: (files: readonly string[]) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const mend = async (thorough: boolean) => {
    const { files } = await lookForDamage(workspace, { thorough, signal })
    if (files.length > 0) await readAgain(files)
  }
  await mend(false)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'LAKE_DAMAGED') throw error
    await mend(true)
    return work()
  }
}

/** Counts rows again, and marks each source that has fewer than it gave. Returns how many there are. */
async function markLosses({ lake, state }: Workspace, damaged: readonly TableName[], at: string): Promise<number> {
  const sources = new Sources(state)
  const counts = new Map<TableName, ReadonlyMap<number, number>>()
  for (const table of damaged.filter((one) => evidenceTables.includes(one))) counts.set(table, await rowsBySource(lake, table))
  let marked = 0
  for (const source of await sources.all()) {
    const { rows, lost } = left(source, counts)
    if (lost === 0) continue
    const text = `${plural(lost, 'row')} of it went with a part of the lake that was damaged and set aside on ${at.slice(0, 10)}. They come back when the file is read again.`
    await sources.update(source.id, { rows: JSON.stringify(rows), lost: source.lost + lost, done: 0, outcome: 'partial' })
    await sources.note(source.id, [{ line: 0, text }])
    marked += 1
  }
  return marked
}

function left(source: StoredSource, counts: ReadonlyMap<TableName, ReadonlyMap<number, number>>) {
  const rows = JSON.parse(source.rows) as Record<string, number>
  let lost = 0
  for (const [table, now] of counts) {
    const gave = rows[table] ?? 0
    const missing = gave - (now.get(source.id) ?? 0)
    // Of a source whose reading was interrupted there may be rows that nobody counted, in the place of those that are lost.
    const cannotTell = source.done === 0 && gave > 0
    if (missing <= 0 && !cannotTell) continue
    lost += Math.max(missing, 1)
    rows[table] = now.get(source.id) ?? 0
  }
  return { rows, lost }
}

/** Files, one for each source that lost rows, that can be read again; under whichever name they were seen. */
async function stillThere(state: Kysely<StateSchema>): Promise<readonly string[]> {
  const lost = await new Sources(state).lost()
  return lost.flatMap(({ paths }) => paths.find((path) => existsSync(path)) ?? [])
}
