import { bareHost, urlHosts } from './hosts.ts'
import type { Unit } from './reading.ts'
import { anchored, mayAnchor } from './tell-anchors.ts'
import { type Tell, tells } from './tells.ts'
import { ungluedHost } from './unglued-host.ts'
import { unitOf } from './unit.ts'

export interface StringUnits {
  /** Kinds `tell` and `host`, each once, at its first place. */
  readonly units: readonly Unit[]
  readonly notes: readonly string[]
}

/** Bytes that are left out: what another reader accounts for, such as the certificates of a signature. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** Shortest run that is looked at, in characters. */
const shortest = 5
/** Longer runs are cut into pieces of this many characters, which overlap so that nothing hides on a cut. */
const longestPiece = 65_536
const overlap = 256
/** Most units of one file; a novel host in a list of thousands says nothing more. */
const mostUnits = 5_000
/** Characters that are searched at once. */
const batch = 1 << 20
/** No tell is longer than this, in characters. */
const longestTell = 240
/** Around an anchor this much is searched at once, so that text full of anchors is searched but once. */
const stretch = 1024

const other = 4
const dot = 2
const named = 1
/** 0 for what ends a run; else named (may stand in a host), dot or other. */
const classes = new Uint8Array(256)
const lower = new Uint8Array(256)
for (let code = 0; code < 256; code++) {
  if (code === 9 || (code >= 0x20 && code <= 0x7e)) classes[code] = /[A-Za-z0-9_:-]/.test(String.fromCharCode(code)) ? named : code === 0x2e ? dot : other
  // Tabs become spaces: the anchors of tells know but one kind of white space.
  lower[code] = code === 9 ? 32 : code >= 0x41 && code <= 0x5a ? code + 32 : code
}

/**
 * Hosts and tells in the readable strings of bytes, ASCII and UTF-16. Time is linear in the length. `base` is what
 * offsets count from when the bytes are a part of a file.
 */
export function stringUnits(bytes: Uint8Array, options: { readonly skip?: readonly Span[]; readonly base?: number } = {}): StringUnits {
  const finder = new Finder(bytes, options.base ?? 0)
  for (const span of remaining(bytes.length, options.skip ?? [])) finder.scan(span.offset, span.offset + span.length)
  return finder.finish()
}

/** What is left of 0…length when the spans, in any order and overlapping, are taken out. */
function remaining(length: number, skip: readonly Span[]): Span[] {
  const left: Span[] = []
  let at = 0
  for (const span of skip.toSorted((a, b) => a.offset - b.offset)) {
    if (span.offset > at) left.push({ offset: at, length: Math.min(span.offset, length) - at })
    at = Math.max(at, Math.min(length, span.offset + span.length))
  }
  if (at < length) left.push({ offset: at, length: length - at })
  return left
}

const everywhere = new Map(tells.map((tell) => [tell, new RegExp(tell.pattern.source, 'g')]))

/**
 * Copies the runs, lowered and one a line, into one text and searches that: a search over a megabyte costs a fraction of
 * a thousand searches over a line, and wide strings become narrow ones.
 */
class Finder {
  readonly #bytes: Uint8Array
  readonly #base: number
  readonly #text = Buffer.allocUnsafe(batch + longestPiece + 1)
  #length = 0
  /** Where each run begins in the text, in the file, and its step. */
  #starts: number[] = []
  #offsets: number[] = []
  #steps: (1 | 2)[] = []
  /** Anchors seen: where in the text they end, the run they are in, and their last four characters as a number. */
  #hits: { readonly index: number; readonly run: number; readonly gram: number }[] = []
  readonly #units = new Map<string, Unit>()
  #left = 0

  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = bytes
    this.#base = base
  }

  scan(from: number, until: number): void {
    const bytes = this.#bytes
    let at = from
    while (at < until) {
      if (classes[bytes[at] as number] === 0) {
        at++
        continue
      }
      const step = at + 2 < until && bytes[at + 1] === 0 && classes[bytes[at + 2] as number] !== 0 ? 2 : 1
      at = this.#run(at, until, step)
    }
  }

  finish(): StringUnits {
    this.#search()
    const notes = this.#left > 0 ? [`${this.#left} more hosts and tells in the strings were left out after the first ${mostUnits}`] : []
    return { units: [...this.#units.values()], notes }
  }

  /** Takes the run that begins here and returns where to go on. */
  #run(from: number, until: number, step: 1 | 2): number {
    const bytes = this.#bytes
    const text = this.#text
    const start = this.#length
    let out = start
    let at = from
    let seen = 0
    let gram = 0
    for (; at < until && out - start < longestPiece; at += step) {
      const code = bytes[at] as number
      const kind = classes[code] as number
      if (kind === 0 || (step === 2 && at + 1 < until && bytes[at + 1] !== 0)) break
      seen |= kind
      const character = lower[code] as number
      text[out++] = character
      gram = (gram << 8) | character
      if (mayAnchor(gram)) this.#hits.push({ index: out, run: this.#starts.length, gram })
    }
    const length = out - start
    if (length < shortest) {
      this.#forgetHits(start)
      return step === 2 ? from + 1 : at
    }
    if (seen === (named | dot) && length <= 260) this.#bare(from, length, step)
    text[out++] = 10
    this.#starts.push(start)
    this.#offsets.push(from)
    this.#steps.push(step)
    this.#length = out
    if (out >= batch) this.#search()
    return length === longestPiece ? at - overlap * step : at
  }

  #original(offset: number, length: number, step: 1 | 2): string {
    const stretch = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + offset, Math.min(length * step, this.#bytes.length - offset))
    if (step === 1) return stretch.toString('latin1')
    return Buffer.from(stretch.filter((_, index) => index % 2 === 0)).toString('latin1')
  }

  #bare(offset: number, length: number, step: 1 | 2): void {
    const written = this.#original(offset, length, step)
    const host = bareHost(written)
    if (host !== undefined) this.#add('host', host, written, offset, { hosts: [host] })
  }

  #search(): void {
    const text = this.#text.toString('latin1', 0, this.#length)
    for (const { host: read, index, written } of urlHosts(text)) {
      const host = ungluedHost(read)
      this.#add('host', host, written, this.#placeOf(index), { hosts: [host], capabilities: ['network'] })
    }
    this.#searchTells(text)
    this.#length = 0
    this.#starts = []
    this.#offsets = []
    this.#steps = []
    this.#hits = []
  }

  #forgetHits(start: number): void {
    while ((this.#hits.at(-1)?.index ?? 0) > start) this.#hits.pop()
  }

  #searchTells(text: string): void {
    const searched = new Map<Tell, number>()
    for (const { index, run, gram } of this.#hits) {
      const begin = this.#starts[run] ?? 0
      const end = (this.#starts[run + 1] ?? text.length) - 1
      for (const tell of anchored(gram)) {
        const done = searched.get(tell) ?? 0
        if (index <= done) continue
        const from = Math.max(begin, index - longestTell)
        const until = Math.min(end, index + stretch)
        this.#tell(tell, text.slice(from, until), from)
        searched.set(tell, until === end ? end : until - longestTell)
      }
    }
  }

  #tell(tell: Tell, text: string, start: number): void {
    for (const match of text.matchAll(everywhere.get(tell) ?? tell.pattern)) {
      const shown = text.slice(Math.max(0, match.index - 60), match.index + match[0].length + 100).trim()
      const place = this.#placeOf(start + match.index)
      this.#add('tell', `${tell.name}\0${match[0]}`, `${tell.says}: ${shown}`, place, { capabilities: tell.capabilities })
    }
  }

  #placeOf(index: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] as number) <= index) low = middle
      else high = middle - 1
    }
    return (this.#offsets[low] ?? 0) + (index - (this.#starts[low] ?? 0)) * (this.#steps[low] ?? 1)
  }

  #add(kind: string, text: string, says: string, offset: number, named: Pick<Parameters<typeof unitOf>[0], 'hosts' | 'capabilities'>): void {
    const key = `${kind}\0${text}`
    if (this.#units.has(key)) return
    if (this.#units.size >= mostUnits) this.#left++
    else this.#units.set(key, unitOf({ kind, text, says, place: { offset: this.#base + offset }, ...named }))
  }
}
