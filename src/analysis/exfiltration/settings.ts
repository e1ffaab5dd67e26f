export interface Settings {
  /** Bytes sent to one destination in a day below which nothing is looked at. */
  readonly leastBytes: number
  /** Robust standard deviations (Iglewicz and Hoaglin 1993 recommend 3.5). */
  readonly leastZ: number
  /** Least scale in natural logarithms: a day that sends e times as much is never more than 1 / floor deviations away. */
  readonly floor: number
  /** Days with traffic to the class that a history needs, and host-days that a peer group needs. */
  readonly leastDays: number
  readonly leastPeerDays: number
  /** Bytes sent ÷ bytes received. */
  readonly leastRatio: number
  /** A destination that at least this share of the hosts (and more than `fewHosts`) sends to is a common one. */
  readonly commonShare: number
  readonly fewHosts: number
  /** Other days with an upload of like size that make it a routine, and how like: the larger ÷ the smaller. */
  readonly routineDays: number
  readonly likeSize: number
  readonly mostFindings: number
}

export const settings: Settings = {
  leastBytes: 20e6,
  leastZ: 3.5,
  floor: 0.7,
  leastDays: 5,
  leastPeerDays: 20,
  leastRatio: 2,
  commonShare: 0.1,
  fewHosts: 3,
  routineDays: 3,
  likeSize: 3,
  mostFindings: 30,
}
