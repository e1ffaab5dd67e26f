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
  /** Titles of the advisories that name it. */
  readonly named: readonly string[]
  readonly tlp?: TlpLevel
}

const order: readonly IndicatorWord[] = ['HIT', 'SEEN', 'CANNOT TELL', 'NOT SEEN']
/** What does not speak of an attacker is not passed on as an indicator to detect. */
const harmlessRoles = new Set(['reference', 'publisher', 'benign', 'example', 'victim'])

/** The indicators of all hunts: met ones first. One that two hunts look for stands once, with the graver answer. */
export function sharedIndicators(hunts: readonly Hunt[]): readonly SharedIndicator[] {
  const merged = new Map<string, SharedIndicator>()
  for (const hunt of hunts) {
    const titles = new Map(hunt.advisories.map(({ id, title, publisher }) => [id, publisher === '' ? title : `${publisher}: ${title}`]))
    for (const { sightings: _, sources, ...indicator } of hunt.indicators) {
      const key = JSON.stringify([indicator.type, indicator.value])
      const named = [...new Set(sources.map(({ advisory }) => titles.get(advisory) ?? advisory))]
      const known = merged.get(key)
      const graver = known && order.indexOf(known.word) <= order.indexOf(indicator.word) ? known : indicator
      merged.set(key, { ...graver, named: [...new Set([...(known?.named ?? []), ...named])] })
    }
  }
  return [...merged.values()].toSorted(
    (a, b) => order.indexOf(a.word) - order.indexOf(b.word) || a.type.localeCompare(b.type, 'en') || (a.value < b.value ? -1 : 1),
  )
}

/** Worth detecting elsewhere: said to be the attacker's, and not demoted. */
export function isDetectable({ demoted, role }: SharedIndicator): boolean {
  return demoted === undefined && !harmlessRoles.has(role)
}

/** The narrowest mark among the advisories; undefined where none bears one. */
export function marksOf(hunts: readonly Hunt[]): readonly { readonly name: string; readonly tlp: string }[] {
  return hunts.flatMap(({ advisories }) => advisories.map(({ title, file, tlp }) => ({ name: title || file, tlp: tlp === '' ? '' : (parseTlp(tlp) ?? tlp) })))
}
