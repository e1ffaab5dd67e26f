import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { canonicalName } from '../../base/net.ts'

/** RFC 6761, RFC 7686, ICANN's `internal` and the endings of other name systems: in no public list, yet names. */
const specialUse = new Set(['invalid', 'test', 'example', 'onion', 'internal', 'i2p', 'bit', 'eth', 'lib', 'bazar'])
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

/** A full name as the lake keeps it (other scripts as punycode), or undefined when it cannot be one. Its ending need not exist. */
export function hostName(text: string): string | undefined {
  const bare = canonicalName(text).replace(/^\*?\./, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII needs punycode
  const name = /^[\x00-\x7f]*$/.test(bare) ? bare : domainToASCII(bare)
  const labels = name.split('.')
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) return undefined
  return /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/.test(labels.at(-1) ?? '') ? name : undefined
}

/** Whether the name ends in a top-level domain that exists or is set aside, and is more than that: the suffix that a service gives its users (`duckdns.org`) is a name, too. */
export function endsInKnown(name: string): boolean {
  const { isIcann, isPrivate, domain } = parse(name, { allowPrivateDomains: true })
  return isPrivate === true || (isIcann === true && domain !== null) || specialUse.has(name.split('.').at(-1) ?? '')
}

/** Whether one label is a top-level domain. */
export function isEnding(text: string): boolean {
  const ending = text.toLowerCase()
  return specialUse.has(ending) || parse(`a.${ending}`).isIcann === true
}
