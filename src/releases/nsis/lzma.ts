/** Thrown when the bytes are no LZMA stream, or end too early. */
export class LzmaError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'LzmaError'
  }
}

const states = 12
const positionStatesMost = 16
const lengthTreesLow = 8
const lengthTreesHigh = 256
const alignBits = 4
const endPositionModel = 14
const fullDistances = 128
const half = 1024

/** Properties of a stream: literal context bits, literal position bits, position bits, packed into its first byte. */
interface Properties {
  readonly lc: number
  readonly lp: number
  readonly pb: number
}

/**
 * Decodes the first `most` bytes of a raw LZMA stream (five bytes of properties, then the range coder's bytes), after the
 * LZMA specification by I. Pavlov. The whole output stands for the dictionary, so `most` bounds the memory.
 */
export function unlzma(bytes: Uint8Array, most: number): Uint8Array {
  if (bytes.length < 10) throw new LzmaError('it is too short')
  const packed = bytes[0] ?? 0
  if (packed >= 9 * 5 * 5) throw new LzmaError('its properties are not those of LZMA')
  const properties = { lc: packed % 9, lp: Math.floor(packed / 9) % 5, pb: Math.floor(packed / 45) }
  return new Decoder(bytes, 5, properties, most).run()
}

class RangeCoder {
  readonly #bytes: Uint8Array
  #at: number
  #range = 0xffffffff
  #code = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    if (bytes[at] !== 0) throw new LzmaError('its first byte is not zero')
    this.#at = at + 1
    for (let index = 0; index < 4; index += 1) this.#code = ((this.#code << 8) | this.#next()) >>> 0
  }

  bit(model: Uint16Array, index: number): 0 | 1 {
    const probability = model[index] ?? half
    const bound = (this.#range >>> 11) * probability
    let bit: 0 | 1 = 0
    if (this.#code < bound) {
      this.#range = bound
      model[index] = probability + ((2048 - probability) >>> 5)
    } else {
      this.#range -= bound
      this.#code -= bound
      model[index] = probability - (probability >>> 5)
      bit = 1
    }
    this.#normalise()
    return bit
  }

  direct(count: number): number {
    let value = 0
    for (let index = 0; index < count; index += 1) {
      this.#range >>>= 1
      const bit = this.#code >= this.#range ? 1 : 0
      if (bit) this.#code -= this.#range
      value = value * 2 + bit
      this.#normalise()
    }
    return value
  }

  tree(model: Uint16Array, from: number, bits: number): number {
    let node = 1
    for (let index = 0; index < bits; index += 1) node = (node << 1) | this.bit(model, from + node)
    return node - (1 << bits)
  }

  reverseTree(model: Uint16Array, from: number, bits: number): number {
    let node = 1
    let value = 0
    for (let index = 0; index < bits; index += 1) {
      const bit = this.bit(model, from + node)
      node = (node << 1) | bit
      value |= bit << index
    }
    return value
  }

  #normalise(): void {
    if (this.#range >= 0x1000000) return
    this.#range = (this.#range << 8) >>> 0
    this.#code = ((this.#code << 8) | this.#next()) >>> 0
  }

  #next(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new LzmaError('it ends too early')
    return byte
  }
}

class LengthModel {
  readonly #choice = models(2)
  readonly #low = models(positionStatesMost * lengthTreesLow)
  readonly #middle = models(positionStatesMost * lengthTreesLow)
  readonly #high = models(lengthTreesHigh)

  decode(coder: RangeCoder, positionState: number): number {
    if (coder.bit(this.#choice, 0) === 0) return 2 + coder.tree(this.#low, lengthTreesLow * positionState, 3)
    if (coder.bit(this.#choice, 1) === 0) return 10 + coder.tree(this.#middle, lengthTreesLow * positionState, 3)
    return 18 + coder.tree(this.#high, 0, 8)
  }
}

class Decoder {
  readonly #coder: RangeCoder
  readonly #properties: Properties
  readonly #most: number
  #out: Uint8Array
  #size = 0
  #state = 0
  readonly #repeats: [number, number, number, number] = [0, 0, 0, 0]
  readonly #literals: Uint16Array
  readonly #isMatch = models(states * positionStatesMost)
  readonly #isRepeat = models(states)
  readonly #isRepeat0 = models(states)
  readonly #isRepeat1 = models(states)
  readonly #isRepeat2 = models(states)
  readonly #isRepeat0Long = models(states * positionStatesMost)
  readonly #slots = models(4 * 64)
  readonly #distances = models(1 + fullDistances - endPositionModel)
  readonly #align = models(1 << alignBits)
  readonly #length = new LengthModel()
  readonly #repeatLength = new LengthModel()

  constructor(bytes: Uint8Array, at: number, properties: Properties, most: number) {
    this.#coder = new RangeCoder(bytes, at)
    this.#properties = properties
    this.#most = most
    this.#out = new Uint8Array(Math.min(most, 2 ** 16))
    this.#literals = models(0x300 << (properties.lc + properties.lp))
  }

  run(): Uint8Array {
    while (this.#size < this.#most) {
      const positionState = this.#size & ((1 << this.#properties.pb) - 1)
      if (this.#coder.bit(this.#isMatch, this.#state * positionStatesMost + positionState) === 0) this.#literal()
      else if (!this.#match(positionState)) break
    }
    return this.#out.subarray(0, this.#size)
  }

  #literal(): void {
    const { lc, lp } = this.#properties
    const before = this.#size > 0 ? (this.#out[this.#size - 1] ?? 0) : 0
    const from = 0x300 * (((this.#size & ((1 << lp) - 1)) << lc) + (before >>> (8 - lc)))
    let symbol = 1
    if (this.#state >= 7) {
      let matched = this.#byteAt(this.#repeats[0])
      do {
        const matchBit = (matched >>> 7) & 1
        matched <<= 1
        const bit = this.#coder.bit(this.#literals, from + ((1 + matchBit) << 8) + symbol)
        symbol = (symbol << 1) | bit
        if (matchBit !== bit) break
      } while (symbol < 0x100)
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#coder.bit(this.#literals, from + symbol)
    this.#put(symbol & 0xff)
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6
  }

  /** False at the mark of the end. */
  #match(positionState: number): boolean {
    let length: number
    if (this.#coder.bit(this.#isRepeat, this.#state) === 0) {
      this.#repeats.pop()
      length = this.#length.decode(this.#coder, positionState)
      this.#state = this.#state < 7 ? 7 : 10
      const distance = this.#distance(length)
      if (distance === 0xffffffff) return false
      this.#repeats.unshift(distance)
    } else {
      if (this.#repeated(positionState)) return true
      length = this.#repeatLength.decode(this.#coder, positionState)
      this.#state = this.#state < 7 ? 8 : 11
    }
    this.#copy(this.#repeats[0], length)
    return true
  }

  /** Moves the repeated distance that is meant to the front; true when it was a single byte and is done. */
  #repeated(positionState: number): boolean {
    if (this.#coder.bit(this.#isRepeat0, this.#state) === 0) {
      if (this.#coder.bit(this.#isRepeat0Long, this.#state * positionStatesMost + positionState) === 1) return false
      this.#state = this.#state < 7 ? 9 : 11
      this.#put(this.#byteAt(this.#repeats[0]))
      return true
    }
    const index = this.#coder.bit(this.#isRepeat1, this.#state) === 0 ? 1 : 2 + this.#coder.bit(this.#isRepeat2, this.#state)
    const [distance = 0] = this.#repeats.splice(index, 1)
    this.#repeats.unshift(distance)
    return false
  }

  #distance(length: number): number {
    const slot = this.#coder.tree(this.#slots, 64 * Math.min(length - 2, 3), 6)
    if (slot < 4) return slot
    const bits = (slot >>> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** bits
    if (slot < endPositionModel) return base + this.#coder.reverseTree(this.#distances, base - slot, bits)
    return base + this.#coder.direct(bits - alignBits) * 2 ** alignBits + this.#coder.reverseTree(this.#align, 0, alignBits)
  }

  #copy(distance: number, length: number): void {
    for (let index = 0; index < length && this.#size < this.#most; index += 1) this.#put(this.#byteAt(distance))
  }

  #byteAt(distance: number): number {
    if (distance >= this.#size) throw new LzmaError('it refers to bytes before its beginning')
    return this.#out[this.#size - distance - 1] ?? 0
  }

  #put(byte: number): void {
    if (this.#size === this.#out.length) {
      const larger = new Uint8Array(Math.min(this.#most, 2 * this.#out.length))
      larger.set(this.#out)
      this.#out = larger
    }
    this.#out[this.#size++] = byte
  }
}

function models(count: number): Uint16Array {
  return new Uint16Array(count).fill(half)
}
