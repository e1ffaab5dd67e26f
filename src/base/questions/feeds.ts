import { type Sql, sql } from '../sql.ts'

interface Questions {
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
}

/** One copy of reference knowledge in the lake. Times are seconds since 1970. */
export interface FeedCopy {
  readonly feed: string
  readonly part: string
  readonly dated: number | null
  readonly fetched: number | null
  readonly version: string
  readonly records: number
  readonly whole: boolean
}

/** Every copy that is in the lake; single records and products of one feed are one copy, named `single records`, as old as the newest of them. */
export function feedCopies(lake: Questions, signal?: AbortSignal): Promise<readonly FeedCopy[]> {
  return lake.rows<FeedCopy>(
    sql`SELECT feed, piece AS part, toFloat64(max(dated)) AS dated, toFloat64(max(fetched_at)) AS fetched, max(version) AS version, sum(records) AS records, min(whole) AS whole
      FROM (SELECT toString(feed) AS feed, if(records = 1 AND part != '', 'single records', toString(part)) AS piece, dated, fetched_at, version, records, whole FROM feed)
      GROUP BY feed, piece ORDER BY feed, piece`,
    signal,
  )
}
