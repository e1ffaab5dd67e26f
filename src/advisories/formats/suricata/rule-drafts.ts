import type { AdvisoryIndicatorType } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import { canonicalCidr, canonicalIpv4, canonicalIpv6 } from '../../extract/address-value.ts'
import type { Draft } from '../../format.ts'
import { endsInKnown, hostName } from '../../text/names.ts'
import type { SuricataRule } from './rules.ts'

/** Buffers (sticky, or of older rules behind the content) by what a content in them is. */
const buffers: Readonly<Record<string, 'name' | 'uri' | AdvisoryIndicatorType>> = {
  'dns.query': 'name',
  dns_query: 'name',
  'tls.sni': 'name',
  tls_sni: 'name',
  'http.host': 'name',
  http_host: 'name',
  'http.host.raw': 'name',
  'http.user_agent': 'user-agent',
  http_user_agent: 'user-agent',
  'http.cookie': 'cookie',
  http_cookie: 'cookie',
  'http.uri': 'uri',
  http_uri: 'uri',
  'ja3.hash': 'ja3',
  ja3_hash: 'ja3',
  'ja3s.hash': 'ja3s',
  'ja4.hash': 'ja4',
  'tls.cert_serial': 'certificate-serial',
  tls_cert_serial: 'certificate-serial',
  'tls.cert_fingerprint': 'certificate-thumbprint',
  tls_cert_fingerprint: 'certificate-thumbprint',
  'file.name': 'file-name',
  filename: 'file-name',
}

/** Addresses of a rule's head and the contents of its buffers. A `pass` rule names what is allowed; a negated content what is not there. */
export function ruleDrafts(rule: SuricataRule): readonly Draft[] {
  if (rule.action === 'pass') return []
  const draft = (type: AdvisoryIndicatorType, value: string): Draft => ({
    type,
    value,
    asWritten: value,
    place: { line: rule.line },
    sentence: rule.message,
    role: roleOf(type, rule.message, []),
  })
  return [
    ...[rule.source, rule.destination].flatMap(addressesIn).map(([type, value]) => draft(type, value)),
    ...contents(rule).map(([type, value]) => draft(type, value)),
  ]
}

function addressesIn(list: string): readonly (readonly [AdvisoryIndicatorType, string])[] {
  return list
    .replace(/^\[|\]$/g, '')
    .split(',')
    .flatMap((item): readonly (readonly [AdvisoryIndicatorType, string])[] => {
      const text = item.trim()
      const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
      const single = canonicalIpv4(address) ?? canonicalIpv6(address)
      if (single === undefined) return []
      const range = bits === undefined || bits === '32' || bits === '128' ? undefined : canonicalCidr(address, Number(bits))
      return range ? [['cidr', range]] : bits === undefined || range === undefined ? [[single.includes(':') ? 'ipv6' : 'ipv4', single]] : []
    })
}

type Typed = readonly [AdvisoryIndicatorType, string]

function contents({ options }: SuricataRule): readonly Typed[] {
  const found: Typed[] = []
  let sticky: string | undefined
  for (const [index, { name, value }] of options.entries()) {
    if (value === '' && name in buffers) sticky = name
    else if (value === '' && /^(?:file_data|pkt_data|http\.|dns\.|tls\.)/.test(name)) sticky = undefined
    else if (name === 'content' && !value.startsWith('!')) found.push(...contentOf(unquoted(value), buffers[sticky ?? modifierOf(options.slice(index + 1))]))
    else if (value !== '' && /^(?:tls_cert_fingerprint|tls\.fingerprint)$/.test(name)) found.push(['certificate-thumbprint', unquoted(value)])
    else if (value !== '' && name === 'ja3_hash') found.push(['ja3', unquoted(value)])
  }
  return found
}

/** In older rules the buffer stands behind its content. */
function modifierOf(following: readonly { readonly name: string }[]): string {
  const next = following.find(({ name }) => name === 'content' || name in buffers)?.name
  return next === undefined || next === 'content' ? '' : next
}

function contentOf(text: string, buffer: (typeof buffers)[string] | undefined): readonly Typed[] {
  if (buffer === 'uri') return []
  if (buffer !== undefined && buffer !== 'name') return text.length > 3 ? [[buffer, text]] : []
  const host = buffer === 'name' || looksLikeName(text) ? hostName(text.replace(/^\./, '')) : undefined
  return host && endsInKnown(host) ? [['domain', host]] : []
}

/** Without a buffer a name is looked for in the raw packet, sometimes in the labels of DNS: `|04|evil|03|com`. */
function looksLikeName(text: string): boolean {
  return /^(?:[a-z0-9-]+\.){1,6}[a-z]{2,}$/i.test(text)
}

/** Bytes in bars that are letters become letters; lengths of DNS labels become dots. */
function unquoted(value: string): string {
  return value
    .replace(/^"|"$/g, '')
    .replace(/\|([0-9a-f\s]{2,})\|/gi, (_, hex: string) =>
      (hex.match(/[0-9a-f]{2}/gi) ?? [])
        .map((pair) => Number.parseInt(pair, 16))
        .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : code > 0 && code < 64 ? '.' : ''))
        .join(''),
    )
    .replace(/\\([";:\\])/g, '$1')
    .replace(/^\./, '')
}
