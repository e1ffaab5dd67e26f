/** What a user may set in gatehouse.yaml under `analyses.dns-tunnel`. */
export interface DnsTunnelSettings {
  /** Different names below one registered domain in a day from which it is looked at. The usual anchors are 100 (low), 500, 800 and 1,000 (high). */
  readonly leastNames: number
  /** Different names of one host in a day from which it stands out more. */
  readonly manyNames: number
  /** Bytes of information each name carries, at least; words and numbered servers carry less. */
  readonly leastBytes: number
  /** Hosts that may ask like this before it is taken for a service that they share. */
  readonly fewHosts: number
  /** The same as a share of all hosts. */
  readonly fewShare: number
  readonly mostFindings: number
}

export const dnsTunnelSettings: DnsTunnelSettings = { leastNames: 100, manyNames: 1000, leastBytes: 6, fewHosts: 3, fewShare: 0.05, mostFindings: 30 }
