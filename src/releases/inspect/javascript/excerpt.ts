import { printable } from '../../../base/text.ts'

/** Characters that are shown. */
const most = 240
/** Characters of the source that are looked at: white space shrinks. */
const looked = 300
const shown = Buffer.alloc(looked)

/** The beginning of a piece of the source on one line: runs of white space, line ends and tabs are one blank, and nothing is in it that a terminal obeys. */
export function excerptOf(text: string, start: number, end: number): string {
  const to = Math.min(end, start + looked)
  let length = 0
  for (let index = start; index < to; index += 1) {
    const code = text.charCodeAt(index)
    const isBlank = code === 32 || code === 10 || code === 9
    // Whatever is rare is left to the patterns that know it.
    if (!isBlank && (code < 33 || code > 126)) return printable(text.slice(start, to).replace(/\s{2,}|[\n\t]/g, ' '), most)
    if (isBlank && length > 0 && shown[length - 1] === 32) continue
    shown[length++] = isBlank ? 32 : code
  }
  const whole = shown.toString('latin1', 0, Math.min(length, most))
  return length > most ? `${whole}…` : whole
}
