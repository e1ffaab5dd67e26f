import { amongIndicators, cellAround, speaksOfFiles, speaksOfNetworks, standsAlone } from '../text/context.ts'
import { endsInKnown, hostName, isEnding } from '../text/names.ts'
import { wasDefanged } from '../text/refang.ts'
import { sentenceAround } from '../text/sentence.ts'
import { codeEndings, fieldNames, fileEndings, mostlyFiles } from './file-endings.ts'
import { before, behind, type Scan } from './found.ts'

export type NameVerdict = 'name' | 'file' | 'no'

/** The text calls it by its kind right before it: `the domain pay.zip`, `the file-sharing service sendit.sh`. */
const calledHost =
  /\b(?:domains?(?: names?)?|host ?names?|web ?sites?|(?:file[- ]?shar\w+|file[- ]?host\w+|hosting|storage|upload\w*|paste|cloud|web|online|tunnel\w*) (?:services?|sites?|platforms?|providers?))(?: (?:at|on|called|named))?[\s:="'`“‘(]*$/i

/** Is `text`, found at an offset, the name of a host, of a file, or neither? The context decides. */
export function nameVerdict(scan: Scan, text: string, start: number, end: number): NameVerdict {
  const name = hostName(text)
  const ending = text.slice(text.lastIndexOf('.') + 1).toLowerCase()
  if (name === undefined || !endsInKnown(name)) return fileEndings.has(ending) ? 'file' : 'no'
  if (wasDefanged(scan.refanged, start, end)) return defangedVerdict(scan, ending, start, end)
  if (looksLikeCode(scan.text, text, start, end)) return fileEndings.has(ending) && (ending.length > 2 || mostlyFiles.has(ending)) ? 'file' : 'no'
  return plainVerdict(scan, text, ending, start, end)
}

/** Some write even file names defanged: `setup[.]zip`. */
function defangedVerdict(scan: Scan, ending: string, start: number, end: number): NameVerdict {
  if (!mostlyFiles.has(ending)) return 'name'
  if (headerOf(scan, start, end, /file|path|sample/i)) return 'file'
  return saysFile(scan, start, end) ? 'file' : 'name'
}

function plainVerdict(scan: Scan, text: string, ending: string, start: number, end: number): NameVerdict {
  const alone = standsAlone(scan.block, scan.text, start, end)
  const labels = text.split('.')
  const isSite = labels.length > 2 && /^www\./i.test(text)
  if (mostlyFiles.has(ending)) {
    const called = calledHost.test(before(scan.text, start)) || (alone && headerOf(scan, start, end, /domain|host|fqdn|c2|url/i))
    return isSite || called ? 'name' : 'file'
  }
  if (codeEndings.has(ending) && fieldNames.has(labels[0]?.toLowerCase() ?? '')) return 'no'
  if (!codeEndings.has(ending) || isSite) return 'name'
  if (fileEndings.has(ending) && saysFile(scan, start, end)) return 'file'
  if (alone && (amongIndicators(scan.block) || labels.length > 2 || ending.length > 2)) return 'name'
  return speaksOfNetworks(sentenceAround(scan.block, start, end)) || (scan.block.kind === 'row' && amongIndicators(scan.block)) ? 'name' : 'no'
}

/** Its sentence speaks of files, and of no network. */
function saysFile(scan: Scan, start: number, end: number): boolean {
  const sentence = sentenceAround(scan.block, start, end)
  return speaksOfFiles(sentence) && !speaksOfNetworks(sentence)
}

function headerOf(scan: Scan, start: number, end: number, wanted: RegExp): boolean {
  const { header } = scan.block
  return header !== undefined && wanted.test(header[cellAround(scan.block, scan.text, start, end).column] ?? '')
}

/** `System.Net`, `obj.name(`, `$this.id`, `process.name:"x"`, `users.Cisco` (a full stop without a space behind it). */
function looksLikeCode(text: string, value: string, start: number, end: number): boolean {
  const after = behind(text, end, 4)
  if (/^(?:\(|\[["'\d]|::|->)/.test(after) || /^\s?(?:==|!=|=>)/.test(after) || /^:["'“”]/.test(after)) return true
  if (/[$&]$|->$|::$/.test(text.slice(Math.max(0, start - 2), start))) return true
  const labels = value.split('.')
  const mixed = labels.slice(1).some((label) => /^\p{Lu}.*\p{Ll}/u.test(label) || /\p{Ll}\p{Lu}/u.test(label))
  if (mixed || /_/.test(labels.at(-2) ?? '')) return true
  const last = labels.at(-1) ?? ''
  return /^\p{Lu}+$/u.test(last) && /\p{Ll}|^\p{Lu}{2,4}$/u.test(labels[0] ?? '') && !isWholeUpper(labels)
}

function isWholeUpper(labels: readonly string[]): boolean {
  return labels.every((label) => !/\p{Ll}/u.test(label)) && (labels[0]?.length ?? 0) > 4
}

/** Cuts what was glued on behind the ending of a name: `journalide.orgNexeon`, `Snort.org.Talos`. Undefined when nothing remains. */
export function withoutGlue(text: string, defanged: boolean): string | undefined {
  const labels = text.split('.')
  const last = labels.at(-1) ?? ''
  if (isEnding(last) && !(/^\p{Lu}\p{Ll}/u.test(last) && labels.length > 2 && isEnding(labels.at(-2) ?? ''))) return text
  if (labels.length > 2 && /^\p{Lu}/u.test(last) && isEnding(labels.at(-2) ?? '')) return labels.slice(0, -1).join('.')
  if (!defanged) return undefined
  const lower = /^(\p{Ll}{2,})\p{Lu}/u.exec(last)?.[1] ?? ''
  return isEnding(lower) ? [...labels.slice(0, -1), lower].join('.') : undefined
}
