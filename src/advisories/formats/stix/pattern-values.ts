import type { AdvisoryIndicatorType } from '../../advisory.ts'

export interface PatternValue {
  readonly type: AdvisoryIndicatorType
  readonly value: string
}

/** `object:path OP 'text'`: only what must be equal to (or one of, or inside) a text is a value; the rest is for whoever evaluates patterns. */
const comparison =
  /([a-z][a-z0-9-]{2,60}):([A-Za-z_][\w.:'"[\]*-]{0,160}?)\s*(?<!\bNOT\s{1,4})(=|==|\bIN\b|\bISSUBSET\b)\s*(?:'((?:[^'\\]|\\.){1,4000})'|\(([^()]{1,20000})\))/g
const quotedText = /'((?:[^'\\]|\\.){1,4000})'/g

const byPath: readonly { readonly object: string; readonly path: RegExp; readonly type: AdvisoryIndicatorType }[] = [
  { object: 'domain-name', path: /^value$/, type: 'domain' },
  { object: 'hostname', path: /^value$/, type: 'domain' },
  { object: 'url', path: /^value$/, type: 'url' },
  { object: 'ipv4-addr', path: /^value$/, type: 'ipv4' },
  { object: 'ipv6-addr', path: /^value$/, type: 'ipv6' },
  { object: 'email-addr', path: /^value$/, type: 'email' },
  { object: 'email-message', path: /^(?:from_ref|sender_ref)\.value$/, type: 'email' },
  { object: 'network-traffic', path: /^dst_ref\.value$/, type: 'ipv4' },
  { object: 'network-traffic', path: /request_header\.'?"?User-Agent/i, type: 'user-agent' },
  { object: 'user-agent', path: /^value$/, type: 'user-agent' },
  { object: 'windows-registry-key', path: /^key$/, type: 'registry-key' },
  { object: 'mutex', path: /^name$/, type: 'mutex' },
  { object: 'directory', path: /^path$/, type: 'file-path' },
  { object: 'file', path: /^name$/, type: 'file-name' },
  { object: 'file', path: /parent_directory_ref\.path$/, type: 'file-path' },
  { object: 'x509-certificate', path: /^serial_number$/, type: 'certificate-serial' },
  { object: 'x509-certificate', path: /hashes/i, type: 'certificate-thumbprint' },
  { object: 'app', path: /^cert\.(?:md5|sha1|sha256)$/i, type: 'certificate-thumbprint' },
]

const hashNames: Readonly<Record<string, AdvisoryIndicatorType>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  ssdeep: 'ssdeep',
  tlsh: 'tlsh',
  imphash: 'imphash',
}

/** Characters of a pattern that are read. */
export const longestPattern = 200_000

/** `[NOT a = 'b']` is no STIX, but it is plain what it does not mean. */
const negation = /(?:[[(]|\bAND|\bOR)\s{0,20}NOT\b/

/** Values that a STIX pattern compares with, of kinds that Gatehouse looks for. */
export function patternValues(pattern: string): readonly PatternValue[] {
  const text = pattern.slice(0, longestPattern)
  if (negation.test(text.replaceAll(quotedText, "''"))) return []
  return [...text.matchAll(comparison)].flatMap((match) => {
    const [, object = '', path = '', , single, several] = match
    const type = typeOfPath(object, path)
    if (type === undefined) return []
    const texts = single === undefined ? [...(several ?? '').matchAll(quotedText)].map((one) => one[1] ?? '') : [single]
    return texts.map((text) => ({ type, value: text.replace(/\\(['\\])/g, '$1') }))
  })
}

/** What an observable's property is here; 2.0 writes `hashes.'SHA-256'`, MISP `hashes.SHA256`, drafts of 2016 `hashes:sha256`. */
export function typeOfPath(object: string, path: string): AdvisoryIndicatorType | undefined {
  const hash = /hashes[.:]['"[]*([\w-]+)/i.exec(path)?.[1]?.toLowerCase().replaceAll('-', '')
  if (hash !== undefined && object !== 'x509-certificate') return hashNames[hash]
  return byPath.find((known) => known.object === object && known.path.test(path))?.type
}
