import type { Entity } from './entity.ts'
import type { Figure } from './figure.ts'
import type { Severity } from './finding.ts'

/** Findings that speak of the same thing, weighed together. */
export interface Incident {
  readonly id: string
  readonly title: string
  /** One sentence, the conclusion first. */
  readonly says: string
  readonly severity: Severity
  /** 0…1 */
  readonly confidence: number
  /** ISO 8601, UTC. */
  readonly first: string
  readonly last: string
  readonly about: readonly Entity[]
  /** What speaks for it, and what against or what would make it innocent; plain sentences. */
  readonly speaksFor: readonly string[]
  readonly speaksAgainst: readonly string[]
  /** Ids of its findings, the weightiest first. */
  readonly findings: readonly string[]
  readonly advice: readonly string[]
  readonly techniques: readonly string[]
  readonly figures: readonly Figure[]
}
