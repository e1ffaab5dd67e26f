/** Something that happened at a moment, seconds since 1970. */
export interface Timed {
  readonly time: number
}

export interface Burst<T extends Timed> {
  readonly events: readonly T[]
  readonly first: number
  readonly last: number
}

/**
 * Runs of events that are close: every window of `seconds` that holds at least `least` events belongs to one, and windows that
 * overlap belong to the same. `events` must be in the order of time.
 */
export function burstsOf<T extends Timed>(events: readonly T[], least: number, seconds: number): readonly Burst<T>[] {
  const found: { from: number; until: number }[] = []
  let from = 0
  for (let until = 0; until < events.length; until++) {
    while ((events[until]?.time ?? 0) - (events[from]?.time ?? 0) > seconds) from++
    if (until - from + 1 < least) continue
    const open = found.at(-1)
    if (open && from <= open.until) open.until = until
    else found.push({ from, until })
  }
  return found.map(({ from: first, until: last }) => {
    const inside = events.slice(first, last + 1)
    return { events: inside, first: inside[0]?.time ?? 0, last: inside.at(-1)?.time ?? 0 }
  })
}
