import type { Sql } from '../base/sql.ts'
import type { Finding } from '../model/finding.ts'
import type { TableName } from '../model/tables.ts'

/** What an analysis may do with the lake: ask. */
export interface Questions {
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
}

export interface AnalysisInput<Settings> {
  readonly lake: Questions
  readonly settings: Settings
  /** The newest moment in the evidence: "now" for the organisation that the evidence shows. */
  readonly now: Date
  /** What the analyses found that ran before; empty but for those that follow. */
  readonly earlier: readonly Finding[]
  readonly signal: AbortSignal
}

export type SettingValue = number | boolean | string | readonly string[]

/** One way to look at the lake. Pure but for its questions to the lake; knows no other analysis. */
export interface Analysis<Settings extends object = Record<string, SettingValue>> {
  readonly name: string
  /** Raised when its findings change for the same evidence. */
  readonly version: number
  readonly title: string
  /** One sentence for the docs and the report. */
  readonly looksFor: string
  /** ATT&CK technique ids. */
  readonly techniques: readonly string[]
  /** Tables that must have rows. */
  readonly needs: readonly TableName[]
  readonly betterWith?: readonly TableName[]
  /** It runs after the others and starts from what they found: it knows their findings, never their code. */
  readonly follows?: boolean
  /** Defaults; gatehouse.yaml may set each under `analyses.<name>`. */
  readonly settings: Settings
  run(on: AnalysisInput<Settings>): AsyncIterable<Finding>
}

/** Keeps the type of the settings while the registry forgets it. */
export function defineAnalysis<Settings extends object>(analysis: Analysis<Settings>): Analysis {
  return analysis as unknown as Analysis
}
