/** How a format or an analysis ended. Partial success is a result. */
export type Outcome = 'succeeded' | 'partial' | 'failed' | 'skipped'

export interface AnalysisStatus {
  readonly analysis: string
  readonly version: number
  readonly outcome: Outcome
  /** Why it was partial, failed or skipped, in plain words. */
  readonly reason?: string
  readonly findings: number
  readonly seconds: number
}

/** What one source gave to one table. */
export interface Coverage {
  readonly table: string
  readonly source: string
  readonly rows: number
  /** ISO 8601; absent for tables without time. */
  readonly first?: string
  readonly last?: string
  /** Spans of more than the usual silence, ISO 8601. */
  readonly gaps: readonly { readonly from: string; readonly until: string }[]
}

/** HIT · EXPOSED · NOT SEEN (with coverage) · CANNOT TELL (with what is missing). Never "clean". */
export type VerdictWord = 'HIT' | 'EXPOSED' | 'NOT SEEN' | 'CANNOT TELL'

export interface Verdict {
  readonly word: VerdictWord
  /** One sentence, the conclusion first. */
  readonly sentence: string
  readonly next: string
}
