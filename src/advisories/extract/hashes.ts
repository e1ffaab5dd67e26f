import type { AdvisoryIndicatorType } from '../advisory.ts'
import { cellAround } from '../text/context.ts'
import { before, behind, type Extractor, type Found, type Scan, type Taken } from './found.ts'

const bySize: Readonly<Record<number, AdvisoryIndicatorType>> = { 32: 'md5', 40: 'sha1', 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' }
const run = /(?<![0-9a-f])[0-9a-f]{32,136}(?![0-9a-f])/gi
/** `MD5CEDB9CD…`: the label of a table whose cells ran together. Its own digits would be taken for the hash's. */
const label = /(?:md5|sha-?1|sha-?224|sha-?256|sha-?384|sha-?512|hash|imphash|ssdeep)$/i
const labelSizes: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 }

/** Values of MD5 to SHA-512, and others of the same look that a label names: import hashes, JA3, thumbprints. */
export const hashes: Extractor = { name: 'hashes', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(run)) {
    const hash = hashIn(scan.text, match.index, match[0])
    if (hash === undefined || taken.overlaps(hash.start, hash.end)) continue
    const { type, demoted } = meaning(scan, hash.start, hash.end, hash.type)
    yield { type, value: scan.text.slice(hash.start, hash.end).toLowerCase(), start: hash.start, end: hash.end, defanged: false, demoted }
  }
}

interface Span {
  readonly start: number
  readonly end: number
  readonly type: AdvisoryIndicatorType
}

/** The hash in a run of hexadecimal digits, without what was glued to it. */
function hashIn(text: string, index: number, digits: string): Span | undefined {
  const lead = text.slice(Math.max(0, index - 8), index)
  const named = glued(lead, digits)
  if (named) return { start: index + named.skip, end: index + named.skip + named.size, type: bySize[named.size] ?? 'md5' }
  const labelled = label.test(lead)
  if (!labelled && /[\p{L}\p{N}+=]$/u.test(lead)) return undefined
  const after = text.slice(index + digits.length, index + digits.length + 1)
  const whole = bySize[digits.length]
  if (whole && !/[+=]/.test(after)) return { start: index, end: index + digits.length, type: whole }
  const size = caseChange(digits)
  const type = size === undefined ? undefined : bySize[size]
  return size !== undefined && type ? { start: index, end: index + size, type } : undefined
}

/** `SHA-10CA172…` is `SHA-1` and 40 digits, `SHA-256EEBB…` is `SHA-256` and 64. */
function glued(lead: string, digits: string): { readonly skip: number; readonly size: number } | undefined {
  const word = /(?:sha-?|md|(?<![a-z])m|(?<![a-z])sh)$/i.exec(lead)?.[0]?.toLowerCase().replace('-', '')
  if (word === undefined) return undefined
  for (const [name, size] of Object.entries(labelSizes)) {
    const skip = name.length - word.length
    if (name.startsWith(word) && digits.toLowerCase().startsWith(name.slice(word.length)) && digits.length === skip + size) return { skip, size }
  }
  return undefined
}

/** Upper-case digits of the length of a hash before lower-case letters of the next cell, or the other way round. */
function caseChange(digits: string): number | undefined {
  const upper = /^[0-9A-F]+/.exec(digits)?.[0].length ?? 0
  const lower = /^[0-9a-f]+/.exec(digits)?.[0].length ?? 0
  return [upper, lower].find((length) => bySize[length] !== undefined && length < digits.length)
}

const noHash =
  /\b(?:(?:aes|rc4|xor|des|encryption|decryption|session|api|private|public|master|campaign|license|product)[ -]?key|\bkeys?\b|\biv\b|nonce|salt|guid|uuid|clsid|token|session ?id|build ?id|bot ?id|campaign ?id|user ?id|client ?id|tenant|commit)\b/i

/** What the words before a value, or its column, make of it. */
function meaning(
  scan: Scan,
  start: number,
  end: number,
  type: AdvisoryIndicatorType,
): { readonly type: AdvisoryIndicatorType; readonly demoted?: string | undefined } {
  const { text, column } = cellAround(scan.block, scan.text, start, end)
  const lead = `${scan.block.header?.[column] ?? ''} ${before(scan.text, start, 48)}`
  const context = lead.length < 20 ? `${lead} ${text.slice(0, 60)} ${scan.block.section.at(-1) ?? ''}` : lead
  if (type === 'md5' && /imp(?:ort)?[ -]?hash/i.test(context)) return { type: 'imphash' }
  if (type === 'md5' && /\bja3s\b/i.test(context)) return { type: 'ja3s' }
  if (type === 'md5' && /\bja3\b/i.test(context)) return { type: 'ja3' }
  if (/thumbprint|(?:cert\w*|ssl|tls|x\.?509)\W[^\n]{0,30}(?:fingerprint|sha-?(?:1|256)|hash)|fingerprint of the cert/i.test(context))
    return { type: 'certificate-thumbprint' }
  if (type === 'md5' && /serial/i.test(lead)) return { type: 'certificate-serial' }
  const said = noHash.exec(lead.slice(-40))
  if (said && !/hash|md5|sha-?\d/i.test(lead.slice(-40)) && !/^\W{0,3}(?:md5|sha)/i.test(behind(scan.text, end, 8)))
    return { type, demoted: `the text calls it a ${said[0].toLowerCase()}, not the hash of a file` }
  return { type }
}
