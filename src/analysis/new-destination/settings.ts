export interface Settings {
  /** Days of evidence before a destination can be called new. */
  readonly baselineDays: number
  /** Met by at most this share of the hosts, or this many, a destination is seldom met. */
  readonly fewShare: number
  readonly fewHosts: number
  /** Days with contacts that make a visit a habit. */
  readonly leastDays: number
  /** Share of the days since the first contact that had one. */
  readonly steadyShare: number
  readonly mostFindings: number
}

export const settings: Settings = { baselineDays: 30, fewShare: 0.1, fewHosts: 3, leastDays: 3, steadyShare: 0.5, mostFindings: 30 }
