import type { Unit } from '../reading.ts'
import type { Content, RecordedContent } from '../record.ts'
import type { RuleChoice } from './inspection-id.ts'

/** A member to be inspected: its bytes lie as `<folder>/<sha256>`. */
export interface Job {
  /** `contentKey` of the member. */
  readonly key: string
  readonly folder: string
  readonly path: string
  readonly sha256: string
  readonly size: number
  /** The short form that is kept is wanted, not the full content. */
  readonly short: boolean
}

/** First line to the child, which it answers by `ready`; each further line is a job, and the lines back its answer: see `Answer`. */
export interface Setup extends RuleChoice {
  readonly limits: InspectLimits
}

/** Native code and readers are loaded. */
export const ready = 'ready'

/** What is said of a member. */
export type Inspected = Content | RecordedContent

/** One line of an answer: units of a content that has many, in their order, and at last the content with the rest of them. */
export type Answer = { readonly units: readonly Unit[] } | { readonly content: Inspected }

export interface InspectLimits {
  /** One file may take so much processor time before it is given up; wall-clock time where the system does not tell it. */
  readonly fileSeconds: number
  /** Resident memory of one child. */
  readonly memoryBytes: number
  /** Larger files are not read by a reader: only hashed, and noted. */
  readonly fileBytes: number
  /** Units kept of one file; what is beyond is noted. */
  readonly units: number
  /** Embedded files inside embedded files. */
  readonly depth: number
  /** Children that may be lost to files before the rest is given up. */
  readonly losses: number
}

export const inspectLimits: InspectLimits = {
  fileSeconds: 30,
  memoryBytes: 1.5e9,
  fileBytes: 256e6,
  units: 400_000,
  depth: 2,
  losses: 16,
}
