import type { Kysely } from 'kysely'
import { log } from '../base/log.ts'
import { plural } from '../base/text.ts'
import { audit } from '../state/audit.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'

/** Milliseconds between looks, and by how much the clock has to jump in between to be told of. */
const every = 5000
const leastJump = 60_000
const day = 86_400_000

/** Compares the clock of the machine with one that nobody can set. A jump goes into the audit log: whoever reads times there has to know of it. */
export function watchClock(state: Kysely<StateSchema>, onJump: (now: Date) => void): Disposable {
  let ahead = Date.now() - performance.now()
  const look = async () => {
    const now = Date.now()
    const jump = now - performance.now() - ahead
    ahead += jump
    if (Math.abs(jump) < leastJump) return
    const says = `the clock was set ${jump > 0 ? 'forward' : 'back'} by ${spanOf(Math.abs(jump))}${jump > 0 ? ', or this machine slept' : ''}`
    log.warn({ seconds: Math.round(jump / 1000) }, 'the clock jumped')
    await audit(state, { by: 'the service', action: 'clock-jumped', about: 'the clock of this machine', says, address: '' })
    onJump(new Date(now))
  }
  const timer = setInterval(() => void look().catch((error: unknown) => log.error({ err: error }, 'a jump of the clock could not be kept')), every)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function spanOf(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 120) return plural(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day')
}

/**
 * Whether the clock has gone on for a day without a leap of more than a day, from one look to the next and over restarts. What removes for ever what is old
 * waits for that: a clock that is years ahead for an hour would remove everything.
 */
export async function isClockSettled(state: Kysely<StateSchema>, now: Date): Promise<boolean> {
  const [at, text] = [now.getTime(), await remembered(state, 'clock')]
  const kept = text === undefined ? { seen: at, since: at - day } : (JSON.parse(text) as { readonly seen: number; readonly since: number })
  const since = Math.abs(at - kept.seen) > day ? at : Math.min(kept.since, at)
  await remember(state, 'clock', JSON.stringify({ seen: at, since }))
  return at - since >= day
}
