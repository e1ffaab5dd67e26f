import { createHash } from 'node:crypto'
import type { Contact } from '../organisation.ts'
import type { Random } from '../random.ts'
import { ports } from '../site.ts'
import { empty, seconds, unset } from './log.ts'

/** What the sensor adds to a contact. */
export interface Seen {
  readonly time: number
  readonly uid: string
  readonly port: number
  readonly fuid: string
}

const headers = { ip: 20, tcp: 32, udp: 8 } as const
const segment = 1448
/** Bytes a second at which a file passes. */
const transferRate = 6_000_000

function row(...values: readonly (string | number)[]): string {
  return values.join('\t')
}

function ends(contact: Contact, seen: Seen): string {
  return row(seconds(seen.time), seen.uid, contact.source, seen.port, contact.address, ports[contact.visit.site.traffic.protocol])
}

export function connLine(contact: Contact, seen: Seen): string {
  const { visit } = contact
  const local = visit.direction === 'inside' ? 'T' : 'F'
  if (visit.denied) {
    const bare = headers.ip + headers.tcp
    return row(ends(contact, seen), 'tcp', unset, seconds(contact.duration), 0, 0, 'REJ', 'T', local, 0, 'Sr', 1, bare, 1, headers.ip + 20, unset)
  }
  const { protocol } = visit.site.traffic
  const service = { tls: 'ssl', http: 'http', smb: 'gssapi,smb,ntlm' }[protocol]
  const [out, back] = [packets(contact.sent, contact.received), packets(contact.received, contact.sent)]
  return row(
    ends(contact, seen),
    'tcp',
    service,
    seconds(contact.duration),
    contact.sent,
    contact.received,
    'SF',
    'T',
    local,
    0,
    'ShADadFf',
    out,
    contact.sent + out * (headers.ip + headers.tcp),
    back,
    contact.received + back * (headers.ip + headers.tcp),
    unset,
  )
}

/** Its own full segments, an acknowledgement for every second one of the other side, and the beginning and end. */
function packets(own: number, other: number): number {
  return 4 + Math.ceil(own / segment) + Math.ceil(other / segment / 2)
}

function dnsEnds(contact: Contact, seen: Seen, resolver: string): string {
  return row(seconds(seen.time), seen.uid, contact.source, seen.port, resolver, 53)
}

export function dnsConnLine(contact: Contact, seen: Seen, resolver: string, rtt: number): string {
  // Header of 12, one question, and 16 for each answer, whose name is a pointer back to the question.
  const asked = 12 + contact.visit.name.length + 2 + 4
  const answered = asked + 16 * contact.visit.site.addresses.length
  const over = headers.ip + headers.udp
  return row(dnsEnds(contact, seen, resolver), 'udp', 'dns', seconds(rtt), asked, answered, 'SF', 'T', 'T', 0, 'Dd', 1, asked + over, 1, answered + over, unset)
}

export function dnsLine(contact: Contact, seen: Seen, resolver: string, rtt: number, transaction: number): string {
  const { name, site } = contact.visit
  const lifetimes = site.addresses.map(() => '300.000000').join(',')
  return row(
    dnsEnds(contact, seen, resolver),
    'udp',
    transaction,
    seconds(rtt),
    name,
    1,
    'C_INTERNET',
    1,
    'A',
    0,
    'NOERROR',
    'F',
    'F',
    'T',
    'T',
    0,
    site.addresses.join(','),
    lifetimes,
    'F',
  )
}

export function sslLine(contact: Contact, seen: Seen, label: number): string {
  const modern = label % 7 !== 0
  const version = modern ? 'TLSv13' : 'TLSv12'
  const cipher = modern ? 'TLS_AES_256_GCM_SHA384' : 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'
  const { stack } = contact.visit.site.traffic
  const next = stack === 'system' ? 'http/1.1' : 'h2'
  // Certificates are hidden in 1.3; the few sessions of 1.2 are resumed and carry none.
  return row(
    ends(contact, seen),
    version,
    cipher,
    'x25519',
    contact.visit.name,
    modern ? 'F' : 'T',
    unset,
    next,
    'T',
    modern ? 'CsiI' : 'CsijI',
    unset,
    unset,
    unset,
    unset,
    fingerprint(stack),
    fingerprint(version + next),
  )
}

const fingerprints = new Map<string, string>()

/** A stand-in for JA3 and JA3S: alike for alike programs, and the fingerprint of no real one. */
function fingerprint(of: string): string {
  const known = fingerprints.get(of) ?? createHash('md5').update(`gatehouse drill: ${of}`).digest('hex')
  fingerprints.set(of, known)
  return known
}

export function httpLine(contact: Contact, seen: Seen, random: Random): string {
  const { visit } = contact
  const file = contact.time === visit.first ? visit.file : undefined
  const path = file
    ? `/releases/${encodeURIComponent(file.name)}`
    : visit.site.traffic.ticks
      ? '/v1/check'
      : `/${['', 'news/', 'a/', 'page/'][random.below(4)]}${random.below(900)}`
  const mime = file ? file.mime : 'text/html'
  return row(
    ends(contact, seen),
    1,
    'GET',
    visit.name,
    path,
    unset,
    '1.1',
    contact.agent,
    unset,
    0,
    Math.max(0, contact.received - 300),
    200,
    'OK',
    unset,
    unset,
    empty,
    unset,
    unset,
    unset,
    unset,
    unset,
    unset,
    file ? seen.fuid : unset,
    unset,
    file ? mime : unset,
  )
}

export function fileLine(contact: Contact, seen: Seen, port: number): string {
  const { file, site, direction } = contact.visit
  if (!file) return ''
  const smb = site.traffic.protocol === 'smb'
  const sender = file.sent ? 'T' : 'F'
  const local = file.sent || direction === 'inside' ? 'T' : 'F'
  return row(
    seconds(contact.time + 0.05),
    seen.fuid,
    seen.uid,
    contact.source,
    seen.port,
    contact.address,
    port,
    smb ? 'SMB' : 'HTTP',
    0,
    file.mime === 'application/x-dosexec' ? 'SHA256,PE' : 'SHA256',
    file.mime,
    file.name,
    seconds(Math.min(contact.duration * 0.9, 0.05 + file.size / transferRate)),
    local,
    sender,
    file.size,
    file.size,
    0,
    0,
    'F',
    unset,
    unset,
    unset,
    file.sha256,
    unset,
    unset,
    unset,
  )
}

/** `Mozilla/5.0 (…) Name/1.2.3` and `Name/1.2.3 (…)`; undefined for an agent without version. */
export function softwareLine(contact: Contact, seen: Seen): string | undefined {
  const browser = contact.agent.startsWith('Mozilla/5.0')
  const match = /(\w+)\/(\d[\d.]*)/.exec(browser ? contact.agent.replace('Mozilla/5.0', '') : contact.agent)
  if (!match) return undefined
  const [, name = '', version = ''] = match
  const parts = version.split('.')
  const numbers = [0, 1, 2, 3].map((at) => parts[at] ?? unset)
  return row(seconds(seen.time + 0.01), contact.source, unset, 'HTTP::BROWSER', name, ...numbers, unset, contact.agent)
}
