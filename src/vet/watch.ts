import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { sha256OfFile } from '../base/file-hash.ts'
import type { Session } from './session.ts'
import { type VetOutcome, vetTarget } from './vet.ts'

export interface WatchEvents {
  /** The folder is there and can be read. */
  readonly onWatching?: () => void
  readonly onVerdict: (file: string, outcome: VetOutcome) => void
  /** A file whose bytes were vetted before: it is not vetted again. */
  readonly onKnown: (file: string) => void
  readonly onProblem: (file: string, why: string) => void
}

export interface WatchSettings {
  /** Milliseconds between looks. */
  readonly every: number
  /** Looks after which a file that stays as it is counts as whole. */
  readonly still: number
}

/** Names that browsers and copying programs give to what is not whole yet. */
const unfinished = /^\.|\.(?:part|partial|crdownload|download|tmp|filepart|opdownload)$|~$/i
const mostFiles = 10_000

/**
 * Vets the files of a folder as they come, one after another, until the signal: each once it has stopped growing. What has been vetted
 * before, in this run or an earlier one that kept it, is known by its hash. Folders inside are left alone.
 */
export async function watchFolder(session: Session, folder: string, events: WatchEvents, settings: WatchSettings = { every: 1000, still: 2 }): Promise<void> {
  const { signal } = session.options
  const stamps = new Map<string, { stamp: string; looks: number }>()
  const done = new Map<string, string>()
  filesIn(folder)
  events.onWatching?.()
  while (!signal.aborted) {
    for (const [file, stamp] of filesIn(folder)) {
      if (done.get(file) === stamp) continue
      const before = stamps.get(file)
      const looks = before?.stamp === stamp ? before.looks + 1 : 0
      stamps.set(file, { stamp, looks })
      if (looks < settings.still) continue
      await vetFile(session, file, events)
      if (signal.aborted) return
      done.set(file, stamp)
      stamps.delete(file)
    }
    await sleep(settings.every, undefined, { signal }).catch(() => undefined)
  }
}

async function vetFile(session: Session, file: string, { onVerdict, onKnown, onProblem }: WatchEvents): Promise<void> {
  try {
    if (await session.vetted?.byHash(await sha256OfFile(file))) onKnown(file)
    else onVerdict(file, await vetTarget(session, { kind: 'path', path: file }))
  } catch (error) {
    // One bad file does not end the watch.
    if (!session.options.signal.aborted) onProblem(file, messageOf(error))
  }
}

/** Path → size and time of the last change. Throws ARTIFACT_MISSING when the folder is not there. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch (cause) {
    throw new GatehouseError('ARTIFACT_MISSING', `there is no folder ${folder} to watch`, { cause })
  }
  for (const name of names.filter((one) => !unfinished.test(one)).slice(0, mostFiles)) {
    const path = join(resolve(folder), name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isFile() && stats.size > 0) found.set(path, `${stats.size} ${stats.mtimeMs}`)
  }
  return found
}
