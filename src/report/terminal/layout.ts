import { printable } from '../../base/text.ts'
import { isWide } from '../../figures/measure.ts'

// Combining marks take no column.
const combining = /\p{Mn}/u

/** Columns that a text takes in a terminal. */
export function columns(text: string): number {
  let count = 0
  for (const character of text) count += combining.test(character) ? 0 : isWide(character) ? 2 : 1
  return count
}

/** Prose made safe for one paragraph of a terminal. */
export function prose(text: string): string {
  return printable(text, 800)
}

/** The text with spaces up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

/** The beginning of a text that fits into `width` columns, with an ellipsis where something is left out. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text
  let kept = ''
  let used = 1
  for (const character of text) {
    used += columns(character)
    if (used > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** Lines of at most `width` columns, broken between words, and inside those that are longer than a line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, width))) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function pieces(word: string, width: number): readonly string[] {
  if (columns(word) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (columns(part) + columns(character) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}

/** A paragraph under an indent; the first line may begin with a label that stands in the indent. */
export function paragraph(text: string, width: number, indent: number, label = ''): readonly string[] {
  return wrap(text, Math.max(20, width - indent)).map((line, index) => pad(index === 0 ? label : '', indent) + line)
}
