import type { Verdict } from '../affected/affected.ts'
import { identified, keysOf } from '../affected/keys.ts'
import { sql } from '../sql.ts'
import { inParts, type Questions, type Software } from './software.ts'
import { type Opinion, opinionsUnder, type Statement } from './statements.ts'

export interface Vulnerable {
  readonly software: Software
  readonly statement: Statement
  /** Affected, or it cannot be told. */
  readonly verdict: Verdict
}

/**
 * What is known to affect some releases, with the reasons. It is for those that are told of: the table `weakness` says which of all that is installed
 * are affected.
 */
export async function vulnerableAmong(lake: Questions, software: readonly Software[], signal: AbortSignal): Promise<readonly Vulnerable[]> {
  const keyed = software.map((one) => {
    const told = identified(one)
    return { one, told, places: [...new Set(keysOf(told).map(({ key, type }) => placeOf(key, type)))] }
  })
  const opinions = await opinionsOn(lake, [...new Set(keyed.flatMap(({ places }) => places))], signal)
  return keyed.flatMap(({ one, told, places }) =>
    places.flatMap((place) =>
      (opinions.get(place) ?? []).flatMap(({ statement, verdicts }) => {
        const verdict = verdicts(told)?.(one.version)
        return verdict && verdict.state !== 'not affected' ? [{ software: one, statement, verdict }] : []
      }),
    ),
  )
}

/** Where statements on a software are found. */
export function placeOf(key: string, type: string): string {
  return `${type} ${key}`
}

async function opinionsOn(lake: Questions, places: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly Opinion[]>> {
  const opinions = await inParts(places, async (part) => {
    const [types, keys] = [part.map((place) => place.slice(0, place.indexOf(' '))), part.map((place) => place.slice(place.indexOf(' ') + 1))]
    return [...(await opinionsUnder(lake, sql`SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip(${keys}, ${types})) AS pair)`, { part: 0, of: 1 }, signal))]
  })
  // In an order that does not change from one time to the next.
  const ordered = opinions.toSorted(({ statement: a }, { statement: b }) =>
    a.vulnerability < b.vulnerability ? -1 : a.vulnerability > b.vulnerability ? 1 : 0,
  )
  return Map.groupBy(ordered, ({ statement: { key, type } }) => placeOf(key, type))
}
