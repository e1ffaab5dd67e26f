import { fileEndings } from './file-endings.ts'

/** Words inside one part of a path (`3CX Desktop App`); more is a sentence. */
const mostWords = 5
const ending = /\.([a-z0-9]{1,12}(?:-ms)?)(?=$|[\s,;:)\]'"`’”*|<>]|[.!?](?:\s|$))/giu

/**
 * Where a path ends that begins a text: parts between separators may hold spaces, and so may the last one up to the ending of
 * a file; without one it ends at the first space, unless it stands alone and its words are a name. `text` stops where no path goes on (quotation mark, line end, tab).
 */
export function pathLength(text: string, separator: '\\' | '/', quoted: boolean, alone = false): number {
  if (quoted) return trimmed(text)
  let at = 0
  for (;;) {
    const next = text.indexOf(separator, at)
    if (next < 0 || !isPart(text.slice(at, next)))
      return trimmed(text.slice(0, at + (alone && isTitle(text.slice(at)) ? text.length - at : lastPart(text.slice(at)))))
    at = next + 1
  }
}

/** A part that others follow. */
function isPart(part: string): boolean {
  if (!/\s/.test(part)) return true
  // A file that ends before the space ends the path: `a.dll and C:\b`.
  if (/^[^\s]*\.[a-z0-9]{2,4}[,;:.)]*\s/i.test(part) && fileEndings.has((/\.([a-z0-9]{2,4})[,;:.)]*\s/i.exec(part)?.[1] ?? '').toLowerCase())) return false
  const words = part.trim().split(/\s+/)
  return words.length <= mostWords && !/[,;:!?]\s|\.\s|\s[a-z]:$|\s(?:and|or|to|in|is|was|the|from|with|as|into|under|at)\b/i.test(part)
}

/** `Common Startup`: every word begins like a name. */
function isTitle(part: string): boolean {
  const words = part.trim().split(/\s+/)
  return words.length <= 4 && words.every((word) => /^[\p{Lu}\p{N}{_]/u.test(word))
}

function lastPart(part: string): number {
  ending.lastIndex = 0
  const space = part.search(/\s/)
  if (space < 0) return part.length
  for (const match of part.slice(0, 200).matchAll(ending)) {
    const end = match.index + match[0].length
    if (!fileEndings.has((match[1] ?? '').toLowerCase())) continue
    const words = part.slice(0, end).split(/\s+/)
    if (words.length <= 1) return end
    if (words.length <= mostWords && !/[,;:!?(]|\s(?:and|or|to|in|is|was|which|that|the|from|with|as|into|by|via|using|for|then|a)\s/i.test(part.slice(0, end)))
      return end
    break
  }
  return space
}

function trimmed(text: string): number {
  let value = text
  for (;;) {
    const last = value.at(-1) ?? ''
    if (
      /[\s.,;:!?'"`*]/.test(last) ||
      (last === ')' && !value.includes('(')) ||
      (last === ']' && !value.includes('[')) ||
      (last === '}' && !value.includes('{'))
    )
      value = value.slice(0, -1)
    else return value.length
  }
}
