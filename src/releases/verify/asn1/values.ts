import { Asn1Error, type Der, isUniversal } from './der.ts'

export const tags = { boolean: 1, integer: 2, bitString: 3, octetString: 4, oid: 6, utf8: 12, sequence: 16, set: 17, utcTime: 23, generalizedTime: 24 } as const

/** Dotted object identifier. */
export function oidOf(value: Der): string {
  if (!isUniversal(value, tags.oid) || value.content.length === 0 || value.content.length > 64) throw new Asn1Error('an object identifier is missing')
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if ((byte & 0x80) === 0) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const [first = 0n, ...rest] = arcs
  const top = first < 80n ? first / 40n : 2n
  return [top, first - top * 40n, ...rest].join('.')
}

/** The octets of an OCTET STRING, joined when it is written in pieces; also of an implicitly tagged one. */
export function octetsOf(value: Der): Uint8Array {
  return value.constructed ? Buffer.concat(value.children.map(octetsOf)) : value.content
}

/** Hexadecimal digits of an INTEGER's content without leading zeros. */
export function integerHex(value: Der): string {
  return Buffer.from(value.content)
    .toString('hex')
    .replace(/^(?:00)+(?=..)/, '')
}

/** Small non-negative INTEGER. */
export function smallInteger(value: Der): number {
  if (!isUniversal(value, tags.integer) || value.content.length > 6) throw new Asn1Error('a small number is missing')
  return value.content.reduce((sum, byte) => sum * 256 + byte, 0)
}

const utc = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/
const generalized = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?Z$/

/** UTCTime (years 1950…2049, RFC 5280 4.1.2.5.1) or GeneralizedTime, both in UTC. */
export function timeOf(value: Der): Date {
  const text = Buffer.from(value.content.subarray(0, 40)).toString('latin1')
  const short = isUniversal(value, tags.utcTime) ? utc.exec(text) : null
  const parts = short ?? (isUniversal(value, tags.generalizedTime) ? generalized.exec(text) : null)
  if (!parts) throw new Asn1Error('a time is missing')
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const full = short ? (year < 50 ? 2000 + year : 1900 + year) : year
  const millis = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000)
  return new Date(Date.UTC(full, month - 1, day, hour, minute, second, millis))
}
