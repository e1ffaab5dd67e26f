import { sharedServices } from '../demote/public-services.ts'
import { endsInKnown, hostName } from '../text/names.ts'
import { wasDefanged } from '../text/refang.ts'
import { canonicalIpv4, canonicalIpv6 } from './address-value.ts'
import { nameVerdict } from './domain-verdict.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

const schemes =
  'https?|ftps?|sftp|tcp|udp|wss?|ssh|smb|ldaps?|rmi|dns|doh|tls|socks[45]h?|rtsp|mqtts?|stratum\\+(?:tcp|ssl)|git|svn|rdp|telnet|irc|gopher|webdav|quic'
const inside = String.raw`[^\s"<>\x60|\\^“”„‘’«»\u0000-\u001f]`
const withScheme = new RegExp(String.raw`(?:(?<=^|[^a-z0-9])(?:${schemes})|https?|s?ftp|tcp|udp):\/\/(${inside}{1,4096})`, 'giu')
const bare = new RegExp(
  String.raw`(?<![\p{L}\p{N}_@/\\.:=&?#-])((?:[\p{L}\p{N}_-]{1,63}\.){1,20}[\p{L}\p{N}-]{2,63}|\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})?(\/${inside}{1,4000})`,
  'giu',
)

/** URLs with a scheme, and names or addresses with a path. Each gives its host, too. */
export const urls: Extractor = {
  name: 'urls',
  find: (scan, taken) => [...schemed(scan), ...schemeless(scan, taken)],
}

function* schemed(scan: Scan): Generator<Found> {
  for (const match of scan.text.matchAll(withScheme)) {
    const whole = trimEnd(match[0])
    const start = match.index
    const end = start + whole.length
    const [, scheme = '', authority = '', rest = ''] = /^([a-z0-9+]+):\/\/([^/?#]*)(.*)$/is.exec(whole) ?? []
    const defanged = wasDefanged(scan.refanged, start, end)
    const host = hostOf(authority, defanged || /^(?:https?|ftps?)$/i.test(scheme))
    if (host === undefined) continue
    const demoted = /^<[\p{L}\p{N}_ .-]{1,60}>/u.test(scan.text.slice(end, end + 64)) ? 'cut off at a placeholder: what stands there differs' : undefined
    yield { type: 'url', value: `${scheme.toLowerCase()}://${host.written}${rest}`, start, end, defanged, demoted }
    yield { ...host.found, start, end, defanged, partOf: 'url' }
  }
}

function* schemeless(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(bare)) {
    const [whole, name = '', port = '', path = ''] = match
    const start = match.index
    const end = start + trimEnd(whole).length
    if (taken.overlaps(start, end) || insideScheme(scan.text, start)) continue
    const rest = path.slice(0, Math.max(0, end - start - name.length - port.length))
    if (rest.length < 2 || !isPath(rest)) continue
    const defanged = wasDefanged(scan.refanged, start, start + name.length)
    const host = hostOf(name + port, defanged)
    if (host === undefined) continue
    if (
      host.found.type === 'ipv4'
        ? !defanged && port === ''
        : !sharedServices.has(host.found.value) && nameVerdict(scan, name, start, start + name.length) !== 'name'
    )
      continue
    yield { type: 'url', value: `${host.written}${rest}`, start, end, defanged }
    yield { ...host.found, start, end, defanged, partOf: 'url' }
  }
}

/** A slash may also part two words, or an address from the width of its network. */
function isPath(rest: string): boolean {
  return /[\p{L}]/u.test(rest) && !/^\/(?:or|and|n\/a)\b/i.test(rest)
}

/** What stands right behind `scheme://` has been read with it. */
function insideScheme(text: string, start: number): boolean {
  return text.slice(Math.max(0, start - 3), start) === '://'
}

interface Host {
  readonly found: Pick<Found, 'type' | 'value'>
  /** As it stands in the URL, with its port. */
  readonly written: string
}

function hostOf(authority: string, certain: boolean): Host | undefined {
  const plain = authority.includes('@') ? authority.slice(authority.lastIndexOf('@') + 1) : authority
  const [, six, sixPort = ''] = /^\[([0-9a-f:.]+)\](:\d{1,5})?$/i.exec(plain) ?? []
  if (six !== undefined) {
    const value = canonicalIpv6(six)
    return value ? { found: { type: 'ipv6', value }, written: `[${value}]${sixPort}` } : undefined
  }
  const [, host = '', port = ''] = /^([^:]*)(:\d{1,5})?:?$/.exec(plain) ?? []
  const address = canonicalIpv4(host)
  if (address) return { found: { type: 'ipv4', value: address }, written: address + port }
  const name = hostName(host)
  if (name === undefined || !(endsInKnown(name) || (certain && !/\.(?:exe|dll|php|html?|js|txt)$/.test(name)))) return undefined
  return { found: { type: 'domain', value: name }, written: name + port }
}

/** Cuts off what belongs to the sentence and not to the value: closing punctuation, marks of footnotes, brackets without a partner. */
function trimEnd(text: string): string {
  let value = text
  for (;;) {
    const last = value.at(-1) ?? ''
    const partner = { ')': '(', ']': '[', '}': '{' }[last]
    if (partner !== undefined ? count(value, last) > count(value, partner) : /[.,;:!?'*…·~†‡⁰¹²³⁴-⁹]$/u.test(value)) value = value.slice(0, -1)
    else return value
  }
}

function count(text: string, character: string): number {
  let found = 0
  for (const other of text) if (other === character) found += 1
  return found
}
