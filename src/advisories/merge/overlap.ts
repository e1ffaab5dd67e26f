import type { Advisory } from '../advisory.ts'
import { compact } from '../assemble/compact.ts'

/** Kinds of values that two affairs share only when they are one. */
const telling = new Set([
  'domain',
  'host',
  'url',
  'ipv4',
  'ipv6',
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'email',
  'certificate-thumbprint',
  'mutex',
])

/** What two advisories of one affair have in common, as keys: indicators that count, CVEs, products, marked words of the title. */
export function handlesOf(advisory: Advisory): ReadonlySet<string> {
  const handles = new Set<string>()
  for (const { type, value, demoted } of advisory.indicators) if (demoted === undefined && telling.has(type)) handles.add(`${type} ${value}`)
  for (const { id } of advisory.cves) handles.add(id)
  for (const { product, names } of advisory.products) for (const name of [product, ...names]) handles.add(`name ${compact(name)}`)
  for (const word of markedWords(advisory.title)) handles.add(`name ${compact(word)}`)
  return handles
}

/** Words of letters and digits such as `3CX` or `MagicLine4NX`: names that no two things share. */
function markedWords(title: string): readonly string[] {
  return (title.match(/[\p{L}\p{N}]+/gu) ?? []).filter(
    (word) =>
      word.length > 2 &&
      /^(?=.*\p{L})(?=.*\p{N})/u.test(word) &&
      !/^(?:\d+(?:st|nd|rd|th|am|pm|k|m)|cve\d*|[0-9a-f]{8,}|v\d+|apt\d+|unc\d+|ta\d+|unit42|q[1-4]|win(?:32|64)|x64|x86|sha\d+|md5|log4\p{L})$/iu.test(word),
  )
}

/** Whether a name of one affair begins a name of the other: `3cx` and `3cxdesktopapp`. */
function shareName(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const names = (handles: ReadonlySet<string>) => [...handles].filter((handle) => handle.startsWith('name ')).map((handle) => handle.slice(5))
  const others = names(other)
  return names(one).some(
    (name) =>
      name.length > 2 &&
      others.some(
        (candidate) =>
          candidate.length > 2 && (candidate.startsWith(name) || name.startsWith(candidate)) && /\d/.test(name.length < candidate.length ? name : candidate),
      ),
  )
}

/** True when two advisories tell of one affair. */
export function sameAffair(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].some((handle) => other.has(handle)) || shareName(one, other)
}
