import { printable } from '../../base/text.ts'
import { type Indicator, indicatorOf } from '../indicator-value.ts'

/** What lists call their kinds, in small letters and digits only, and the types of values that each may hold. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain', 'domains', 'domainname', 'hostname', 'host', 'fqdn', 'dns', 'site'],
  ip: [
    'ip',
    'ips',
    'ipv4',
    'ipv6',
    'ipaddr',
    'ipaddress',
    'ipv4addr',
    'ipv6addr',
    'ipv4address',
    'ipdst',
    'ipsrc',
    'ipdstport',
    'ipsrcport',
    'ipport',
    'address',
  ],
  cidr: ['cidr', 'range', 'iprange', 'netblock', 'network', 'subnet', 'ipv4cidr', 'ipv6cidr'],
  url: ['url', 'urls', 'uri', 'link'],
  hash: ['md5', 'sha1', 'sha256', 'hash', 'hashes', 'hashmd5', 'hashsha1', 'hashsha256', 'file', 'filehash', 'filehashmd5', 'filehashsha1', 'filehashsha256'],
  any: ['', 'ioc', 'indicator', 'domainip', 'filenamemd5', 'filenamesha1', 'filenamesha256', 'c2', 'networkindicator'],
  ja3: ['ja3', 'ja3hash', 'ja3md5', 'ja3fingerprint', 'ja3fingerprintmd5'],
  user_agent: ['useragent', 'httpuseragent', 'ua'],
}

/** A list may write a domain as a URL and an address as a range: the value's own look decides among these. */
const network = ['domain', 'ip', 'cidr', 'url']
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: network,
  ip: network,
  cidr: network,
  url: network,
  hash: ['md5', 'sha1', 'sha256'],
  any: [...network, 'md5', 'sha1', 'sha256'],
}

export interface Read {
  readonly found: readonly { readonly type: string; readonly value: string }[]
  /** Why nothing, or not everything, was found. */
  readonly why?: string
}

/** The indicators of one record: usually one, several where a cell lists the hashes of one file. */
export function readIndicators(type: string, value: string): Read {
  const name = type.toLowerCase().replace(/[^a-z0-9]/g, '')
  const kind = Object.keys(kinds).find((key) => kinds[key]?.includes(name))
  if (value.trim() === '') return { found: [], why: 'no value' }
  if (kind === undefined) return { found: [], why: `“${printable(type, 40)}” is no type of indicator that is looked for` }
  if (kind === 'user_agent') return { found: [{ type: 'user_agent', value: value.trim().toLowerCase() }] }
  if (kind === 'ja3')
    return /^[0-9a-f]{32}$/i.test(value.trim())
      ? { found: [{ type: 'ja3', value: value.trim().toLowerCase() }] }
      : { found: [], why: 'a JA3 fingerprint has 32 hexadecimal digits' }
  return readValues(kind, value)
}

function readValues(kind: string, value: string): Read {
  const whole = indicatorOf(value)
  if (!('why' in whole)) return fitting(kind, [whole], value)
  const parts = value.split(/[\s,;|]+/).filter((part) => part !== '')
  const found = parts.map(indicatorOf).flatMap((part) => ('why' in part ? [] : [part]))
  // `file name|hash` has a part that is none, and `domain|address` may have one.
  if (found.length === 0) return { found: [], why: whole.why }
  return fitting(kind, found, value)
}

function fitting(kind: string, found: readonly Indicator[], value: string): Read {
  const fit = found.filter(({ type }) => allowed[kind]?.includes(type))
  if (fit.length === 0) return { found: [], why: `the value is no ${kind === 'hash' ? 'hash' : kind}` }
  // A file name is not a domain, even where it looks like one.
  const best =
    kind === 'any' && value.includes('|') && fit.some(({ type }) => allowed.hash?.includes(type)) ? fit.filter(({ type }) => allowed.hash?.includes(type)) : fit
  return { found: best }
}
