import { sql } from '../base/sql.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Lake } from '../lake/lake.ts'
import type { Sources } from '../state/sources.ts'

interface Copy {
  readonly feed: string
  readonly part: string
  readonly source: number
  /** Seconds since 1970. */
  readonly dated: number | null
  readonly fetched: number | null
  readonly whole: boolean
}

/**
 * Of reference knowledge that was read in several copies, the newest whole one counts: the rows of the others are forgotten, so that nothing is doubled
 * and what was withdrawn does not live on. Where no copy is whole, all stay. Returns how many copies went.
 */
export async function keepNewestCopies(lake: Lake, sources: Sources): Promise<number> {
  const copies = await lake.rows<Copy>(
    sql`SELECT toString(feed) AS feed, toString(part) AS part, source, toFloat64(max(dated)) AS dated, toFloat64(max(fetched_at)) AS fetched, min(whole) AS whole
      FROM feed GROUP BY feed, part, source`,
  )
  let gone = 0
  for (const group of Map.groupBy(copies, ({ feed, part }) => `${feed} ${part}`).values()) {
    const [kept] = group.filter(({ whole }) => whole).toSorted(newestFirst)
    if (!kept) continue
    for (const copy of group) {
      if (copy === kept) continue
      await lake.forget(copy.source, 0)
      await sources.update(copy.source, { rows: '{}' })
      await sources.note(copy.source, [{ line: 0, text: `Another copy of the same counts, ${copyWords(kept)}: the rows of this one were forgotten.` }])
      gone += 1
    }
  }
  return gone
}

function newestFirst(a: Copy, b: Copy): number {
  return (b.dated ?? 0) - (a.dated ?? 0) || (b.fetched ?? 0) - (a.fetched ?? 0) || b.source - a.source
}

function copyWords({ dated, fetched }: Copy): string {
  if (dated !== null) return `of ${isoFromSeconds(dated).slice(0, 10)}`
  return fetched === null ? 'which is whole' : `fetched on ${isoFromSeconds(fetched).slice(0, 10)}`
}
