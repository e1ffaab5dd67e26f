import type { Capability } from '../capability.ts'
import { bareHost, urlHosts } from '../hosts.ts'
import { isBase58Check } from './base58.ts'
import { readableInside } from './decoding.ts'
import type { SignSink } from './signs.ts'
import { hostName, literalTells, secretName, usualName } from './tells.ts'

/** Longest text that is searched for tells and hosts, in characters from its beginning; larger ones are blobs. */
const mostSearched = 1_000_000
const shortest = 4

const capabilitiesOf = new Map<string, readonly Capability[]>(literalTells.map((tell) => [tell.find, tell.capabilities]))
/** One short word may be a part of another: `execscript` runs no `cscript`. */
const shortWord = /^[a-z]{4,8}$/
const anyTell = new RegExp(literalTells.map(({ find }) => (shortWord.test(find) ? `(?<![a-z])${find}` : escaped(find))).join('|'), 'g')
const processMemory = /\/proc\/[^/\s'"`]{0,80}\/(?:mem|maps|environ)\b/
const paymentAddress = /^(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{25,59}|ltc1[a-z0-9]{25,59}|bitcoincash:[a-z0-9]{42})$/
/** Names in code look like an address of Tron, too: its checksum decides. */
const tronAddress = /^T[1-9A-HJ-NP-Za-km-z]{33}$/
const tronBytes = 25
const suffix = /^\.[a-z0-9-]+\.[a-z0-9.-]+$/
const neighbour = /^\.{1,2}\/[\w@.-]+(?:\/[\w@.-]+){0,12}$/
const fileName = /^(?:\.{0,2}\/)?[\w@.-]+(?:\/[\w@.-]+)*\.[A-Za-z0-9]{1,8}$/

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Adds what a literal text of a program gives away: capabilities and hosts, also of text encoded inside it. */
export function tellText(text: string, signs: SignSink): void {
  if (text.length < shortest) return
  tellPlain(text, signs)
  const inside = readableInside(text)
  if (inside === undefined) return
  signs.can('decode')
  tellPlain(inside, signs)
  // Nobody has to hide the name of a neighbouring file from a bundler; attacks hide where their payload lies.
  if (neighbour.test(inside)) signs.file(inside)
}

function tellPlain(text: string, signs: SignSink): void {
  const searched = text.length > mostSearched ? text.slice(0, mostSearched) : text
  const lower = searched.toLowerCase()
  tellWords(lower.includes('\\') ? lower.replaceAll(/\\+/g, '/') : lower, signs)
  if (paymentAddress.test(text) || (tronAddress.test(text) && isBase58Check(text, tronBytes))) signs.can('wallet', 'payment-address')
  for (const { host } of urlHosts(lower)) signs.host(host)
  // `.c2.example`: what is put before it is looked up.
  const bare = text.length < 260 && text.includes('.') ? bareHost(suffix.test(text) ? text.slice(1) : text) : undefined
  if (bare !== undefined) signs.host(bare)
}

/** Capabilities of tells only: for patterns and raw text, whose dots and slashes name no hosts. */
export function tellWords(lower: string, signs: SignSink): void {
  anyTell.lastIndex = 0
  for (let hit = anyTell.exec(lower); hit !== null; hit = anyTell.exec(lower)) {
    signs.can(...(capabilitiesOf.get(hit[0]) ?? []))
    // Tells may overlap: the next search begins one character on, not behind the hit.
    anyTell.lastIndex = hit.index + 1
  }
  if (lower.includes('/proc/') && processMemory.test(lower)) signs.can('process-memory')
}

/** An environment variable that is read by name. */
export function tellVariable(name: string, signs: SignSink): void {
  if (secretName.test(name)) signs.can('environment', 'credentials')
  else if (hostName.test(name)) signs.can('environment', 'host-information')
  else if (!usualName.test(name)) signs.can('environment')
}

/** The name when a text looks like the name of a file. */
export function namedFile(text: string): string | undefined {
  const name = text.replaceAll('\\', '/')
  return name.length < 200 && fileName.test(name) ? name : undefined
}
