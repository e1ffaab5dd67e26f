import { hostName } from '../text/names.ts'
import { wasDefanged } from '../text/refang.ts'
import { nameVerdict, withoutGlue } from './domain-verdict.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

const candidate = /(?<![\p{L}\p{N}_/\\.-])(?:\*\.)?[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,30}/giu

/** Names of hosts that stand by themselves. */
export const names: Extractor = { name: 'names', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(candidate)) {
    const start = match.index
    const defanged = wasDefanged(scan.refanged, start, start + match[0].length)
    const first = afterAddress(match[0])
    const cut = withoutGlue(match[0].slice(first), defanged)
    if (cut === undefined) continue
    const from = start + first
    const end = from + cut.length
    if (taken.overlaps(from, end) || scan.text[end] === '\\' || (scan.text[end] === '@' && !defanged)) continue
    const value = hostName(cut)
    if (value === undefined || nameVerdict(scan, cut.replace(/^\*\./, ''), from, end) !== 'name') continue
    yield { type: 'domain', value, start: from, end, defanged }
  }
}

/** Where the name begins when cells of a table ran together: `172.93.201.88journalide.org`. */
function afterAddress(text: string): number {
  return /^(?:\d{1,6}\.){3,24}\d{1,3}(?=\p{L})/u.exec(text)?.[0].length ?? 0
}
