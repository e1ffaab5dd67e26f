/** A text to look at: its UTF-16 code units, or its UTF-8 bytes. Places are counted in them. */
export type Codes = Uint16Array | Uint8Array

/** True when the ASCII text stands there. */
export function standsAt(text: string, codes: Codes, start: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (codes[start + index] !== text.charCodeAt(index)) return false
  return true
}

/** A set of ASCII words of up to 15 characters that is asked for what stands at a place; no text is made of it. */
export class Words {
  /** By length and first character. */
  readonly #words = new Map<number, readonly string[]>()
  /** By first character: a bit for each length. */
  readonly #lengths = new Uint16Array(128)

  constructor(words: Iterable<string>) {
    for (const word of words) {
      const first = word.charCodeAt(0)
      const key = 16 * first + word.length
      this.#words.set(key, [...(this.#words.get(key) ?? []), word])
      this.#lengths[first] = (this.#lengths[first] ?? 0) | (1 << word.length)
    }
  }

  /** The word that stands there when it is one of the set; '' for any other. */
  at(codes: Codes, start: number, end: number): string {
    const length = end - start
    const first = codes[start] ?? 0
    // Most are told by their first character and length already.
    if (length > 15 || first > 127 || (((this.#lengths[first] ?? 0) >> length) & 1) === 0) return ''
    for (const word of this.#words.get(16 * first + length) ?? []) if (standsAt(word, codes, start)) return word
    return ''
  }
}
