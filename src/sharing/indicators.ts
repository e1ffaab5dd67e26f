import type { Hunt, IndicatorWord } from '../model/hunt.ts'
import { parseTlp, type TlpLevel } from './tlp.ts'

/** An indicator of all the hunts of a warning, once. Times are ISO 8601, UTC. */
export interface SharedIndicator {
  readonly type: string
  readonly value: string
  readonly role: string
  readonly word: IndicatorWord
  readonly demoted?: string
  readonly hosts: readonly string[]
  readonly rows: number
  readonly blocked: number
  readonly first?: string
  readonly last?: string
  readonly needs?: string
  /** When an advisory that names it was published, or when it was met if that was before; where nobody dates it, when it was hunted for. */
  readonly validFrom: string
  /** Titles of the advisories that name it. */
  readonly named: readonly string[]
  readonly tlp?: TlpLevel
}

const order: readonly IndicatorWord[] = ['HIT', 'SEEN', 'CANNOT TELL', 'NOT SEEN']
/** What does not speak of an attacker is not passed on as an indicator to detect. */
const harmlessRoles = new Set(['reference', 'publisher', 'benign', 'example', 'victim'])

/** There were no advisories before. */
const firstPublished = Date.UTC(1988, 0)

/** The indicators of all hunts: met ones first. One that two hunts look for stands once, with the graver answer. */
export function sharedIndicators(hunts: readonly Hunt[]): readonly SharedIndicator[] {
  const merged = new Map<string, SharedIndicator>()
  for (const hunt of hunts) {
    const titles = new Map(hunt.advisories.map(({ id, title, publisher }) => [id, publisher === '' ? title : `${publisher}: ${title}`]))
    for (const { sightings: _, sources, ...indicator } of hunt.indicators) {
      const dates = [...publishedBy(hunt, sources), ...(indicator.first === undefined ? [] : [indicator.first])]
      const key = JSON.stringify([indicator.type, indicator.value])
      const named = [...new Set(sources.map(({ advisory }) => titles.get(advisory) ?? advisory))]
      const known = merged.get(key)
      const graver = known && order.indexOf(known.word) <= order.indexOf(indicator.word) ? known : indicator
      const validFrom = earliest([...(known ? [known.validFrom] : []), ...(dates.length > 0 ? dates : [hunt.at])])
      merged.set(key, { ...graver, validFrom, named: [...new Set([...(known?.named ?? []), ...named])] })
    }
  }
  return [...merged.values()].toSorted(
    (a, b) => order.indexOf(a.word) - order.indexOf(b.word) || a.type.localeCompare(b.type, 'en') || (a.value < b.value ? -1 : 1),
  )
}

/** When the advisories were published that name it, as far as they say: some tools write the year 1 where nobody gave a date. */
function publishedBy({ advisories, at }: Hunt, sources: Hunt['indicators'][number]['sources']): readonly string[] {
  const naming = new Set(sources.map(({ advisory }) => advisory))
  const published = advisories.flatMap((one) => (naming.has(one.id) ? [one.published] : []))
  return published.filter((date) => Date.parse(date) >= firstPublished && Date.parse(date) <= Date.parse(at))
}

function earliest(times: readonly string[]): string {
  return times.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a))
}

/** Worth detecting elsewhere: said to be the attacker's, and not demoted. */
export function isDetectable({ demoted, role }: SharedIndicator): boolean {
  return demoted === undefined && !harmlessRoles.has(role)
}

/** The narrowest mark among the advisories; undefined where none bears one. */
export function marksOf(hunts: readonly Hunt[]): readonly { readonly name: string; readonly tlp: string }[] {
  return hunts.flatMap(({ advisories }) => advisories.map(({ title, file, tlp }) => ({ name: title || file, tlp: tlp === '' ? '' : (parseTlp(tlp) ?? tlp) })))
}
