export interface ReleaseBehaviourSettings {
  /** Days from a release's first installation in which hosts may begin to talk to a destination. */
  readonly windowDays: number
  /** Hosts that a release must have come to, and hosts that must have begun to talk to a destination. */
  readonly leastHosts: number
  /** Expected share of false differences among those shown. */
  readonly level: number
  /** Pairs of release and destination compared, those with the most hosts first. */
  readonly mostPairs: number
  readonly mostFindings: number
}

/** Six weeks: a roll-out of two, and a sleep of four. */
export const releaseBehaviourSettings: ReleaseBehaviourSettings = { windowDays: 42, leastHosts: 3, level: 0.05, mostPairs: 5000, mostFindings: 30 }
