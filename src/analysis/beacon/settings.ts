/** What a user may set in gatehouse.yaml under `analyses.beacon`. */
export interface BeaconSettings {
  /** Nats per interval from which pauses count as regular. Measured: timers 0.45 and more, random calls 0.23 and less. */
  readonly leastRatio: number
  /** Nats in all (ratio × intervals): 18 leaves about one in a thousand channels with random pauses. */
  readonly leastEvidence: number
  /** Pauses between contacts a channel must have. */
  readonly leastIntervals: number
  /** Newest contacts of a channel that are looked at: more of them add time, no insight. */
  readonly newestContacts: number
  /** Answered contacts from which the same exchange, repeated, is a sign by itself. */
  readonly leastRepeats: number
  /** Share of them that must have exactly the same sizes both ways. */
  readonly sameShare: number
  /** A destination is rare when at most so many hosts talk to it … */
  readonly rareHosts: number
  /** … or at most this share of all hosts. */
  readonly rareShare: number
  /** A destination first seen so many days after the evidence begins is new: many hosts do not make it ordinary, as long as most have nothing to do with it. */
  readonly baselineDays: number
  /** A host that talks regularly to more inside hosts than this polls them: it is a monitor or a balancer. */
  readonly pollsHosts: number
  /** Ports of services that are regular by nature: names, time, leases, directory, management, printing. */
  readonly regularPorts: readonly string[]
  readonly mostFindings: number
}

export const beaconSettings: BeaconSettings = {
  leastRatio: 0.35,
  leastEvidence: 18,
  leastIntervals: 10,
  newestContacts: 20_000,
  leastRepeats: 100,
  sameShare: 0.5,
  rareHosts: 3,
  rareShare: 0.05,
  baselineDays: 14,
  pollsHosts: 10,
  regularPorts: [
    '53',
    '67',
    '68',
    '88',
    '123',
    '135',
    '137',
    '138',
    '139',
    '161',
    '162',
    '389',
    '445',
    '464',
    '514',
    '631',
    '636',
    '3268',
    '3269',
    '5353',
    '5355',
    '9100',
  ],
  mostFindings: 50,
}
