import { printable } from '../../../base/text.ts'
import type { Capability } from '../../capability.ts'
import { type SignSink, Signs } from '../../code/signs.ts'
import type { SourceText } from '../../code/source-text.ts'
import type { Unit } from '../../reading.ts'
import { Digest } from './digest.ts'
import type { Binding } from './scope.ts'

/** From this size on a body, a list or an object is cut into units of their own, in characters of the normalised text. */
const largestWhole = 256
/** An element of a list or an object that is smaller stays where it is. */
const smallestPart = 64
const mostLinks = 24
const excerpt = 240
const none: readonly Capability[] = []
const noSigns = new Signs()

/** Where the text and the signs stood. */
export interface Mark {
  readonly pieces: number
  readonly signs: number
  readonly size: number
  readonly declared: number
}

/** A part that was written, to be kept inside or made a unit: from where it begins to where the next one does. */
export interface Part extends Mark {
  /** Characters of the source. */
  readonly start: number
  readonly end: number
}

interface Sign {
  readonly what: 'capability' | 'host' | 'import' | 'file'
  readonly value: string
}

/**
 * The normalised text of a file, written piece by piece. A name that the file declares is a piece of its own: it becomes
 * `$0`, `$1`, … in the order of its unit, or what it stands for when that is known, so that renaming changes nothing.
 */
export class Writer implements SignSink {
  readonly units: Unit[] = []
  readonly #source: SourceText
  readonly #kind: string
  readonly #nameOf: (binding: Binding) => string | undefined
  /** Only the first `#count` are valid: an array that is cut and grown all the time is slow. */
  readonly #pieces: (string | Binding)[] = []
  #count = 0
  readonly #signs: Sign[] = []
  /** Bindings by the order in which their declaration was written. */
  readonly #declared: Binding[] = []
  readonly #owners: string[] = []
  readonly #digest = new Digest()
  #size = 0
  #serial = 0

  constructor(source: SourceText, kind: string, nameOf: (binding: Binding) => string | undefined) {
    this.#source = source
    this.#kind = kind
    this.#nameOf = nameOf
  }

  put(piece: string): void {
    this.#pieces[this.#count++] = piece
    this.#size += piece.length
  }

  /** A text of the program, with its length: no other pieces look like it. */
  text(text: string): void {
    this.put(lengths[text.length] ?? `"${text.length}:`)
    this.put(text)
  }

  name(binding: Binding): void {
    this.#pieces[this.#count++] = binding
    this.#size += 2
  }

  declare(binding: Binding): void {
    this.#declared.push(binding)
    this.name(binding)
  }

  can(...capabilities: readonly Capability[]): void {
    for (const value of capabilities) this.#signs.push({ what: 'capability', value })
  }

  host(value: string): void {
    this.#signs.push({ what: 'host', value })
  }

  imported(value: string): void {
    this.#signs.push({ what: 'import', value })
  }

  file(value: string): void {
    this.#signs.push({ what: 'file', value })
  }

  mark(): Mark {
    return { pieces: this.#count, signs: this.#signs.length, size: this.#size, declared: this.#declared.length }
  }

  /** Where a part begins. */
  part(start: number, end: number): Part {
    return { pieces: this.#count, signs: this.#signs.length, size: this.#size, declared: this.#declared.length, start, end }
  }

  sizeSince(mark: Mark): number {
    return this.#size - mark.size
  }

  /** The units made from here on belong to a function of that name, until it is disowned. */
  own(owner: Binding | undefined): void {
    if (owner !== undefined) this.#owners.push(owner.link)
  }

  disown(owner: Binding | undefined): void {
    if (owner !== undefined) this.#owners.pop()
  }

  /** Statements: all of them become units when together they are large. */
  splitStatements(from: Mark, parts: readonly Part[], force: boolean): void {
    if (!force && this.sizeSince(from) <= largestWhole) return
    const whole = this.mark()
    for (let index = 0; index < parts.length; index += 1) this.#unit(parts[index] as Part, parts[index + 1] ?? whole)
    this.#cut(from)
    if (!force && parts.length > 0) this.put('…')
  }

  /** Elements: those of some size become units when together they are large; the others stay. */
  splitElements(from: Mark, parts: readonly Part[]): void {
    if (this.sizeSince(from) <= largestWhole) return
    const kept: (string | Binding)[] = []
    const keptSigns: Sign[] = []
    const keptNames: Binding[] = []
    const whole = this.mark()
    for (const [number, part] of parts.entries()) {
      const to = parts[number + 1] ?? whole
      if (to.size - part.size > smallestPart) {
        this.#unit(part, to)
        kept.push('…,')
        continue
      }
      for (let index = part.pieces; index < to.pieces; index += 1) kept.push(this.#pieces[index] ?? '')
      for (let index = part.signs; index < to.signs; index += 1) keptSigns.push(this.#signs[index] as Sign)
      for (let index = part.declared; index < to.declared; index += 1) keptNames.push(this.#declared[index] as Binding)
    }
    this.#cut(from)
    for (const piece of kept) typeof piece === 'string' ? this.put(piece) : this.name(piece)
    this.#signs.push(...keptSigns)
    this.#declared.push(...keptNames)
  }

  #cut(from: Mark): void {
    this.#count = from.pieces
    this.#signs.length = from.signs
    this.#declared.length = from.declared
    this.#size = from.size
  }

  #unit(from: Part, to: Mark): void {
    const { start, end } = from
    if (to.pieces === from.pieces) return
    const signs = this.#signsOf(from, to)
    const uses: string[] = []
    const decodes = this.#write(from, to, uses)
    const defines = this.#defines(from, to)
    const foreign = uses.filter((link) => !defines.includes(link)).slice(0, mostLinks)
    const capabilities = capabilitiesOf(signs, decodes)
    // The same text with other meaning is another unit: what its names stand for shows in what it can do.
    this.#digest.put(`\0${capabilities.join(' ')}`)
    this.units.push({
      id: this.#digest.take(),
      kind: this.#kind,
      says: this.#excerpt(start, end),
      place: this.#source.place(start),
      capabilities,
      ...(signs.hosts.size > 0 && { hosts: [...signs.hosts].sort() }),
      ...(signs.imports.size > 0 && { imports: [...signs.imports].sort() }),
      ...(defines.length > 0 && { defines }),
      ...(foreign.length > 0 && { uses: foreign }),
      ...(signs.files.size > 0 && { files: [...signs.files].sort() }),
    })
  }

  #excerpt(start: number, end: number): string {
    const written = this.#source.text.slice(start, Math.min(end, start + excerpt + 60))
    return printable(written.replace(/\s{2,}|[\n\t]/g, ' '), excerpt)
  }

  #defines(from: Mark, to: Mark): string[] {
    const owner = this.#owners.at(-1)
    if (owner === undefined && from.declared === to.declared) return []
    const links = owner === undefined ? [] : [owner]
    for (let index = from.declared; index < to.declared && links.length < mostLinks; index += 1) links.push((this.#declared[index] as Binding).link)
    return links
  }

  #signsOf(from: Mark, to: Mark): Signs {
    if (from.signs === to.signs) return noSigns
    const signs = new Signs()
    for (let index = from.signs; index < to.signs; index += 1) {
      const sign = this.#signs[index]
      if (sign?.what === 'capability') signs.can(sign.value as Capability)
      else if (sign?.what === 'host') signs.host(sign.value)
      else if (sign?.what === 'import') signs.imported(sign.value)
      else if (sign?.what === 'file') signs.file(sign.value)
    }
    return signs
  }

  /** Puts the normalised text into the digest, and the links of its names into `used`. True when it decodes. */
  #write(from: Part, to: Mark, used: string[]): boolean {
    let count = 0
    let makes = false
    let reads = false
    this.#serial += 1
    this.#digest.put(this.#kind)
    this.#digest.put('\0')
    for (let index = from.pieces; index < to.pieces; index += 1) {
      const piece = this.#pieces[index] as string | Binding
      if (typeof piece === 'string') {
        this.#digest.put(piece)
        if (piece.length < 10 || !piece.includes('harCode')) continue
        makes ||= piece.includes('fromCharCode')
        reads ||= piece.includes('charCodeAt')
        continue
      }
      if (piece.numberedIn !== this.#serial) {
        piece.numberedIn = this.#serial
        piece.place = count++
        used.push(piece.link)
      }
      if (piece.shown === undefined) piece.shown = this.#nameOf(piece) ?? null
      this.#digest.put(piece.shown ?? numbered(piece.place))
    }
    // Characters that are exclusive-ored and put together again: the usual home-made decoder.
    return makes && reads && this.#pieces.slice(from.pieces, to.pieces).some((piece) => typeof piece === 'string' && piece.includes('^'))
  }
}

const lengths = Array.from({ length: 256 }, (_, length) => `"${length}:`)
const numbers: string[] = []

function numbered(place: number): string {
  numbers[place] ??= `$${place}`
  return numbers[place]
}

function capabilitiesOf({ capabilities }: Signs, decodes: boolean): readonly Capability[] {
  if (!decodes) return capabilities.size === 0 ? none : [...capabilities].sort()
  return [...new Set([...capabilities, 'decode' as const])].sort()
}
