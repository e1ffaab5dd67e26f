import { isIP } from 'node:net'
import { parse } from 'tldts'

/** A host named in text. */
export interface NamedHost {
  /** Lower case, without port and user. */
  readonly host: string
  /** Characters from the beginning of the text given. */
  readonly index: number
  /** As written: from the scheme, or the host when there is none, to the end of the word; lower case. */
  readonly written: string
}

const schemes =
  /(?:https?|wss?|ftps?|sftp|tcp|udp|dns|socks[45]?h?|ssh|git|smb|ldaps?|stratum\+(?:tcp|ssl)|grpc|mqtts?|redis|mongodb(?:\+srv)?|postgres(?:ql)?|amqps?)$/
const endOfAuthority = /[\s/\\?#"'`<>(){}|,;^]/
const hostName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
const portAtEnd = /:\d{1,5}$/
const bracketed = /^\[([0-9a-f:.]{2,45})\](?::\d{1,5})?$/
/** Longest stretch of a URL that is looked at and shown, in characters. */
const longestUrl = 200

/** Hosts of the URLs in lower-case text. Time is linear in the length of the text. */
export function* urlHosts(text: string): Generator<NamedHost> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const scheme = schemes.exec(text.slice(Math.max(0, at - 16), at))?.[0]
    if (scheme === undefined) continue
    const rest = text.slice(at + 3, at + 3 + longestUrl)
    const host = hostOfAuthority(authority(rest))
    if (host === undefined) continue
    const word = /^[^\s"'`<>]*/.exec(rest)?.[0] ?? ''
    yield { host, index: at - scheme.length, written: `${scheme}://${word}` }
  }
}

function authority(rest: string): string {
  const end = rest.search(endOfAuthority)
  return end < 0 ? rest : rest.slice(0, end)
}

/** `user@host:8080` → `host`; undefined for what is no host: a placeholder, a variable, a stray mark. */
function hostOfAuthority(text: string): string | undefined {
  const host = text.slice(text.lastIndexOf('@') + 1)
  const v6 = bracketed.exec(host)?.[1]
  if (v6 !== undefined) return isIP(v6) === 6 ? v6 : undefined
  const name = host.replace(portAtEnd, '').replace(/\.$/, '')
  return hostName.test(name) && name.includes('.') ? name : undefined
}

/** Names that are not in the public DNS but mean hosts (RFC 2606, 7686). */
const specialUse = new Set(['example', 'invalid', 'onion'])

/** Top-level domains, besides those of countries, that in a string by itself mean a host and not a file, symbol or property. */
export const commonTops: readonly string[] = 'com org net edu gov biz mobi asia xyz club site website shop cyou buzz'.split(' ')
const plain = new Set(commonTops)
/** Domains of countries that are, much more often, the ending of a file name, a symbol or an instruction: `libc.so`, `main.rs`, `i32.lt`. */
const likeCode = new Set(
  'ac ad ai al am as at be bo by ca cc cd cl cm co cr do dz eq es ga ge gd gl gs gt hm id ie im in io is it ki km la le li ls lt ma mc md me mh mk ml mm mn mo mp ms mt mu mv na nc ne ng ni no nu om pa pf pg ph pk pl pm pn pr ps py re rs sa sb sc sd se sh si sl sm so sr st su sv sy tc td tf tg th tj tk tl tm tn to tt tv ug va vc ve vg vi vu wf ws'.split(
    ' ',
  ),
)

/** Endings of files of source code and archives: never a host without a port. */
const fileEndings = new Set('cc md sh rs py so pl pm ps js ts zip mov mm cpp in la ml vc ps cat ir ai app bar bin bat link lock map data'.split(' '))

/**
 * The host when the whole text, in its own case, is nothing but a host or address with or without a port; else undefined.
 * Addresses without a port are taken only when they cannot be taken for a version or an object identifier: first octet from 13.
 */
export function bareHost(text: string): string | undefined {
  const port = portAtEnd.test(text)
  const name = text.replace(portAtEnd, '')
  if (isIP(name) === 4) return isPublicLooking(name, port) ? name : undefined
  if (name !== name.toLowerCase() || !name.includes('.') || !hostName.test(name)) return undefined
  const labels = name.split('.')
  const top = labels.at(-1) ?? ''
  const own = labels.at(-2) ?? ''
  if (specialUse.has(top) && own.length > 1) return name
  if (parse(name).isIcann !== true || parse(name).domain === null) return undefined
  if (port) return name
  if (plain.has(top) || (top.length === 2 && !likeCode.has(top))) return own.length > 3 || labels.length > 2 ? name : undefined
  return own.length > 6 && /[0-9-]/.test(own) && !name.includes('_') && !fileEndings.has(top) ? name : undefined
}

function isPublicLooking(address: string, port: boolean): boolean {
  const [first = 0, , , last = 0] = address.split('.').map(Number)
  if (first === 0 || first === 127 || first >= 224) return false
  return port || (first >= 13 && last !== 0)
}
