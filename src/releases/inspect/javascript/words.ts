/** A set of words that tells most others by their first character and length, before a text is made of them. */
export class Words {
  readonly #words: ReadonlySet<string>
  /** By first character: a bit for each length. */
  readonly #lengths = new Uint16Array(128)

  /** ASCII words of up to 15 characters. */
  constructor(words: Iterable<string>) {
    this.#words = new Set(words)
    for (const word of this.#words) this.#lengths[word.charCodeAt(0)] = (this.#lengths[word.charCodeAt(0)] ?? 0) | (1 << word.length)
  }

  /** The word that stands there when it is one of the set; '' for any other. */
  at(text: string, start: number, end: number): string {
    const length = end - start
    if (length > 15 || (((this.#lengths[text.charCodeAt(start) & 127] ?? 0) >> length) & 1) === 0) return ''
    const word = text.slice(start, end)
    return this.#words.has(word) ? word : ''
  }
}
