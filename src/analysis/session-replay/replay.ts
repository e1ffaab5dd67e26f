import type { Use } from './query.ts'

/** Two uses of one session that cannot be of one device. */
export interface Replay {
  readonly before: Use
  readonly after: Use
  /** What sets the devices apart. */
  readonly by: 'device' | 'system' | 'program'
  /** The first place comes again after the second: two at once, and no move. */
  readonly returns: boolean
}

const systems: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['iOS', /iphone|ipad|\bios\b/i],
  ['Android', /android/i],
  ['Windows', /windows/i],
  ['macOS', /mac ?os|macintosh|darwin/i],
  ['ChromeOS', /\bcros\b/i],
  ['Linux', /linux|x11/i],
]

/** The operating system that a user agent names; empty where it names none. */
export function systemOf(agent: string): string {
  return systems.find(([, pattern]) => pattern.test(agent))?.[0] ?? ''
}

/** A program by its own name, such as `python-requests`, where the user agent is not a browser's; empty for browsers. */
export function programOf(agent: string): string {
  if (agent === '' || /^mozilla\//i.test(agent)) return ''
  return /^[a-z0-9._-]+/i.exec(agent)?.[0]?.toLowerCase() ?? ''
}

/** What says that two uses are of different devices; undefined where nothing does. Versions change by updates, systems do not. */
export function difference(a: Use, b: Use): Replay['by'] | undefined {
  if (a.device !== '' && b.device !== '') return a.device === b.device ? undefined : 'device'
  const [one, other] = [systemOf(a.agent), systemOf(b.agent)]
  if (one !== '' && other !== '' && one !== other) return 'system'
  const scripted = programOf(a.agent) !== programOf(b.agent) && (programOf(a.agent) === '') !== (programOf(b.agent) === '') && a.agent !== '' && b.agent !== ''
  return scripted ? 'program' : undefined
}

/**
 * The closest pair of uses, by time, from different networks and devices within `seconds`. A device that roams keeps its id
 * and system; a person who changes the device begins another session. Uses must be in the order of time.
 */
export function replayOf(uses: readonly Use[], seconds: number): Replay | undefined {
  let best: Replay | undefined
  for (let index = 0; index < uses.length; index++) {
    const before = uses[index]
    for (let next = index + 1; before && next < uses.length; next++) {
      const after = uses[next]
      if (!after || after.time - before.time > seconds) break
      const by = before.network === after.network ? undefined : difference(before, after)
      if (!by) continue
      const returns = uses
        .slice(next + 1)
        .some((use) => use.network === before.network && difference(use, before) === undefined && use.time - after.time <= seconds)
      const found = { before, after, by, returns }
      if (!best || rank(found) < rank(best)) best = found
      break
    }
  }
  return best
}

/** The surest first: two at once before a single change, then the shorter time. */
function rank({ before, after, returns }: Replay): number {
  return after.time - before.time + (returns ? 0 : 1e9)
}
