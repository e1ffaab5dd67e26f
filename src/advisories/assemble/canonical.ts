import { registeredDomain } from '../../base/domain.ts'
import type { AdvisoryIndicatorType } from '../advisory.ts'
import { canonicalCidr, canonicalIpv4, canonicalIpv6 } from '../extract/address-value.ts'
import { hostName } from '../text/names.ts'
import { refang } from '../text/refang.ts'

export interface Canonical {
  readonly type: AdvisoryIndicatorType
  readonly value: string
}

const hashSizes: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128, imphash: 32, ja3: 32, ja3s: 32 }
const network = new Set<AdvisoryIndicatorType>(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])

/** A value that a file gives with its type, as this project writes it; undefined when it cannot be one. */
export function canonicalOf(type: AdvisoryIndicatorType, written: string): Canonical | undefined {
  const trimmed = written.trim().replace(/^["'`‘“]+|["'`’”]+$/g, '')
  if (trimmed === '' || trimmed.length > 4096) return undefined
  if (network.has(type)) return networkValue(type, refang(trimmed).text)
  const size = hashSizes[type]
  if (size !== undefined) return hexOf(type, trimmed, size)
  if (type === 'certificate-thumbprint' || type === 'certificate-serial') {
    const digits = trimmed.toLowerCase().replace(/^0x|[^0-9a-f]/g, '')
    return digits.length < 8 ? undefined : { type, value: type === 'certificate-serial' ? digits.replace(/^(?:00)+/, '').toUpperCase() : digits }
  }
  return { type: kindOfPath(type, trimmed), value: type === 'file-path' || type === 'registry-key' ? pathValue(trimmed) : trimmed }
}

/** A name as `domain` when it is registered itself, as `host` when it lies below one. */
function typeName(name: string): Canonical {
  return { type: registeredDomain(name) === name || registeredDomain(name) === '' ? 'domain' : 'host', value: name }
}

function hexOf(type: AdvisoryIndicatorType, text: string, size: number): Canonical | undefined {
  const digits = text.toLowerCase().replace(/^(?:md5|sha-?\d{1,3}):/, '')
  return digits.length === size && /^[0-9a-f]+$/.test(digits) ? { type, value: digits } : undefined
}

function networkValue(type: AdvisoryIndicatorType, text: string): Canonical | undefined {
  if (type === 'url') return urlValue(text)
  if (type === 'email') {
    const [, local = '', host = ''] = /^<?([^\s@<>]{1,64})@([^\s@<>]+?)>?$/.exec(text) ?? []
    const name = hostName(host)
    return name ? { type, value: `${local.toLowerCase()}@${name}` } : undefined
  }
  const [, address = text, bits] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text) ?? []
  const single = canonicalIpv4(address) ?? canonicalIpv4(/^([\d.]+):\d{1,5}$/.exec(address)?.[1] ?? '')
  const six = single ? undefined : canonicalIpv6(address.replace(/^\[|\]$/g, ''))
  if ((single || six) && bits !== undefined && Number(bits) < (single ? 32 : 128)) {
    const value = canonicalCidr(address, Number(bits))
    return value ? { type: 'cidr', value } : undefined
  }
  if (single) return { type: 'ipv4', value: single }
  if (six) return { type: 'ipv6', value: six }
  const name = hostName(text.replace(/:\d{1,5}$/, ''))
  if (name) return typeName(name)
  return /[/?]/.test(text) ? urlValue(text) : undefined
}

function urlValue(text: string): Canonical | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#\s]+)(.*)$/is.exec(text) ?? []
  if (authority === '' || (scheme !== '' && !URL.canParse(scheme + authority.replace(/[%<>{}]/g, '_')))) return undefined
  const bare =
    authority
      .split('@')
      .at(-1)
      ?.replace(/:\d{1,5}$/, '') ?? ''
  const host = hostName(bare) ?? canonicalIpv4(bare) ?? (canonicalIpv6(bare.replace(/^\[|\]$/g, '')) ? bare : undefined)
  if (host === undefined) return undefined
  // Some files call a bare name a URL.
  if (scheme === '' && /^[/]?$/.test(rest)) return networkValue('domain', bare)
  const port = /:\d{1,5}$/.exec(authority)?.[0] ?? ''
  return { type: 'url', value: scheme.toLowerCase() + host + port + rest }
}

function kindOfPath(type: AdvisoryIndicatorType, value: string): AdvisoryIndicatorType {
  if (type === 'file-name' && /[\\]|^[~/]|\/\w+\//.test(value)) return 'file-path'
  if (type === 'registry-key' && /^(?:%|[a-z]:\\)/i.test(value)) return 'file-path'
  return type
}

function pathValue(value: string): string {
  return value.replaceAll(/(?<=.)\\\\/g, '\\').replace(/(?<=[^:\\/])[\\/]+$/, '')
}
