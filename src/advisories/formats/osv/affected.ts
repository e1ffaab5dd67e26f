import { compareIn } from '../../../base/versions/compare.ts'
import { type OsvEvent, osvRange } from '../../../base/versions/ranges/osv.ts'
import type { Note, VersionRange } from '../../advisory.ts'
import type { DraftProduct } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import { packageOf, packageUrl } from '../package-url.ts'

/** Versions listed one by one; more are only what the ranges say, too. */
const mostVersions = 5000

interface Affected {
  readonly products: readonly DraftProduct[]
  readonly notes: readonly Note[]
}

/** Affected packages of an entry. An entry that was withdrawn affects none. */
export function affectedProducts(record: Fields): Affected {
  const place = { part: textOf(record.id) }
  const withdrawn = textOf(record.withdrawn)
  const entries = objectsIn(record.affected)
  if (withdrawn !== undefined) {
    const what = `${textOf(record.id) ?? 'An entry'} was withdrawn by its publisher on ${withdrawn.slice(0, 10)}: the packages it names count as not affected by it.`
    return { products: [], notes: [{ what, place }] }
  }
  const notes: Note[] = []
  const packages = entries.filter((one) => textOf(fieldsOf(one.package).name) !== undefined)
  if (packages.length < entries.length)
    notes.push({
      what: `${entries.length - packages.length} of what is affected is named by no package, only by versions or commits of a repository: no inventory can be asked for it.`,
      place,
    })
  return { products: packages.map((one) => productOf(record, one, notes)), notes }
}

function productOf(record: Fields, affected: Fields, notes: Note[]): DraftProduct {
  const stated = fieldsOf(affected.package)
  const [product = '', ecosystem] = [textOf(stated.name), textOf(stated.ecosystem)]
  const place = { part: textOf(record.id) }
  const versions = textsOf(affected.versions)
  const ordered = objectsIn(affected.ranges)
    .filter((range) => range.type !== 'GIT')
    .map((range) => eventsOf(range))
  const ranges = ordered.map((events) => rangesOf(ecosystem ?? '', events))
  const isCut = versions.length > mostVersions && ordered.length === 0
  if (ranges.includes(undefined)) notes.push({ what: `Versions of a range of ${product} cannot be put in order: the range was not read.`, place })
  if (isCut) notes.push({ what: `${product} has more than ${mostVersions} affected versions: the rest was not read.`, place })
  return {
    product,
    names: [],
    ecosystem,
    purl: packageOf(textOf(stated.purl)) ?? packageUrl(ecosystem ?? '', product),
    versions: versions.slice(0, mostVersions),
    ranges: ranges.flatMap((range) => range ?? []),
    fixed: [...new Set(ordered.flatMap((events) => events.flatMap(({ fixed }) => fixed ?? [])))],
    unaffected: [],
    ...((ranges.includes(undefined) || isCut) && { unclear: true }),
    cves: [textOf(record.id), ...textsOf(record.aliases)].filter((id) => id !== undefined).filter((id) => id.startsWith('CVE-')),
    place,
    sentence: textOf(record.summary) ?? textOf(record.details)?.slice(0, 300) ?? '',
  }
}

/** One event a turn, also where a file writes two into one object. */
function eventsOf(range: Fields): readonly OsvEvent[] {
  return objectsIn(range.events).flatMap((event) =>
    Object.entries(event).flatMap(([kind, version]): OsvEvent[] => {
      const text = textOf(version)
      return text !== undefined && ['introduced', 'fixed', 'last_affected', 'limit'].includes(kind) ? [{ [kind]: text }] : []
    }),
  )
}

/** The ranges of events in any order; what is open goes to the last limit, where there is one. Undefined where they cannot be ordered. */
function rangesOf(ecosystem: string, events: readonly OsvEvent[]): readonly VersionRange[] | undefined {
  const range = osvRange(ecosystem, events)
  const limit = range?.limits?.toSorted((a, b) => compareIn(ecosystem, a, b) ?? 0).at(-1)
  return range?.intervals.map((interval) =>
    (interval.through ?? interval.before) === undefined && limit !== undefined ? { ...interval, before: limit } : interval,
  )
}
