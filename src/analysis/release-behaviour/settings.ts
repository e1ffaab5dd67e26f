export interface ReleaseBehaviourSettings {
  /** Days from a release's first installation in which hosts may begin to talk to a destination. */
  readonly windowDays: number
  /** Hosts that a release must have come to, and hosts that must have begun to talk to a destination. */
  readonly leastHosts: number
  /** Expected share of false differences among those shown. */
  readonly level: number
  /** Destinations looked at, those that the most hosts began to talk to first. */
  readonly mostDestinations: number
  readonly mostFindings: number
}

/** Six weeks: a roll-out of two, and a sleep of four. */
export const releaseBehaviourSettings: ReleaseBehaviourSettings = { windowDays: 42, leastHosts: 3, level: 0.05, mostDestinations: 5000, mostFindings: 30 }
