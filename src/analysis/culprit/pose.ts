import { type Cohort, cohortsOf, relative } from './cohorts.ts'
import type { Facts } from './facts.ts'
import type { Problem } from './problem.ts'
import { type Strata, strataOf } from './strata.ts'

export interface PosedProblem extends Problem {
  readonly candidates: readonly Cohort[]
  readonly strata: Strata
}

export interface PoseSettings {
  /** Days of contacts that are looked at, from the first contact that anybody had with the destination. */
  readonly contactDays: number
  readonly smallestStratum: number
}

/** Implants sleep up to four weeks after the installation, and a roll-out takes days: a shorter window would miss contacts. */
const leastContactDays = 35
const day = 86_400
/**
 * Software comes back, links that are passed around mostly do not: a destination whose hosts visit it on two days or more,
 * on average, weighs so many times one of single visits. Who has what plays no part in it, so the tests stay exact.
 */
const comesBack = { days: 2, weight: 10 } as const

/** Turns facts into the question that `rankCulprits` answers. */
export function pose(facts: Facts, settings: PoseSettings): PosedProblem {
  const strata = strataOf(facts, settings.smallestStratum)
  const window = Math.max(leastContactDays, settings.contactDays) * day
  return {
    strata,
    stratum: strata.stratum,
    candidates: cohortsOf(facts),
    destinations: facts.destinations.map(({ contacts, visitDays }) => {
      const first = contacts.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
      const seen = contacts.filter(({ at }) => at <= first + window)
      return {
        hosts: Int32Array.from(seen, ({ host }) => host),
        at: Int32Array.from(seen, ({ at }) => relative(at, facts.span.from)),
        weight: visitDays >= comesBack.days * contacts.length ? comesBack.weight : 1,
      }
    }),
  }
}
