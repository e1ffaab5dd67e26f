export interface PatchAgeSettings {
  /** Days within which an update should be there. */
  readonly days: number
  /** Waits from which a product is judged by itself. */
  readonly leastWaits: number
  readonly mostFindings: number
}

/** Cyber Essentials asks for updates within 14 days of release: https://www.ncsc.gov.uk/cyberessentials, “security update management”. */
export const patchAgeSettings: PatchAgeSettings = { days: 14, leastWaits: 10, mostFindings: 20 }
