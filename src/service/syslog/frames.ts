/** Longest record that is taken, in bytes; longer ones are passed over and counted. */
export const longestRecord = 2 ** 20

/** Records cut out of a stream, and how many were passed over. */
export interface Cut {
  readonly records: readonly string[]
  readonly passedOver: number
}

/**
 * Cuts a byte stream into records, by the count of octets before each (RFC 5425, section 4.3), or by line ends where a sender does not count (RFC 6587,
 * section 3.4.2): each record says by its first byte which it is.
 */
export class Frames {
  #rest: Buffer = Buffer.alloc(0)
  /** Bytes of a record that is too long, which are still to come. */
  #skip = 0

  take(bytes: Buffer): Cut {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const records: string[] = []
    let passedOver = 0
    for (;;) {
      if (this.#skip > 0) {
        const gone = Math.min(this.#skip, this.#rest.length)
        this.#rest = this.#rest.subarray(gone)
        this.#skip -= gone
        if (this.#skip > 0) break
      }
      const found = this.#next()
      if (found === undefined) break
      if (found === '') passedOver += 1
      else records.push(found)
    }
    return { records, passedOver }
  }

  /** One record; '' for one that is passed over, undefined where more bytes are needed. */
  #next(): string | undefined {
    const first = this.#rest[0]
    if (first === undefined) return undefined
    return first >= 0x31 && first <= 0x39 ? this.#counted() : this.#line()
  }

  #counted(): string | undefined {
    const space = this.#rest.subarray(0, 12).indexOf(0x20)
    if (space < 0) return this.#rest.length < 12 ? undefined : this.#line()
    const digits = this.#rest.toString('latin1', 0, space)
    if (!/^[1-9]\d*$/.test(digits)) return this.#line()
    const length = Number(digits)
    if (length > longestRecord) {
      this.#skip = length
      this.#rest = this.#rest.subarray(space + 1)
      return ''
    }
    if (this.#rest.length < space + 1 + length) return undefined
    const record = this.#rest.toString('utf8', space + 1, space + 1 + length)
    this.#rest = this.#rest.subarray(space + 1 + length)
    return record
  }

  #line(): string | undefined {
    const end = this.#rest.indexOf(0x0a)
    if (end < 0) {
      if (this.#rest.length <= longestRecord) return undefined
      this.#rest = Buffer.alloc(0)
      return ''
    }
    const record = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end + 1)
    return end > longestRecord ? '' : record.trim() === '' ? '' : record
  }
}

/** Kinds of JSON that a record may carry. */
export type LineKind = 'zeek' | 'suricata'

/** The JSON object at the end of a record, and whose it is; undefined for anything else. */
export function jsonOf(record: string): { readonly kind: LineKind; readonly line: string } | undefined {
  const begin = record.indexOf('{')
  if (begin < 0) return undefined
  const text = record.slice(begin).trim()
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    if ('event_type' in value) return { kind: 'suricata', line: JSON.stringify(value) }
    if ('_path' in value || '@stream' in value) return { kind: 'zeek', line: JSON.stringify(value) }
  } catch {
    return undefined
  }
  return undefined
}
