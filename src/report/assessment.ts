import type { Finding } from '../model/finding.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Incident } from '../model/incident.ts'
import type { PosturePart } from '../model/posture.ts'
import type { AnalysisStatus, Coverage, Outcome, Verdict } from '../model/status.ts'
import type { Vetting } from '../releases/vetting.ts'

/** Everything that one run of `gatehouse assess` has to tell; `--json` prints it as it is. */
export interface Assessment {
  readonly gatehouse: { readonly version: string }
  /** ISO 8601, UTC. */
  readonly assessedAt: string
  readonly folder: string
  readonly workspace: string
  readonly verdict: Verdict
  /** The gravest first. */
  readonly incidents: readonly Incident[]
  readonly findings: readonly Finding[]
  readonly analyses: readonly AnalysisReport[]
  readonly coverage: readonly Coverage[]
  readonly intake: IntakeReport
  /** Verdicts of `gatehouse vet` on releases that incidents name: what their bytes changed. */
  readonly vettings: readonly VettedSuspect[]
  /** States of accounts and software, part by part. */
  readonly posture: readonly PosturePart[]
  /** Answers of `gatehouse hunt` to every advisory that was asked about, on the evidence as it is now. */
  readonly hunts: readonly Hunt[]
}

export interface VettedSuspect {
  /** Id of the release among the entities of the incident. */
  readonly release: string
  readonly vetting: Vetting
}

/** How an analysis ended and, for the reader, what it looks for. */
export interface AnalysisReport extends AnalysisStatus {
  readonly title?: string
  readonly looksFor?: string
}

/** What became of the files of the folder. */
export interface IntakeReport {
  readonly files: number
  /** Files read for the first time, files with a new part, and files that were known already. */
  readonly added: number
  readonly grown: number
  readonly known: number
  /** Rows added by this run. */
  readonly rows: number
  readonly seconds: number
  /** Every source in the workspace. */
  readonly sources: readonly SourceReport[]
  /** Files that were not read, and why. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[]
}

export interface SourceReport {
  readonly file: string
  readonly format: string
  readonly outcome: Outcome
  readonly rows: Readonly<Record<string, number>>
  /** Lines or records that could not be read. */
  readonly skippedLines: number
  /** The first notes; line 0 is about the whole file. */
  readonly notes: readonly { readonly line: number; readonly text: string }[]
}
