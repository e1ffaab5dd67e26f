import type { Extractor, Found, Scan, Taken } from './found.ts'
import { pathLength } from './path-end.ts'

const roots =
  'usr|etc|tmp|var|opt|home|Users|Library|Applications|System|private|Volumes|bin|sbin|dev|root|proc|sys|lib|lib64|boot|mnt|media|srv|run|data|sdcard|storage|cgi-bin|jffs|flash'
const start = new RegExp(String.raw`(?<![\p{L}\p{N}_.:/%\\-])(?:(?:~|\$HOME|\$\{HOME\})\/(?=[\p{L}\p{N}._<])|\/(?:${roots})\/(?=[\p{L}\p{N}._<$%*{[]))`, 'gu')
const stop = /["'“”‘’\t\n\r|`;,>)]|:\s|:(?=\/)|\s[-–—]\s|\s(?=[~/])|\s[0-9]?>|\s\(/

/** Paths of Linux and macOS below a folder that exists there. */
export const posixPaths: Extractor = { name: 'posix-paths', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  let last = 0
  for (const match of scan.text.matchAll(start)) {
    const from = match.index
    if (from < last) continue
    const rest = scan.text.slice(from + match[0].length, from + 520).replace(/<[^<>\n/]{1,60}>/g, (whole) => `_${'_'.repeat(whole.length - 2)}_`)
    const at = rest.search(stop)
    const length = pathLength(at < 0 ? rest : rest.slice(0, at), '/', false)
    const to = from + match[0].length + length
    if (length === 0 || taken.overlaps(from, to)) continue
    last = to
    yield { type: 'file-path', value: scan.text.slice(from, to), start: from, end: to, defanged: false }
  }
}
