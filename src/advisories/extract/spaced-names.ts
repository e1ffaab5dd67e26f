import { fileEndings } from './file-endings.ts'
import type { Found } from './found.ts'

const label =
  /(?<![\p{L}\p{N}])(?:attach(?:ment|ed file)s?(?: name)?|file ?names?|(?:dropped|decoy|lure|malicious) (?:file|document)s?)\s?[:=]\s{0,3}(["“'`]?)/giu
const ending = /\.([a-z0-9]{2,12})(?=["”'`]|[,;.]?(?:\s|$))/gi
const longest = 160
/** Words of a sentence about a file and not of its name. */
const sentence = /[.!?]\s|\s(?:is|was|are|were|has|called|named|which|that)\s/i

/** Names of files with spaces in them, behind a label: `Attachment: Payment Advice.xlsb`. */
export function spacedNames(text: string): readonly Found[] {
  return [...text.matchAll(label)].flatMap((match): Found[] => {
    const start = match.index + match[0].length
    const rest = /^[^\n\t"“”`\\/:*?<>|]*/.exec(text.slice(start, start + longest))?.[0] ?? ''
    const length = nameLength(rest, text.slice(start, start + longest), match[1] !== '')
    const value = rest.slice(0, length)
    return /\s/.test(value) && !sentence.test(value) ? [{ type: 'file-name', value, start, end: start + length, defanged: false }] : []
  })
}

/** Up to the first ending of a file; in quotation marks up to the closing one. */
function nameLength(rest: string, whole: string, quoted: boolean): number {
  for (const match of whole.slice(0, rest.length + 1).matchAll(ending)) {
    const end = match.index + match[0].length
    if (fileEndings.has((match[1] ?? '').toLowerCase()) && (!quoted || end === rest.length)) return end
  }
  return 0
}
