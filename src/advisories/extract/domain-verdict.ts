import { amongIndicators, cellAround, speaksOfFiles, speaksOfNetworks, standsAlone } from '../text/context.ts'
import { endsInKnown, hostName, isEnding } from '../text/names.ts'
import { wasDefanged } from '../text/refang.ts'
import { sentenceAround } from '../text/sentence.ts'
import { codeEndings, fieldNames, fileEndings, mostlyFiles } from './file-endings.ts'
import { behind, type Scan } from './found.ts'

export type NameVerdict = 'name' | 'file' | 'no'

/** Is `text`, found at an offset, the name of a host, of a file, or neither? The context decides. */
export function nameVerdict(scan: Scan, text: string, start: number, end: number): NameVerdict {
  const name = hostName(text)
  const ending = text.slice(text.lastIndexOf('.') + 1).toLowerCase()
  if (name === undefined || !endsInKnown(name)) return fileEndings.has(ending) ? 'file' : 'no'
  if (wasDefanged(scan.refanged, start, end)) return defangedVerdict(scan, ending, start, end)
  if (looksLikeCode(scan.text, text, start, end)) return fileEndings.has(ending) && ending.length > 2 ? 'file' : 'no'
  return plainVerdict(scan, text, ending, start, end)
}

/** Some write even file names defanged: `setup[.]zip`. */
function defangedVerdict(scan: Scan, ending: string, start: number, end: number): NameVerdict {
  if (!mostlyFiles.has(ending)) return 'name'
  if (headerOf(scan, start, end, /file|path|sample/i)) return 'file'
  const sentence = sentenceAround(scan.block, start, end)
  return speaksOfFiles(sentence) && !speaksOfNetworks(sentence) ? 'file' : 'name'
}

function plainVerdict(scan: Scan, text: string, ending: string, start: number, end: number): NameVerdict {
  const alone = standsAlone(scan.block, scan.text, start, end)
  const labels = text.split('.')
  if (mostlyFiles.has(ending)) {
    if (labels.length > 2 && /^www\./i.test(text)) return 'name'
    return alone && headerOf(scan, start, end, /domain|host|fqdn|c2|url/i) ? 'name' : 'file'
  }
  if (codeEndings.has(ending) && fieldNames.has(labels[0]?.toLowerCase() ?? '')) return 'no'
  if (!codeEndings.has(ending) || /^www\./i.test(text)) return 'name'
  if (alone && (amongIndicators(scan.block) || labels.length > 2 || ending.length > 2)) return 'name'
  return speaksOfNetworks(sentenceAround(scan.block, start, end)) || (scan.block.kind === 'row' && amongIndicators(scan.block)) ? 'name' : 'no'
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
