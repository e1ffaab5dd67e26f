// East Asian wide and full-width blocks, and emoji: two columns each.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
/** Whether a character takes two columns of a terminal, or a square of a picture. */
export function isWide(character: string): boolean {
  return wide.test(character)
}

const narrow = /[iljtfrI.,:;'|! ()[\]]/
const broad = /[mwMW@%<>=+~→]/

/** Estimated width of a text in pixels; a little generous, since the reader's font is not known. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const character of text) ems += emsOf(character)
  return ems * size
}

function emsOf(character: string): number {
  if (narrow.test(character)) return 0.36
  if (broad.test(character)) return 0.92
  if (isWide(character)) return 1.05
  return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') ? 0.68 : 0.61
}

/** The text itself where it fits into `width` pixels, else its beginning and an ellipsis. */
export function cutToWidth(text: string, width: number, size: number): string {
  if (text.length < 400 && textWidth(text, size) <= width) return text
  let used = 0.8 * size
  let kept = ''
  for (const character of text.slice(0, 400)) {
    used += emsOf(character) * size
    if (used > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}
