/** What a user may set in gatehouse.yaml under `analyses.strobe`. */
export interface StrobeSettings {
  /** Connections of one host to one target within 24 hours: 86,400 is one each second. */
  readonly leastPerDay: number
  /** A target that more hosts than this hammer is a service of the network. */
  readonly fewHosts: number
  /** Ports of services that are asked without end by nature: names, time, directory, management, logs. */
  readonly busyPorts: readonly string[]
  readonly mostFindings: number
}

export const strobeSettings: StrobeSettings = {
  leastPerDay: 86_400,
  fewHosts: 3,
  busyPorts: ['53', '88', '123', '161', '162', '389', '445', '514', '636', '3268', '5353', '5355'],
  mostFindings: 30,
}
