import { marksOf, sharedIndicators } from './indicators.ts'
import { leavingOf, standInsIn } from './leaving.ts'
import { Pseudonyms, type Replacement } from './pseudonyms.ts'
import { internalOf, type Stripped, strip } from './strip.ts'
import { mustMayStandIn } from './tlp.ts'
import { type SharedWarning, warningOf } from './warning.ts'
import type { Internal, WarningInput } from './warning-input.ts'

export interface Shared {
  readonly warning: SharedWarning
  /** Texts that changed on their way out, of what stands in the warning; empty where inner names were asked to stay. */
  readonly changes: Stripped['changes']
  readonly replacements: readonly Replacement[]
  /** Indicators that name something inside, which are left out. */
  readonly withheld: readonly string[]
}

/** What may leave of the input: nothing marked above its level (throws USAGE), nothing that is inside unless that was asked for. */
export function share(input: WarningInput, internal: Internal, { includeInternal }: { readonly includeInternal: boolean }): Shared {
  mustMayStandIn(marksOf(input.hunts), input.tlp)
  if (includeInternal) return { warning: warningOf(input, { withheld: 0, stripped: false }), changes: [], replacements: [], withheld: [] }
  const mailboxes = sharedIndicators(input.hunts).flatMap(({ type, value }) => (type === 'email' ? [value] : []))
  const pseudonyms = new Pseudonyms(internalOf(input, internal), mailboxes)
  const withheld = new Set<string>()
  const hunts = input.hunts.map((hunt) => ({
    ...hunt,
    indicators: hunt.indicators.filter(({ value }) => {
      const inside = !pseudonyms.isPublic(value)
      if (inside) withheld.add(value)
      return !inside
    }),
  }))
  const stripped = strip({ ...input, hunts }, pseudonyms)
  const warning = warningOf(stripped.input, { withheld: withheld.size, stripped: true })
  const leaving = leavingOf(warning)
  return {
    warning,
    changes: stripped.changes.filter(({ outside }) => standInsIn(outside).some((one) => leaving.has(one))),
    replacements: pseudonyms.replacements.filter(({ outside }) => leaving.has(outside)),
    withheld: [...withheld],
  }
}
