import type { Advisory, AdvisoryIndicator, AffectedProduct, Named, Pattern, StatedDate, Technique } from '../advisory.ts'

/** Two advisories that say different things of one value or product. */
export interface Disagreement {
  readonly about: string
  /** role, demotion, versions, ranges, fixed, published … */
  readonly field: string
  readonly says: readonly { readonly advisory: string; readonly value: string }[]
}

export interface CaseAdvisory {
  readonly id: string
  readonly title: string
  readonly publisher?: string | undefined
  readonly published?: string | undefined
  readonly tlp?: Advisory['tlp']
  readonly format: string
  readonly sha256: string
}

/** One affair, told by one advisory or several. */
export interface Case {
  /** From the ids of its advisories, in whatever order they came. */
  readonly id: string
  readonly title: string
  /** The strictest of its advisories. */
  readonly tlp?: Advisory['tlp']
  readonly advisories: readonly CaseAdvisory[]
  /** Each value once, with the sources of all advisories; demoted only where every advisory that names it has it so. */
  readonly indicators: readonly AdvisoryIndicator[]
  readonly products: readonly AffectedProduct[]
  readonly cves: readonly Named[]
  readonly techniques: readonly Technique[]
  readonly dates: readonly StatedDate[]
  readonly patterns: readonly Pattern[]
  readonly disagreements: readonly Disagreement[]
}
