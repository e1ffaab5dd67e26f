import { canonicalJson } from '../../base/canonical-json.ts'
import { isAddress, isRange } from '../../base/net.ts'
import { stixNamespace, uuidFrom } from '../uuid.ts'

export type StixObject = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string }

/** Of several hashes of a file only the first of these counts for its id (STIX 2.1, section 2.9). */
const hashOrder = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'] as const

/** An observable with the deterministic id of STIX 2.1, section 2.9, over its id-contributing properties. */
export function observable(type: string, properties: Readonly<Record<string, unknown>>, contributing: readonly string[]): StixObject {
  const chosen = Object.fromEntries(
    contributing.flatMap((name) => {
      const value = properties[name]
      if (value === undefined) return []
      return [[name, name === 'hashes' ? oneHash(value as Readonly<Record<string, string>>) : value]]
    }),
  )
  return { type, spec_version: '2.1', id: `${type}--${uuidFrom(stixNamespace, canonicalJson(chosen))}`, ...properties }
}

function oneHash(hashes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const name = hashOrder.find((known) => hashes[known] !== undefined) ?? Object.keys(hashes).toSorted()[0] ?? ''
  return { [name]: hashes[name] ?? '' }
}

const hashNames: Readonly<Record<string, { readonly name: string; readonly digits: number }>> = {
  md5: { name: 'MD5', digits: 32 },
  sha1: { name: 'SHA-1', digits: 40 },
  sha256: { name: 'SHA-256', digits: 64 },
  sha512: { name: 'SHA-512', digits: 128 },
}

const names: Readonly<Record<string, { readonly type: string; readonly property: string }>> = {
  domain: { type: 'domain-name', property: 'value' },
  host: { type: 'domain-name', property: 'value' },
  email: { type: 'email-addr', property: 'value' },
  mutex: { type: 'mutex', property: 'name' },
  'file-name': { type: 'file', property: 'name' },
}

/** A network or file indicator as the observable that it is; undefined for types that STIX has none for, and for values that are none of their type. */
export function observableOf(type: string, value: string): StixObject | undefined {
  const named = names[type]
  if (named) return observable(named.type, { [named.property]: value }, [named.property])
  if (type === 'url') return isUrl(value) ? observable('url', { value }, ['value']) : undefined
  if (type === 'ipv4' || type === 'ipv6' || type === 'cidr') return addressOf(value)
  const hash = hashNames[type]
  return hash !== undefined && hash.digits === value.length && /^[0-9a-f]+$/.test(value)
    ? observable('file', { hashes: { [hash.name]: value } }, ['hashes'])
    : undefined
}

function addressOf(value: string): StixObject | undefined {
  return isAddress(value) || isRange(value) ? observable(value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', { value }, ['value']) : undefined
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && URL.canParse(value)
}
