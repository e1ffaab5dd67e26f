export interface CulpritSettings {
  /** Days after the start of the evidence in which a destination counts as known; at most a third of the evidence. */
  readonly baselineDays: number
  /** Days of contacts looked at from a destination's first; at least 35. */
  readonly contactDays: number
  /** Destinations tested, those with the most hosts first. */
  readonly mostDestinations: number
  /** Findings, the strongest first. */
  readonly mostFindings: number
  /** Expected share of false names among the destinations named. */
  readonly level: number
  /** Hosts in the smallest group that hosts are compared in. */
  readonly smallestStratum: number
  /** Runs with installations shuffled among like hosts, to see how often chance is named. */
  readonly placeboRuns: number
}

export const culpritSettings: CulpritSettings = {
  baselineDays: 30,
  contactDays: 60,
  mostDestinations: 2000,
  mostFindings: 50,
  level: 0.05,
  smallestStratum: 10,
  placeboRuns: 0,
}
