import { domainToASCII } from 'node:url'
import { parse as parseName } from 'tldts'
import { canonicalName, privateRanges, rangeTest } from '../base/net.ts'
import { canonicalAddress, canonicalRange } from './address.ts'

export type IndicatorType = 'domain' | 'ip' | 'cidr' | 'url' | 'md5' | 'sha1' | 'sha256'

export interface Indicator {
  readonly type: IndicatorType
  /** Refanged; lower case but for the path of a URL. */
  readonly value: string
}

/** A value that looks like an indicator but must not be used as one, or none at all. */
export interface NoIndicator {
  readonly why: string
}

const hashes: Readonly<Record<number, IndicatorType>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' }
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
const isPrivate = rangeTest([...privateRanges, '0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255', 'fe80::/10', 'ff00::/8', '::/128'])
/** RFC 6761, RFC 7686 and ICANN's `internal`: names that are in no public list, yet names. */
const specialUse = new Set(['invalid', 'test', 'example', 'onion', 'internal'])
/** Ranges with fewer bits of network than this would match half the world. */
const leastBits = { 4: 8, 6: 16 }

/** Undoes the usual ways to make an indicator unclickable: `hxxp`, `[.]`, `(.)`, `[:]//`, `[dot]`, `[at]`. */
function refang(text: string): string {
  return text
    .trim()
    .replace(/^[<"'`]+|[>"'`]+$/g, '')
    .replace(/\[(\.|:|:\/\/|\/|@)\]|\((\.)\)|\{(\.)\}/g, '$1$2$3')
    .replace(/\[dot\]|\(dot\)|\{dot\}/gi, '.')
    .replace(/\[at\]|\(at\)/gi, '@')
    .replaceAll('\\.', '.')
    .replace(/^h(?:xx|XX|\*\*)p(s?):/i, 'http$1:')
    .replace(/^fxp:/i, 'ftp:')
}

/** What a value is, by its own look: hash, URL, address, range or domain name. */
export function indicatorOf(text: string): Indicator | NoIndicator {
  const value = refang(text)
  if (value.length > 2048) return { why: 'longer than any indicator' }
  const hash = /^[0-9a-f]+$/i.test(value) ? hashes[value.length] : undefined
  if (hash) return { type: hash, value: value.toLowerCase() }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return urlOf(value)
  const address =
    canonicalAddress(value) ??
    canonicalAddress(/^([\d.]+):\d{1,5}$/.exec(value)?.[1] ?? '') ??
    canonicalAddress(/^\[([^\]]+)\](?::\d{1,5})?$/.exec(value)?.[1] ?? '')
  if (address) return isPrivate(address) ? { why: 'an address of private, local or special use is no indicator' } : { type: 'ip', value: address }
  if (value.includes('/')) return rangeOf(value) ?? (hostName(value.split('/')[0] ?? '') ? urlOf(`http://${value}`) : { why: 'neither a range nor a URL' })
  const name = hostName(value)
  return name ? { type: 'domain', value: name } : { why: 'no domain name, address, range, URL or hash' }
}

function urlOf(value: string): Indicator | NoIndicator {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(value) ?? []
  if (!URL.canParse(value) || host === '' || /\s/.test(value)) return { why: 'a URL that cannot be read' }
  return { type: 'url', value: scheme.toLowerCase() + host.toLowerCase() + rest }
}

function rangeOf(value: string): Indicator | NoIndicator | undefined {
  const range = canonicalRange(value)
  if (range === undefined) return undefined
  const [address = '', bits = ''] = range.split('/')
  const family = address.includes(':') ? 6 : 4
  if (isPrivate(address)) return { why: 'a range of private, local or special use is no indicator' }
  if (Number(bits) < leastBits[family]) return { why: 'a range this wide is no indicator' }
  return Number(bits) === (family === 4 ? 32 : 128) ? { type: 'ip', value: address } : { type: 'cidr', value: range }
}

/** The name in the form the lake keeps, `*.` and a port left out, other scripts as punycode; undefined when it is no full name. */
function hostName(text: string): string | undefined {
  const bare = canonicalName(text.replace(/:\d{1,5}$/, '')).replace(/^(\*?\.)/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII needs punycode
  const name = /^[\x00-\x7f]*$/.test(bare) ? bare : domainToASCII(bare)
  const labels = name.split('.')
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) return undefined
  return /^([a-z]{2,63}|xn--[a-z0-9-]{2,59})$/.test(labels.at(-1) ?? '') ? name : undefined
}

/** Whether the last label of a name is a top-level domain that exists or is set aside: `ffmpeg.dll` is no domain. */
export function hasKnownSuffix(name: string): boolean {
  return parseName(name).isIcann === true || specialUse.has(name.split('.').at(-1) ?? '')
}
