import type { Entity } from './entity.ts'
import type { Figure } from './figure.ts'

/** 1 information · 2 low · 3 medium · 4 high · 5 critical. */
export type Severity = 1 | 2 | 3 | 4 | 5
export const severityNames = ['information', 'low', 'medium', 'high', 'critical'] as const
export type SeverityName = (typeof severityNames)[number]

export interface Reason {
  /** One plain sentence. */
  readonly says: string
  readonly observed: string
  readonly expected?: string
  /** Share of the finding that rests on this reason, 0…1. */
  readonly weight: number
}

/** Rows in the lake that a reader can look at. */
export interface EvidenceRef {
  readonly table: string
  readonly source: number
  readonly line: number
  /** File name of the source; filled when shown. */
  readonly file?: string
}

/**
 * What a finding is a sign of, so that incidents can weigh independent kinds against each other:
 * `explains` names software that explains a behaviour, `behaviour` is odd traffic, `known` matches something
 * published, `posture` is a state that invites trouble, `context` only explains.
 */
export type FindingKind = 'explains' | 'behaviour' | 'known' | 'posture' | 'context'

export interface Finding {
  /** hash(analysis, subject): a re-run updates, never duplicates. */
  readonly id: string
  readonly analysis: string
  readonly kind: FindingKind
  readonly title: string
  readonly severity: Severity
  /** 0…1: how sure the tool is of what the title says. */
  readonly confidence: number
  /** ISO 8601, UTC. */
  readonly first: string
  readonly last: string
  readonly about: readonly Entity[]
  readonly because: readonly Reason[]
  readonly innocentIf: readonly string[]
  readonly evidence: readonly EvidenceRef[]
  readonly advice: readonly string[]
  readonly techniques: readonly string[]
  readonly figure?: Figure
}
