/** What a user may set in gatehouse.yaml under `analyses.long-connection`. */
export interface LongConnectionSettings {
  /** Hours in one day, all connections of a channel together, from which it is reported. */
  readonly leastHours: number
  /** Hours from which a rare destination stands out. The usual anchors are 1 (low), 4, 8 and 12 (high). */
  readonly longHours: number
  /** A destination is rare when at most so many hosts talk to it … */
  readonly rareHosts: number
  /** … or at most this share of all hosts. */
  readonly rareShare: number
  readonly mostFindings: number
}

export const longConnectionSettings: LongConnectionSettings = { leastHours: 1, longHours: 4, rareHosts: 3, rareShare: 0.05, mostFindings: 40 }
