import { percentDecoded } from './percent.ts'

/** A package URL, normalised for its type. https://github.com/package-url/purl-spec */
export interface Purl {
  /** Lower case. */
  readonly type: string
  /** With its namespace: `@scope/name`, `debian/xz-utils`. */
  readonly name: string
  /** The part of `name` before the last `/`; empty where there is none. */
  readonly namespace: string
  /** Empty where it names none. */
  readonly version: string
  /** Keys in lower case. */
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath: string
}

const longestPurl = 4000

/** Types whose names are told apart without regard to case, by their definitions: https://github.com/package-url/purl-spec/tree/main/types-doc */
const caseless = new Set(['alpm', 'apk', 'bitbucket', 'bitnami', 'composer', 'deb', 'github', 'golang', 'hex', 'luarocks', 'npm', 'oci', 'pub', 'pypi'])

/** `pkg:npm/%40scope/name@1.2.3?arch=x64#sub/path`; undefined for what is none. */
export function parsePurl(text: string): Purl | undefined {
  if (text.length > longestPurl) return undefined
  const [, type = '', body = ''] = /^\s*pkg:\/*([a-z][a-z0-9.+-]{0,39})\/(\S+?)\s*$/i.exec(text) ?? []
  if (type === '') return undefined
  const [beforeSubpath, subpath] = cut(body, '#')
  const [beforeQualifiers, qualifiers] = cut(beforeSubpath, '?')
  const at = beforeQualifiers.lastIndexOf('@')
  const versioned = at > 0 && !beforeQualifiers.slice(at).includes('/')
  const path = versioned ? beforeQualifiers.slice(0, at) : beforeQualifiers
  const segments = path.split('/').filter((segment) => segment !== '')
  const kind = type.toLowerCase()
  const named = segments.map((segment) => normalName(kind, percentDecoded(segment)))
  if (named.length === 0) return undefined
  return {
    type: kind,
    name: named.join('/'),
    namespace: named.slice(0, -1).join('/'),
    version: versioned ? percentDecoded(beforeQualifiers.slice(at + 1)) : '',
    qualifiers: qualifiersOf(qualifiers),
    subpath: subpath
      .split('/')
      .map(percentDecoded)
      .filter((segment) => !['', '.', '..'].includes(segment))
      .join('/'),
  }
}

/** The canonical writing: everything percent-encoded that has to be, qualifiers in the order of their keys. */
export function formatPurl(purl: Pick<Purl, 'type' | 'name'> & Partial<Purl>): string {
  const { type, name, version = '', qualifiers = {}, subpath = '' } = purl
  const path = name
    .split('/')
    .map((segment) => encoded(normalName(type.toLowerCase(), segment)))
    .join('/')
  const pairs = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key.toLowerCase()}=${encoded(value)}`)
    .sort()
  return [
    `pkg:${type.toLowerCase()}/${path}`,
    version && `@${encoded(version)}`,
    pairs.length > 0 && `?${pairs.join('&')}`,
    subpath && `#${subpath.split('/').map(encoded).join('/')}`,
  ]
    .filter(Boolean)
    .join('')
}

/** Types of package URLs that have the distribution before the name. */
const distributions = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** The name that a package goes by in its ecosystem: PyPI takes `-`, `_` and `.` for one, those of distributions have them before it. */
export function packageName(type: string, name: string): string {
  const bare = distributions.has(type) ? (name.split('/').at(-1) ?? '') : name
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  return type === 'pypi' ? bare.toLowerCase().replace(/[-_.]+/g, '-') : bare.toLowerCase()
}

function normalName(type: string, segment: string): string {
  const name = caseless.has(type) ? segment.toLowerCase() : segment
  return type === 'pypi' ? packageName(type, name) : name
}

function qualifiersOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('&').map((pair) => cut(pair, '=', pair.indexOf('=')))
  return Object.fromEntries(
    pairs.filter(([key, value]) => /^[a-z][a-z0-9._-]*$/i.test(key) && value !== '').map(([key, value]) => [key.toLowerCase(), percentDecoded(value)]),
  )
}

/** What stands before and after a sign, by its last place unless another is given. */
function cut(text: string, sign: string, place = text.lastIndexOf(sign)): readonly [string, string] {
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)]
}

/** Colons stay as they are. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
}
