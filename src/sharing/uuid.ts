import { createHash } from 'node:crypto'

/** Namespace of STIX 2.1 for observables (section 2.9). */
export const stixNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7'
/** Namespace of this project for everything else, so that the same warning has the same ids. */
export const ownNamespace = '5b0d8f1e-6d0a-4c55-9a5e-0a7c2f6f4d31'

/** Name-based UUID, version 5 (RFC 9562, section 5.5). */
export function uuidFrom(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
