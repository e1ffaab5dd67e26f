import { wasDefanged } from '../text/refang.ts'
import { canonicalCidr, canonicalIpv4, canonicalIpv6 } from './address-value.ts'
import { addressVerdict } from './address-verdict.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

const dotted = /(?<![\p{L}\p{N}_.-]|\d[.:])\d{1,3}(?:\.\d{1,6}){3,24}(?![\p{N}])/gu
const colons = /(?<![\p{L}\p{N}_.:])\[?((?=[0-9a-f]*:)(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?)\]?(?:\/(\d{1,3}))?(?![\p{L}\p{N}_])/giu

/** IPv4, IPv6 and ranges of both. */
export const addresses: Extractor = {
  name: 'addresses',
  find: (scan, taken) => [...ipv4(scan, taken), ...ipv6(scan, taken)],
}

function* ipv4(scan: Scan, taken: Taken): Generator<Found> {
  let last: { end: number; version: boolean } | undefined
  for (const match of scan.text.matchAll(dotted)) {
    const start = match.index
    const end = start + match[0].length
    const defanged = wasDefanged(scan.refanged, start, end)
    const values = defanged ? apart(match[0]) : [match[0]]
    if (values === undefined || taken.overlaps(start, end)) continue
    if (values.length > 1) {
      for (const value of values) yield { type: 'ipv4', value, start, end, defanged }
      continue
    }
    const value = canonicalIpv4(values[0] ?? '')
    if (value === undefined || continues(scan.text, end, defanged)) continue
    const verdict = defanged ? 'address' : addressVerdict(scan, value, start, end, last)
    last = { end, version: verdict === 'version' }
    if (verdict === 'address') yield withBits(scan.text, value, start, end, defanged)
  }
}

/** An address, or with the width of its network behind it a range. */
function withBits(text: string, value: string, start: number, end: number, defanged: boolean): Found {
  const bits = /^\/(\d{1,2})(?![\d.])/.exec(text.slice(end, end + 5))
  const range = bits ? canonicalCidr(value, Number(bits[1])) : undefined
  if (range === undefined || range.endsWith('/32')) return { type: 'ipv4', value, start, end, defanged }
  return { type: 'cidr', value: range, start, end: end + (bits?.[0].length ?? 0), defanged }
}

/** Only what was defanged is surely an address where letters of the next cell follow at once. */
function continues(text: string, end: number, defanged: boolean): boolean {
  const next = text.slice(end, end + 2)
  return /^\.\d/.test(next) || (!defanged && /^[\p{L}_]/u.test(next)) || /^[-–]\d/.test(next)
}

/** Addresses whose cells ran together: parts that can be divided in one way only. */
function apart(text: string): readonly string[] | undefined {
  const parts = text.split('.')
  if (parts.length === 4) return [text]
  const count = (parts.length - 1) / 3
  if (!Number.isInteger(count)) return undefined
  const found: string[] = []
  let first = parts[0] ?? ''
  for (let index = 0; index < count; index += 1) {
    const middle = parts.slice(3 * index + 1, 3 * index + 3)
    const shared = parts[3 * index + 3] ?? ''
    const ways = index === count - 1 ? [[shared, ''] as const] : splits(shared)
    const [way] = ways
    if (ways.length !== 1 || !way) return undefined
    const value = canonicalIpv4([first, ...middle, way[0]].join('.'))
    if (value === undefined) return undefined
    found.push(value)
    first = way[1]
  }
  return found
}

function splits(text: string): readonly (readonly [string, string])[] {
  const octet = (part: string) => part !== '' && String(Number(part)) === part && Number(part) <= 255
  return [1, 2, 3].map((length) => [text.slice(0, length), text.slice(length)] as const).filter(([left, right]) => octet(left) && octet(right) && right !== '0')
}

function* ipv6(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(colons)) {
    const [whole, written = '', bits] = match
    const start = match.index
    const end = start + whole.length
    const value = canonicalIpv6(written)
    if (value === undefined || taken.overlaps(start, end)) continue
    const defanged = wasDefanged(scan.refanged, start, end)
    const groups = written.split(':').filter((group) => group !== '')
    // `Bad::Cafe` is a name of code.
    if (!defanged && (groups.length < 3 || !/\d/.test(written))) continue
    const range = bits === undefined ? undefined : canonicalCidr(value, Number(bits))
    if (range && !range.endsWith('/128')) yield { type: 'cidr', value: range, start, end, defanged }
    else yield { type: 'ipv6', value, start, end, defanged }
  }
}
