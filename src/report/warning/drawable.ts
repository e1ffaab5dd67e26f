/** Windows code page 1252 above Latin-1: what the standard fonts of PDF have besides it. */
const beyondLatin = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const near: Readonly<Record<string, string>> = { '→': '->', '≤': '<=', '≥': '>=', '−': '-', '≠': '!=', '\u202f': ' ', '\u2011': '-', '\u00a0': ' ' }

/** Text in the characters that the standard fonts of PDF can draw; others are written as their code point, so that none goes missing. */
export function drawable(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0
      if ((code >= 0x20 && code < 0x7f) || (code > 0xa0 && code <= 0xff) || beyondLatin.has(character)) return character
      return near[character] ?? `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    })
    .join('')
}
