import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/** What the visits in the evidence cover. Times are seconds since 1970. */
export interface EvidenceSpan {
  readonly from: number
  readonly until: number
  /** Inside hosts seen in traffic. */
  readonly hosts: number
}

/**
 * From when until when the evidence tells of traffic, and of how many inside hosts. A thousandth of the visits may lie
 * outside at either end, so that one wrong clock does not stretch it. Null when there are no visits.
 */
export async function evidenceSpan(lake: Questions, signal: AbortSignal): Promise<EvidenceSpan | null> {
  const [span] = await lake.rows<{ from: number | null; until: number | null; hosts: number }>(
    sql`SELECT quantileExactOrNull(0.001)(toFloat64(first)) AS from, quantileExactOrNull(0.999)(toFloat64(last)) AS until,
      uniqExact(host) AS hosts FROM visit`,
    signal,
  )
  if (!span || span.from === null || span.until === null) return null
  return { from: span.from, until: span.until, hosts: span.hosts }
}
