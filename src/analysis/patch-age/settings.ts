export interface PatchAgeSettings {
  /** Days within which an update should be there. */
  readonly days: number
  /** Waits from which a product is judged by itself. */
  readonly leastWaits: number
  readonly mostFindings: number
}
