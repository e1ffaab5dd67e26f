/**
 * sfc32 (C. Doty-Humphrey's PractRand), a small fast generator: the same seed, the same permutations on every
 * machine. Not for secrets.
 */
export class Generator {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 2 ** 32) | 0
    this.#c = 0x9e3779b9
    for (let step = 0; step < 15; step++) this.word()
  }

  /** 0 … 2³² − 1. */
  word(): number {
    const result = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + result
    this.#c |= 0
    return result >>> 0
  }

  /** A whole number from 0 to count − 1, without bias that matters: count is far below 2³². */
  below(count: number): number {
    return Math.floor((this.word() / 2 ** 32) * count)
  }
}
