import { sql } from '../../base/sql.ts'
import { number } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Questions } from '../analysis.ts'

const titles: Readonly<Record<string, string>> = {
  osv: 'OSV',
  cve: 'CVE records',
  kev: 'known exploited vulnerabilities (CISA KEV)',
  epss: 'exploitation probabilities (EPSS)',
  endoflife: 'life cycles (endoflife.date)',
  vex: 'VEX statements',
}

/** Days after which reference knowledge is called old: the daily feeds change every working day. */
const staleDays = 7

/** `CISA KEV of 2025-08-25 (1,404 records, 97 days old); OSV: not read`: which knowledge an answer rests on, and what is missing. */
export async function feedWords(lake: Questions, feeds: readonly string[], now: Date, signal?: AbortSignal): Promise<string> {
  const rows = await lake.rows<{ feed: string; dated: number | null; records: number; whole: boolean }>(
    sql`SELECT toString(feed) AS feed, toFloat64(max(ifNull(dated, fetched_at))) AS dated, sum(records) AS records, min(whole) AS whole FROM feed GROUP BY feed`,
    signal,
  )
  const read = new Map(rows.map((row) => [row.feed, row]))
  return feeds
    .map((feed) => {
      const title = titles[feed] ?? feed
      const row = read.get(feed)
      if (!row) return `${title}: not read, so it says nothing`
      const age = row.dated === null ? undefined : Math.floor((now.getTime() / 1000 - row.dated) / 86_400)
      const old = age !== undefined && age > staleDays ? `, ${number(age)} days before the newest evidence` : ''
      return `${title} ${row.dated === null ? 'without a date' : `of ${isoFromSeconds(row.dated).slice(0, 10)}`} (${number(row.records)} records${old}${row.whole ? '' : ', not read to its end'})`
    })
    .join('; ')
}
