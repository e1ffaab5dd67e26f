import { deflateRawSync } from 'node:zlib'

/**
 * Bytes of information that each name brings beyond what its neighbours already told: the names below the domain,
 * sorted, compressed together (DEFLATE), divided by their number. Random data survives compression: 18 hexadecimal
 * digits of it bring 9 bytes. Constant labels, counters and words shrink: numbered hosts bring 2 bytes, a content
 * network's server names 4.
 */
export function bytesPerName(names: readonly string[]): number {
  if (names.length === 0) return 0
  return deflateRawSync([...names].sort().join('\n'), { level: 9 }).length / names.length
}

export type NameShape = 'reversed addresses' | 'file hashes' | 'none'

/** What a name in front of the domain asks about: `4.3.2.1` turned round (IPv4, or IPv6 by nibbles). */
const reversedAddress = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)|^(?:[0-9a-f]\.){31}[0-9a-f](?:\.|$)/
/** A label that is an MD5, SHA-1 or SHA-256. */
const fileHash = /(?:^|\.)(?:[0-9a-f]{32}|[0-9a-f]{40})(?:\.|$)/
const sha256Halves = /(?:^|\.)[0-9a-f]{32}\.[0-9a-f]{32}(?:\.|$)/

/** Share of the names that must have the shape. */
const nearlyAll = 0.9

/**
 * The shape of look-ups in reputation services: block lists are asked for reversed addresses, anti-virus clouds for
 * file hashes, which are all of one length. A name that carries data may look like a hash, so the shape alone acquits
 * nobody: see `answers` in judgement.ts.
 */
export function shapeOf(names: readonly string[]): NameShape {
  const share = (shape: RegExp) => names.filter((name) => shape.test(name)).length / Math.max(names.length, 1)
  if (share(reversedAddress) >= nearlyAll) return 'reversed addresses'
  const longest = names.map((name) => Math.max(...name.split('.').map((label) => label.length)))
  const hashes = share(fileHash) >= nearlyAll && longest.filter((length) => length === longest[0]).length >= nearlyAll * longest.length
  return hashes || share(sha256Halves) >= nearlyAll ? 'file hashes' : 'none'
}
