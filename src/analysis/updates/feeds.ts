import { feedCopies } from '../../base/questions/feeds.ts'
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
  const copies = Map.groupBy(await feedCopies(lake, signal), ({ feed }) => feed)
  return feeds
    .map((feed) => {
      const title = titles[feed] ?? feed
      const own = copies.get(feed)
      if (!own) return `${title}: not read, so it says nothing`
      const dates = own.flatMap(({ dated, fetched }) => dated ?? fetched ?? [])
      // Of several parts the oldest says how good the whole is.
      const oldest = dates.length > 0 ? Math.min(...dates) : undefined
      const age = oldest === undefined ? 0 : Math.floor((now.getTime() / 1000 - oldest) / 86_400)
      const notes = [
        `${number(own.reduce((sum, { records }) => sum + records, 0))} records`,
        ...(age > staleDays ? [`${number(age)} days before the newest evidence`] : []),
        ...(own.every(({ whole }) => whole) ? [] : ['not read to its end']),
      ]
      return `${title} ${oldest === undefined ? 'without a date' : `of ${isoFromSeconds(oldest).slice(0, 10)}`} (${notes.join(', ')})`
    })
    .join('; ')
}
