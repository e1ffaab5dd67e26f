import type { AdvisoryIndicatorType, Note } from '../../advisory.ts'
import { isCommonFile } from '../../demote/common-files.ts'
import type { Draft } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'

/** Where OpenSSF malicious-packages keeps indicators: `database_specific.iocs`. */
const lists: Readonly<Record<string, AdvisoryIndicatorType>> = { domains: 'domain', ips: 'ipv4', urls: 'url', hashes: 'sha256', files: 'file-name' }

const hashSizes: Readonly<Record<number, AdvisoryIndicatorType>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' }
/** `## Source: amazon-inspector (…)`: what was reported, by whom, and the hash of the report. */
const reportHeading = /^(#{1,4} Source: [^\n(]{1,200})\(([0-9a-f]{64})\)/gim

/** Indicators that an entry about a malicious package gives; those of an entry that was withdrawn are no reason to alarm. */
export function maliciousIndicators(record: Fields): readonly Draft[] {
  const specific = fieldsOf(record.database_specific)
  const iocs = fieldsOf(specific.iocs)
  const place = { part: textOf(record.id) }
  const sentence = textOf(record.summary) ?? ''
  const demoted = textOf(record.withdrawn) === undefined ? undefined : 'the publisher has withdrawn the entry'
  const draft = (type: AdvisoryIndicatorType, value: string, words = ''): Draft => ({
    type,
    value,
    asWritten: value,
    place,
    sentence: [sentence, words].filter((text) => text !== '').join(' | '),
    role: type === 'domain' || type === 'ipv4' || type === 'url' ? 'unknown' : 'payload',
    demoted: demoted ?? (type === 'file-name' && isCommonFile(value) ? 'a name that many projects and systems have' : undefined),
  })
  const hashed = (value: unknown, words?: string) => hashesOf(value).map(({ type, digits }) => draft(type, digits, words))
  const listed = Object.entries(lists).flatMap(([name, type]) =>
    textsOf(iocs[name]).flatMap((value) => (name === 'hashes' ? hashed(value) : [draft(type, value)])),
  )
  const files = objectsIn(iocs.files).flatMap((file) => [
    ...[...textsOf(file.paths), ...textsOf(file.path), ...textsOf(file.name)].map((path) => draft('file-name', path, textOf(file.note))),
    ...hashed(file, textOf(file.note)),
  ])
  const archives = objectsIn(record.affected)
    .flatMap((affected) => objectsIn(fieldsOf(fieldsOf(affected.database_specific).indicators).package_integrity))
    .flatMap((archive) => hashed(archive, textOf(archive.filename)))
  const reports = reportHashes(record).map(
    (value): Draft => ({ ...draft('sha256', value), role: 'reference', demoted: 'the hash of the report about the package, not of the package' }),
  )
  return [...listed, ...files, ...archives, ...reports]
}

/** Lists of indicators of a kind that is not known. */
export function unreadLists(record: Fields): readonly Note[] {
  return Object.keys(fieldsOf(fieldsOf(record.database_specific).iocs))
    .filter((name) => !(name in lists))
    .map((name) => ({ what: `The indicators under “${name.slice(0, 60)}” were not read: it is not known what they are.`, place: { part: textOf(record.id) } }))
}

/** The text of an entry without the hashes of the reports it was made from. */
export function detailsOf(record: Fields): string {
  return (textOf(record.details) ?? '').replaceAll(reportHeading, '$1')
}

function reportHashes(record: Fields): readonly string[] {
  const origins = objectsIn(fieldsOf(record.database_specific)['malicious-packages-origins']).flatMap((origin) => textOf(origin.sha256) ?? [])
  const headings = [...(textOf(record.details) ?? '').matchAll(reportHeading)].map((match) => (match[2] ?? '').toLowerCase())
  return [...new Set([...origins, ...headings])]
}

const deepest = 3

/** Hashes in a text or anywhere in an object, in hexadecimal digits or as browsers and npm write them: `sha512-` and base64. */
function hashesOf(value: unknown, depth = 0): readonly { readonly type: AdvisoryIndicatorType; readonly digits: string }[] {
  if (typeof value !== 'string') return depth > deepest ? [] : Object.values(fieldsOf(value)).flatMap((inner) => hashesOf(inner, depth + 1))
  return value.split(/\s+/).flatMap((word) => {
    const digits = integrity.test(word) ? Buffer.from(word.slice(word.indexOf('-') + 1), 'base64').toString('hex') : word.toLowerCase()
    const type = /^[0-9a-f]+$/.test(digits) ? hashSizes[digits.length] : undefined
    return type === undefined ? [] : [{ type, digits }]
  })
}

const integrity = /^sha(?:1|256|384|512)-[A-Za-z0-9+/]{20,90}={0,2}$/
