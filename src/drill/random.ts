/**
 * The drill's own generator, so that the same seed gives the same organisation on every machine: xoshiro128**
 * (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021), its state filled
 * from a hash of the labels (the finalizer of MurmurHash3, A. Appleby, public domain). Not for secrets.
 *
 * Every host, day and visit has its own stream, named by numbers: what one part draws never shifts another.
 */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  constructor(a: number, b: number, c: number, d: number) {
    this.set(a, b, c, d)
  }

  /** Starts again from another state; not all words may be zero. */
  set(a: number, b: number, c: number, d: number): this {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    this.d = (a | b | c | d) === 0 ? 1 : d | 0
    return this
  }

  /** 0 … 2³² − 1. */
  word(): number {
    const scrambled = Math.imul(this.b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    return this.word() / 2 ** 32
  }

  /** from ≤ x < until. */
  between(from: number, until: number): number {
    return from + (until - from) * this.unit()
  }

  /** A whole number, 0 … count − 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** Standard normal, by Box and Muller (1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit())
  }

  /** Log-normal with the given median; `spread` is the standard deviation of the logarithm. */
  around(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal())
  }

  /** Exponential waiting time. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.unit())
  }

  /** Poisson, by multiplication (Knuth); meant for means below some dozens. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let count = -1
    for (let product = 1; product > limit; product *= this.unit()) count++
    return Math.max(0, count)
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)]
    if (value === undefined) throw new RangeError('nothing to pick from')
    return value
  }

  /** A copy in random order (Fisher and Yates). */
  shuffled<T>(values: readonly T[]): T[] {
    const copy = [...values]
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const kept = copy[last] as T
      copy[last] = copy[other] as T
      copy[other] = kept
    }
    return copy
  }
}

/** Finalizer of MurmurHash3 for 32 bits. */
function mix(word: number): number {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** One 32-bit word from numbers; their order counts. */
export function hashOf(...labels: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const label of labels) hash = mix(Math.imul(hash, 31) ^ mix((label | 0) + 0x7f4a7c15) ^ Math.trunc(label / 2 ** 32))
  return hash >>> 0
}

/** The stream of these labels. `into` is set to it and returned, where one is given. */
export function stream(labels: readonly number[], into = new Random(1, 2, 3, 4)): Random {
  const hash = hashOf(...labels)
  return into.set(mix(hash ^ 0x1b873593), mix(hash + 0x6a09e667), mix(hash ^ 0x3c6ef372), mix(hash + 0x510e527f))
}

/** 0 ≤ x < 1 from numbers: the same labels, the same value. */
export function unitOf(...labels: readonly number[]): number {
  return hashOf(...labels) / 2 ** 32
}

/** A number for a name (FNV-1a, 32 bits), to label a stream with it. */
export function labelOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
