export interface GuessingSettings {
  /** Wrong second factors that no clumsiness explains. */
  readonly leastWrong: number
  /** Minutes within which they come, and within which a right one belongs to them. */
  readonly withinMinutes: number
  /** Accounts with which one address fails in a day. */
  readonly leastAccounts: number
  /** Share of the accounts tried from it that got nowhere. */
  readonly leastShare: number
  /** The chance of as many failures that is still taken for chance. */
  readonly mostChance: number
  readonly mostFindings: number
}

export const settings: GuessingSettings = { leastWrong: 10, withinMinutes: 10, leastAccounts: 10, leastShare: 0.5, mostChance: 1e-6, mostFindings: 100 }
