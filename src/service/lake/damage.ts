import type { Kysely } from 'kysely'
import { damageOf, type Found } from '../../assess/damage.ts'
import { messageOf } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import { plural } from '../../base/text.ts'
import type { StateSchema } from '../../state/schema.ts'
import { Sources } from '../../state/sources.ts'
import type { Engine } from '../engine/engine.ts'
import type { JobQueue } from '../jobs/queue.ts'

/** Milliseconds for which damage that was mended is still told. */
const told = 7 * 24 * 3600_000
/** Files named in a sentence; the sources list has all. */
const named = 3

/** At each start, before any job: looks through the lake for damage, and has what it took read again. Lists are answered meanwhile. */
export async function checkAtStart(engine: Engine, jobs: JobQueue, signal: AbortSignal): Promise<void> {
  try {
    const { parts, files } = await engine.ask<Found>('check', {}, { signal })
    if (parts.length === 0 && files.length === 0) return
    await jobs.add('assess', 'Read again what damage took from the lake', { files }, 'the service')
  } catch (error) {
    // What is damaged is still met by the next assessment.
    if (!signal.aborted) log.warn({ reason: messageOf(error) }, 'the lake was not looked through at the start')
  }
}

/** True while rows are missing that damage took and nobody could read again. */
export async function isDamaged(state: Kysely<StateSchema>): Promise<boolean> {
  return (await new Sources(state).lost()).length > 0
}

/** What became of damage, in sentences: what is missing for as long as it is, what was mended for a week. */
export async function damageNotes(state: Kysely<StateSchema>, now: Date): Promise<readonly string[]> {
  const lost = await new Sources(state).lost()
  const recent = (await damageOf(state)).filter(({ at }) => now.getTime() - Date.parse(at) < told)
  if (lost.length > 0) {
    const rows = lost.reduce((sum, source) => sum + source.lost, 0)
    const files = lost.slice(0, named).map(({ path }) => path)
    const more = lost.length > named ? ` and ${plural(lost.length - named, 'more')}` : ''
    return [`A part of the lake was damaged: ${plural(rows, 'row')} of ${files.join(', ')}${more} are missing until the same evidence is read again.`]
  }
  const [newest] = recent.slice(-1)
  return newest
    ? [`A part of the lake was damaged and set aside on ${newest.at.slice(0, 10)}. What it held was read again from the evidence: nothing is missing.`]
    : []
}
