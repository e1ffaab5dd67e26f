import { sha256 } from '../../base/hash.ts'
import { isAddress, isRange } from '../../base/net.ts'
import type { SharedIndicator } from '../indicators.ts'
import { type DetectionRules, detectable, type RuleContext, ruleText } from './text.ts'

/** Rule numbers that Suricata's registry leaves to local use are 1000000 to 1999999. */
const firstLocal = 1_000_000
const localNumbers = 999_999

const hostName = /^(?=.{4,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))+$/

/** Suricata rules (7 and later) for names in DNS and TLS, for addresses and networks and for URLs over plain HTTP. */
export function suricataRules(indicators: readonly SharedIndicator[], context: RuleContext): DetectionRules {
  const left: string[] = []
  const used = new Set<number>()
  const rules = detectable(indicators, ['domain', 'host', 'ipv4', 'ipv6', 'cidr', 'url', 'ja3']).flatMap((indicator) => {
    const bodies = bodiesOf(indicator)
    if (bodies.length === 0) left.push(indicator.value)
    return bodies.map(({ head, options }) => {
      const sid = numberOf(`${indicator.type} ${indicator.value} ${head} ${options}`, used)
      const message = ruleText(`${context.id} ${indicator.type} ${indicator.role === 'unknown' ? '' : indicator.role}`, 100)
      return `alert ${head} (msg:"${message}"; ${options}classtype:trojan-activity; sid:${sid}; rev:1;)`
    })
  })
  const preamble = [`# ${ruleText(`${context.tlp} ${context.id} ${context.day}`)}`, `# ${ruleText(context.title)}`]
  return {
    language: 'Suricata',
    fileName: 'suricata.rules',
    text: rules.length === 0 ? '' : `${[...preamble, ...rules].join('\n')}\n`,
    rules: rules.length,
    left,
  }
}

interface Body {
  readonly head: string
  /** Options, each closed by `; `. */
  readonly options: string
}

const outward = '$HOME_NET any -> $EXTERNAL_NET any'

function bodiesOf({ type, value }: SharedIndicator): readonly Body[] {
  if (type === 'domain' || type === 'host') return nameBodies(value.toLowerCase())
  if (type === 'ipv4' || type === 'ipv6' || type === 'cidr') return addressBodies(value)
  if (type === 'ja3') return /^[0-9a-f]{32}$/.test(value) ? [{ head: `tls ${outward}`, options: `ja3.hash; content:"${value}"; ` }] : []
  return urlBodies(value)
}

/** An address, or a network (`203.0.113.0/24`). */
function addressBodies(value: string): readonly Body[] {
  const [address = ''] = value.split('/')
  if (!isAddress(address) || (value !== address && !isRange(value))) return []
  return [{ head: `ip $HOME_NET any -> ${value.includes(':') ? `[${value}]` : value} any`, options: '' }]
}

/** The name itself and names below it; `dotprefix` is what makes the two one. */
function nameBodies(name: string): readonly Body[] {
  if (!hostName.test(name)) return []
  const match = `dotprefix; content:".${name}"; nocase; endswith; `
  return [
    { head: 'dns $HOME_NET any -> any any', options: `dns.query; ${match}` },
    { head: `tls ${outward}`, options: `tls.sni; ${match}` },
  ]
}

function urlBodies(url: string): readonly Body[] {
  const parts = /^(?:(https?):\/\/)?([^/?#:@\s]{4,253})(?::\d{1,5})?([/?][^\s#]*)?$/i.exec(url)
  const [, scheme, host = '', path = ''] = parts ?? []
  // The path of HTTPS is not to be seen, and its host stands among the names where it is one of the attacker's.
  if (!parts || scheme?.toLowerCase() === 'https' || path.length < 2 || !(hostName.test(host.toLowerCase()) || isAddress(host))) return []
  return [
    {
      head: `http ${outward}`,
      options: `http.host; content:"${host.toLowerCase()}"; bsize:${host.length}; http.uri; content:"${content(path)}"; startswith; `,
    },
  ]
}

/** Bytes for `content`: what has a meaning there, or is not printable ASCII, is written in hexadecimal. */
function content(value: string): string {
  return [...Buffer.from(value, 'utf8')]
    .map((byte) =>
      byte > 0x20 && byte < 0x7f && !'"\\;:|'.includes(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `|${byte.toString(16).padStart(2, '0').toUpperCase()}|`,
    )
    .join('')
    .replaceAll('||', ' ')
}

/** The same rule has the same number in every warning. */
function numberOf(rule: string, used: Set<number>): number {
  let offset = Number.parseInt(sha256(rule).slice(0, 12), 16) % localNumbers
  while (used.has(offset)) offset = (offset + 1) % localNumbers
  used.add(offset)
  return firstLocal + offset
}
