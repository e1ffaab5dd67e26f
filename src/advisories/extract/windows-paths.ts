import type { Extractor, Found, Scan, Taken } from './found.ts'
import { pathLength } from './path-end.ts'

const start =
  /(?<![\p{L}\p{N}_\\])(?:\\\\\?\\)?(?:[a-z]:\\{1,2}(?=[^\s\\/:*?"<>|])|%[a-z_() 0-9]{2,32}%\\{1,2}|\$env:[a-z_]{2,32}\\{1,2}|(?:CSIDL|FOLDERID)_[A-Z_]{3,40}\\{1,2}|\\\\[\p{L}\p{N}_.$-]{1,64}\\(?=[^\s\\])|\[(?:path|folder|directory|user|username)[^\]\s]{0,40}\]\\{1,2})/giu
const stop = /["“”‘’\t\n\r|`;]|\s[-–—]\s|:(?!\\)|\s(?=[a-z]:\\|%\w+%\\|HK[A-Z]{2})|,\s|\s\(|[*?](?=\s)/i
const longest = 520

/** Paths of Windows: drive, variable, share; with spaces where the parts show that they belong to it. */
export const windowsPaths: Extractor = { name: 'windows-paths', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  let last = 0
  for (const match of scan.text.matchAll(start)) {
    const from = match.index
    if (from < last) continue
    const lead = match[0].length
    const quote = scan.text[from - 1] ?? ''
    const rest = placeholders(scan.text.slice(from + lead, from + longest))
    const closing = { '"': '"', '“': '”', '‘': '’', "'": "'", '`': '`' }[quote]
    const closed = closing === undefined ? -1 : rest.search(closing === "'" || closing === '’' ? /['’]/ : new RegExp(closing))
    const body = closed > 0 && !/[\n\t]/.test(rest.slice(0, closed)) ? rest.slice(0, closed) : rest.slice(0, end(rest))
    const length = pathLength(body, '\\', closed > 0 && body.length === closed)
    const to = from + lead + length
    if (length === 0 ? !/[%\]]\\$/.test(match[0]) : taken.overlaps(from, to)) continue
    last = to
    const written = scan.text.slice(from, to)
    yield { type: 'file-path', value: written.replaceAll(/(?<=.)\\\\/g, '\\'), start: from, end: to, defanged: false }
  }
}

function end(text: string): number {
  const at = text.search(stop)
  return at < 0 ? text.length : at
}

/** `<machine GUID>` inside a path has no space for this purpose. */
function placeholders(text: string): string {
  return text.replace(/<[^<>\n\\]{1,60}>/g, (whole) => whole.replaceAll(/\s/g, '_'))
}
