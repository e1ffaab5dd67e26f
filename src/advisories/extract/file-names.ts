import { standsAlone } from '../text/context.ts'
import { wasDefanged } from '../text/refang.ts'
import { nameVerdict } from './domain-verdict.ts'
import { fileEndings, memberEndings } from './file-endings.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'
import { spacedNames } from './spaced-names.ts'

const word =
  /(?<![\p{L}\p{N}_/\\.@-])[~$]?[\p{L}\p{N}_%+()[\]{}#!$&\u2024-][\p{L}\p{N}_.%+()#!$&~\u2024-]{0,120}\.([a-z0-9]{1,12}(?:-ms)?)(?![\p{L}\p{N}_(/\\]|\.\p{L}|-\p{L})/giu
const quoted = /["“‘`']([^"“”‘’`'\n\t\\/:*?<>|]{1,120}\.([a-z0-9]{2,10}))["”’`']/giu
const versionedLibrary = /[\w+-]\.so(?:\.\d{1,4}){1,4}$/i
/** Names of libraries and products that end like files. */
const products =
  /^(?:node|next|vue|react|angular|express|three|d3|chart|ember|backbone|moment|socket|discord|asp|vb|ado|ml|plotly|require|nuxt|electron|bootstrap|jquery)\.(?:js|net|ts|io|py)$/i

/** Names of files by their ending; with spaces only in quotation marks, behind a label or alone in a column of file names. */
export const fileNames: Extractor = {
  name: 'file-names',
  find: (scan, taken) => {
    const spaced = [...cells(scan, taken), ...inQuotes(scan, taken)]
    const behindLabels = spacedNames(scan.text).filter(
      (found) => !taken.overlaps(found.start, found.end) && !spaced.some((other) => other.start < found.end && found.start < other.end),
    )
    return [...spaced, ...behindLabels, ...words(scan, taken, [...spaced, ...behindLabels])]
  },
}

function* words(scan: Scan, taken: Taken, covered: readonly Found[]): Generator<Found> {
  for (const match of scan.text.matchAll(word)) {
    // A label whose cell ran into the next, or a wildcard of SQL is no part of the name; a variable (`%TEMP%`) is.
    const lead = /^(?:[()[\]{}]+|%(?=[^%]*$)|file ?name(?=[\p{L}\p{N}]))/iu.exec(match[0])?.[0].length ?? 0
    const value = match[0].slice(lead)
    const start = match.index + lead
    const end = start + value.length
    if (taken.overlaps(start, end) || covered.some((other) => other.start <= start && end <= other.end)) continue
    if (isFile(scan, value, match[1] ?? '', start, end)) yield { type: 'file-name', value, start, end, defanged: wasDefanged(scan.refanged, start, end) }
  }
}

function isFile(scan: Scan, value: string, written: string, start: number, end: number): boolean {
  const ending = written.toLowerCase()
  if (versionedLibrary.test(value)) return true
  // What stands for a part of the name is no part of it: `<package>-setup.pth`.
  if (/^[-_.]/.test(value) && scan.text[start - 1] === '>') return false
  if (!fileEndings.has(ending) || products.test(value) || /^[\d.]+$/.test(value) || /[()]/.test(value.replace(/\([^()]*\)/g, ''))) return false
  if (memberEndings.has(ending) && !strong(scan, value, start, end)) return false
  return nameVerdict(scan, value, start, end) === 'file'
}

/** The text speaks of it as a file. */
function strong(scan: Scan, value: string, start: number, end: number): boolean {
  if (standsAlone(scan.block, scan.text, start, end) || isEntry(scan, start, end)) return true
  const around = scan.text.slice(Math.max(0, start - 60), end + 40)
  return (
    /["'“”‘’`]/.test(scan.text[start - 1] ?? '') ||
    /\b(?:files?|runs?|ran|execut\w+|downloads?|writes?|reads?|creates?|deletes?|loads?|named|called|scripts?|drops?|dropped|librar(?:y|ies)|binar(?:y|ies)|executable|archive|bears?|name)\b/i.test(
      around.replace(value, ' '),
    )
  )
}

/** It begins a line or cell, and what follows says what it is: `relay.service - starts the implant`. */
function isEntry({ text }: Scan, start: number, end: number): boolean {
  const lead = /[^\n\t]*$/.exec(text.slice(Math.max(0, start - 12), start))?.[0] ?? ''
  return /^\s*(?:[-–—•*·▪◦‣→]\s+)?["'`]?$/.test(lead) && /^["'`]?(?:\s+[-–—(]|\s*:\s|\s*(?:[\n\t]|$))/.test(text.slice(end, end + 4))
}

function* inQuotes(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(quoted)) {
    const [, value = '', ending = ''] = match
    const start = match.index + 1
    const end = start + value.length
    if (!/\s/.test(value) || value.trim().split(/\s+/).length > 6 || !fileEndings.has(ending.toLowerCase()) || taken.overlaps(start, end)) continue
    if (!/[,;!?]\s/.test(value)) yield { type: 'file-name', value: value.trim(), start, end, defanged: false }
  }
}

/** A whole cell below a heading such as “File name”. */
function* cells(scan: Scan, taken: Taken): Generator<Found> {
  const { header, kind } = scan.block
  if (kind !== 'row' || !header?.some((name) => /file ?name|\bfile\b|\bname\b/i.test(name))) return
  let at = 0
  for (const [column, cell] of scan.text.split('\t').entries()) {
    const start = at + cell.length - cell.trimStart().length
    const end = start + cell.trim().length
    at += cell.length + 1
    const ending = /\.([a-z0-9]{2,10})$/i.exec(cell.trim())?.[1]?.toLowerCase() ?? ''
    if (!/file ?name|\bfile\b|\bname\b/i.test(header[column] ?? '') || !/\s/.test(cell.trim()) || !fileEndings.has(ending)) continue
    if (cell.length < 120 && cell.trim().split(/\s+/).length <= 6 && !/[\\/:]/.test(cell) && !taken.overlaps(start, end))
      yield { type: 'file-name', value: cell.trim(), start, end, defanged: false }
  }
}
