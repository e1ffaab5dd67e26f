import type { VersionRange } from '../../advisory.ts'
import type { DraftProduct } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'

/** Versions listed one by one; more are only what the ranges say, too. */
const mostVersions = 5000

/** Affected packages of an entry. Events are read as the OSV schema says: introduced 0 is the beginning, `limit` ends like `fixed`. */
export function affectedProducts(record: Fields): readonly DraftProduct[] {
  const cves = [textOf(record.id), ...textsOf(record.aliases)].filter((id) => id !== undefined).filter((id) => id.startsWith('CVE-'))
  return objectsIn(record.affected).flatMap((affected): DraftProduct[] => {
    const { name, ecosystem, purl } = fieldsOf(affected.package)
    const product = textOf(name)
    if (product === undefined) return []
    const events = objectsIn(affected.ranges)
      .filter((range) => range.type !== 'GIT')
      .map((range) => rangesOf(objectsIn(range.events)))
    return [
      {
        product,
        names: [],
        ecosystem: textOf(ecosystem),
        purl: textOf(purl)?.replace(/@[^/]*$/, ''),
        versions: textsOf(affected.versions).slice(0, mostVersions),
        ranges: events.flatMap((event) => event.ranges),
        fixed: [...new Set(events.flatMap((event) => event.fixed))],
        unaffected: [],
        cves,
        place: { part: textOf(record.id) },
        sentence: textOf(record.summary) ?? textOf(record.details)?.slice(0, 300) ?? '',
      },
    ]
  })
}

function rangesOf(events: readonly Fields[]): { readonly ranges: readonly VersionRange[]; readonly fixed: readonly string[] } {
  const ranges: VersionRange[] = []
  const fixed: string[] = []
  let from: string | undefined
  const start = () => (from === undefined || from === '0' ? {} : { from })
  for (const event of events) {
    const [introduced, end, last, limit] = [textOf(event.introduced), textOf(event.fixed), textOf(event.last_affected), textOf(event.limit)]
    if (introduced !== undefined) {
      if (from !== undefined) ranges.push(start())
      from = introduced
      continue
    }
    if (end !== undefined) fixed.push(end)
    if (end !== undefined || limit !== undefined) ranges.push({ ...start(), before: end ?? limit })
    else if (last !== undefined) ranges.push({ ...start(), through: last })
    from = undefined
  }
  if (from !== undefined) ranges.push(start())
  return { ranges, fixed }
}
