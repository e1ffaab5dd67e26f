import type { Block } from './block.ts'
import { isList } from './sentence.ts'

const indicatorHeading =
  /\b(?:indicators?|iocs?|observables?|artifacts?|artefacts?|c2s?|c&c|command[ -]and[ -]control|infrastructure|network|hash(?:es)?|md5|sha-?\d+|domains?|urls?|ips?|addresses|file ?names?|files|samples?|compromise)\b/i
const referenceHeading =
  /\b(?:references?|further reading|read more|resources?|related (?:articles?|posts?|links?|reading)|useful links|acknowledge?ments?|about (?:us|the authors?|\w+)|contact|contributors?|credits?|see also|disclaimer|feedback|subscribe|share|recommended|reporting|support|contents)\b/i

/** Words of a line with a colon that is a label and no sentence. */
const mostWordsOfLabel = 3
const referenceLead =
  /\b(?:references?|(?:more|further|additional) (?:information|details|reading)|read more|see also|related (?:articles?|posts?|links?)|useful links)\b/i

/** True where the nearest headings announce indicators. */
export function amongIndicators(block: Block): boolean {
  if (amongReferences(block)) return false
  return (
    nearest(block).some((text) => indicatorHeading.test(text)) ||
    block.section.some((text) => /\bindicators?\b|\biocs?\b|observables/i.test(text)) ||
    headerTells(block)
  )
}

/** True below a heading such as “References”. */
export function amongReferences(block: Block): boolean {
  const heading = block.section.at(-1) ?? ''
  // A whole sentence that announces a list says more than that: `The implant may contact:`.
  const pattern = /:$/.test(heading) && heading.split(' ').length > mostWordsOfLabel ? referenceLead : referenceHeading
  return pattern.test(heading) && !/indicator|\bioc/i.test(heading)
}

/** The nearest heading, and the lines below it that announce the block. */
export function nearest({ section }: Block): readonly string[] {
  return section.slice(
    Math.max(
      0,
      section.findLastIndex((text) => !/:$/.test(text)),
    ),
  )
}

function headerTells(block: Block): boolean {
  return block.header?.some((name) => indicatorHeading.test(name) || /\b(?:indicator|value|type)\b/i.test(name)) ?? false
}

/** The cell of a row (text between tabs) that a span lies in, or for other blocks its line. */
export function cellAround(block: Block, text: string, start: number, end: number): { readonly text: string; readonly column: number } {
  const parted = block.kind === 'row' ? /[\t]/ : /[\n]/
  let from = start
  while (from > 0 && start - from < 500 && !parted.test(text[from - 1] ?? '')) from -= 1
  let to = end
  while (to < text.length && to - end < 500 && !parted.test(text[to] ?? '')) to += 1
  const column = block.kind === 'row' ? countTabs(text, from) : 0
  return { text: text.slice(from, to), column }
}

function countTabs(text: string, to: number): number {
  let count = 0
  for (let at = text.indexOf('\t'); at >= 0 && at < to; at = text.indexOf('\t', at + 1)) count += 1
  return count
}

/** True when the span is all that stands in its cell, line or list item, bullets, labels and quotation marks aside. */
export function standsAlone(block: Block, text: string, start: number, end: number): boolean {
  const cell = cellAround(block, text, start, end).text
  const value = text.slice(start, end)
  const rest = cell.replace(value, ' ').replace(/^\s*(?:[-–•*·▪◦‣]|\d{1,3}[.)])\s+/, '')
  if (/^[\s"'`“”‘’,;.|()[\]*]*$/.test(rest)) return true
  // `C2: evil.com`, `Domain - evil.com`, and several values after one another.
  if (/^[\s"'`]*[\w&/() -]{1,30}[:=–-][\s"'`]*$/.test(rest.slice(0, 60)) && rest.length < 60) return true
  return block.kind !== 'paragraph' || isList(block) ? isValueList(cell) : false
}

function isValueList(cell: string): boolean {
  const words = cell.split(/[\s,;]+/).filter((word) => word !== '')
  return words.length > 1 && words.length < 200 && words.every((word) => /[.:\d[\]]/.test(word) || /^(?:and|or|&|[-•*])$/i.test(word))
}

const netWords =
  /\b(?:domains?|hostnames?|hosts?|fqdn|c2|c&c|cnc|command[- ]and[- ]control|servers?|website|web ?site|sites?|urls?|dns|resolv\w+|subdomains?|infrastructure|beacon\w*|contact(?:s|ed|ing)|connect\w*|communicat\w+|callback|download\w*|exfiltrat\w+|phishing|registered|registrar|redirect\w*|ip|ips|address(?:es)?|traffic|hosted|tunnel\w*|proxy|relay)\b/i

/** Words of networks in the sentence. */
export function speaksOfNetworks(sentence: string): boolean {
  return netWords.test(sentence)
}

const fileWords =
  /\b(?:files?|filenames?|scripts?|executables?|binar(?:y|ies)|dlls?|librar(?:y|ies)|archives?|installers?|drops?|dropped|module|payload|configuration|config|named|loads?|sideload\w*|process)\b/i

export function speaksOfFiles(sentence: string): boolean {
  return fileWords.test(sentence)
}

const malwareWords =
  /\b(?:malicious\w*|malware|payloads?|backdoor\w*|stealers?|trojan\w*|ransom\w*|loaders?|droppers?|drops?|dropped|implants?|shellcode|web ?shells?|infect\w*|inject(?:ed|s)|tampered|hijack\w*|persistence|exfiltrat\w*|attackers?|c2)\b/i

export function speaksOfMalware(sentence: string): boolean {
  return malwareWords.test(sentence)
}
