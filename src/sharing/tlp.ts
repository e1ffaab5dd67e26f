import { GatehouseError } from '../base/errors.ts'
import { printable } from '../base/text.ts'

/** Labels of the Traffic Light Protocol 2.0 (FIRST, 2022), the widest audience first. */
export const tlpLevels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const

export type TlpLevel = (typeof tlpLevels)[number]

/** What the receiver may do with it: the definitions of TLP 2.0, shortened. */
export const tlpHandling: Readonly<Record<TlpLevel, string>> = {
  CLEAR: 'May be shared without limit, subject to copyright.',
  GREEN: 'May be shared within the community of the recipients, not through channels that the public can reach.',
  AMBER: 'May be shared on a need-to-know basis within the organisation of the recipient and with its clients.',
  'AMBER+STRICT': 'May be shared on a need-to-know basis within the organisation of the recipient only.',
  RED: 'For the eyes and ears of the individual recipients only. May not be passed on.',
}

/** Foreground colours of TLP 2.0; the background is always black. */
export const tlpColours: Readonly<Record<TlpLevel, string>> = {
  CLEAR: '#FFFFFF',
  GREEN: '#33FF00',
  AMBER: '#FFC000',
  'AMBER+STRICT': '#FFC000',
  RED: '#FF2B2B',
}

/** Ids of the marking definitions that OASIS published for STIX 2.1. */
export const tlpMarkings: Readonly<Record<TlpLevel, string>> = {
  CLEAR: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  GREEN: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  AMBER: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'AMBER+STRICT': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  RED: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

/** Marking definitions of TLP 1, which STIX 2.0 and 2.1 name in their text. */
const firstMarkings: Readonly<Record<string, TlpLevel>> = {
  '613f2e26-407d-48c7-9eca-b8e91df99dc9': 'CLEAR',
  '34098fce-860f-48ae-8e50-ebd3cc5e41da': 'GREEN',
  'f88d31f6-486f-44da-b317-01333bde0b82': 'AMBER',
  '5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'RED',
}

/**
 * A level as people and formats write it: `TLP:AMBER+STRICT`, `amber`, `tlp-white`, `TLP:EX:CHR`'s like are unknown (undefined). TLP 1's WHITE is
 * CLEAR; its other labels kept their names. A STIX marking id is a level, too.
 */
export function parseTlp(text: string): TlpLevel | undefined {
  const id = text.trim().toLowerCase().slice(-36)
  const marked = tlpLevels.find((level) => tlpMarkings[level].endsWith(id) && id.length === 36) ?? firstMarkings[id]
  if (marked !== undefined) return marked
  const label = text
    .trim()
    .toUpperCase()
    .replace(/^TLP[:\s_-]?\s*/, '')
    .replace(/[\s_-]+STRICT$/, '+STRICT')
  return label === 'WHITE' ? 'CLEAR' : tlpLevels.find((level) => level === label)
}

/** True where what is marked `one` may stand in something marked `other`. */
function mayStandIn(one: TlpLevel, other: TlpLevel): boolean {
  return tlpLevels.indexOf(one) <= tlpLevels.indexOf(other)
}

export interface Marked {
  readonly name: string
  /** As its publisher marked it; empty where it bears no mark. */
  readonly tlp: string
}

/** Throws USAGE, with the names, where a source may not stand in a warning of this level. A mark that is not known is taken for RED. */
export function mustMayStandIn(sources: readonly Marked[], level: TlpLevel): void {
  const refused = sources.filter(({ tlp }) => tlp.trim() !== '' && !mayStandIn(parseTlp(tlp) ?? 'RED', level))
  if (refused.length === 0) return
  const names = refused.map(({ name, tlp }) => `“${printable(name, 120)}” (${printable(tlp.toUpperCase().startsWith('TLP') ? tlp : `TLP:${tlp}`, 40)})`)
  throw new GatehouseError('USAGE', `a TLP:${level} warning may not carry what is marked above it: ${names.join(', ')}`, {
    hint: 'Ask the publisher for leave, choose a higher --tlp, or choose what to report on with --incident or --advisory.',
  })
}
