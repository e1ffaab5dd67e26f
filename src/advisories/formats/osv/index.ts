import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import { plainBlocks } from '../../text/plain-blocks.ts'
import { brokenJson } from '../broken-json.ts'
import { affectedProducts } from './affected.ts'
import { detailsOf, maliciousIndicators, unreadLists } from './malicious.ts'

export const osv: AdvisoryFormat = {
  name: 'osv',
  title: 'OSV',
  origin: 'Entries of osv.dev, of GitHub’s advisory database and of OpenSSF malicious-packages (MAL-…).',
  recognise: score,
  read: (document, context): Reading => {
    const json = document.json()
    if (json === undefined) return brokenJson(document, 'OSV entry')
    return read(recordsIn(json).slice(0, context.limits.objects))
  },
}

const tellsOfAttack =
  /\bMAL-|\bmalicious(?:ly)? (?:code|package|version|release|commit|actor|payload)|\bmalware|\bbackdoor|\bcompromised (?:version|release|package|credential)|\bthreat actor|\[\.\]|hxxp/i

function score(document: Document): number {
  if (!/^\s*[[{]/.test(document.head())) return 0
  if (recordsIn(document.json()).length > 0) return 0.95
  return /"schema_version"\s*:\s*"1\./.test(document.head()) && /"affected"\s*:/.test(document.head()) ? 0.7 : 0
}

/** One entry, a list of them, or the answer of the API (`{vulns: […]}`). An entry has an id; drafts that wait for theirs name packages of an ecosystem. */
function recordsIn(json: unknown): readonly Fields[] {
  const list = Array.isArray(json) ? json : (fieldsOf(json).vulns ?? [json])
  return objectsIn(list).filter(
    (item) =>
      (typeof item.id === 'string' || objectsIn(item.affected).some((one) => textOf(fieldsOf(one.package).ecosystem) !== undefined)) &&
      !('type' in item) &&
      Array.isArray(item.affected) &&
      ('modified' in item || 'schema_version' in item || 'published' in item),
  )
}

function read(records: readonly Fields[]): Reading {
  const [first] = records
  const affected = records.map(affectedProducts)
  return {
    title: [textOf(first?.id), textOf(first?.summary)].filter((text) => text).join(': '),
    publisher: publisherOf(first),
    published: textOf(first?.published),
    modified: textOf(first?.modified),
    blocks: records.flatMap((record) => {
      const text = detailsOf(record)
      // An entry about a flaw names modules by their paths, which look like addresses of pages; one that was withdrawn is believed nothing.
      const take = !textOf(record.withdrawn) && tellsOfAttack.test(`${textOf(record.id)} ${textOf(record.summary)} ${text.slice(0, 20_000)}`) ? 'all' : 'facts'
      return plainBlocks(text).map((block) => ({ ...block, take, part: textOf(record.id) }) as const)
    }),
    productsInFields: true,
    indicators: records.flatMap(maliciousIndicators),
    products: affected.flatMap(({ products }) => products),
    cves: records.flatMap((record) =>
      [textOf(record.id), ...textsOf(record.aliases), ...textsOf(record.upstream)].flatMap((id) =>
        /^CVE-\d{4}-\d{4,7}$/.test(id ?? '') ? [{ id: id ?? '', place: { part: textOf(record.id) }, sentence: textOf(record.summary) ?? '' }] : [],
      ),
    ),
    references: records.flatMap((record) =>
      objectsIn(record.references).flatMap((one) => (textOf(one.url) ? [{ url: textOf(one.url) ?? '', text: textOf(one.type) ?? '' }] : [])),
    ),
    notes: [...affected.flatMap(({ notes }) => notes), ...records.flatMap(unreadLists)],
  }
}

const publishers: Readonly<Record<string, string>> = {
  GHSA: 'GitHub',
  MAL: 'OpenSSF malicious-packages',
  PYSEC: 'PyPA',
  RUSTSEC: 'RustSec',
  GO: 'Go',
  CVE: 'CVE program',
}

function publisherOf(record: Fields | undefined): string | undefined {
  return publishers[textOf(record?.id)?.split('-')[0] ?? '']
}
