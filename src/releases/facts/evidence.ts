import type { Comparison } from '../diff/compare.ts'
import type { Fact, FactClass } from '../fact.ts'
import type { Weights } from '../weigh/weights.ts'
import type { Known } from './known.ts'

/** What facts are found in. Both sides' identities, signatures and publications lie in the records of the comparison. */
export interface Evidence {
  readonly comparison: Comparison
  /** Tables of known hosts and known-compromised releases. */
  readonly known: Known
  /** The moment of the vetting, milliseconds since 1970. */
  readonly at: number
  readonly policy: Policy
}

/** What the organisation asks of every release. */
export interface Policy {
  /** A release must be this old; 0 for any age. */
  readonly ageHours: number
  /** Id of the advisory that this release answers: then its age does not hold it. */
  readonly fixes?: string
}

/** A fact before it is weighed. */
export interface Sign extends Omit<Fact, 'class' | 'name' | 'points'> {
  /** Circumstances that lessen it; what each is worth stands in the weights. */
  readonly scopes?: readonly Scope[]
  /** Novel units among which it was found: the more there are, the less one of them says. */
  readonly among?: number
}

/** `flow` · `stretch` · `joined` · `familiar` · `idle`: see rules/vet/weights.yaml. */
export type Scope = keyof Weights['scopes']

/** One fact of the verdict: what it is, and how to find it. */
export interface FactRule {
  /** Its line in rules/vet/weights.yaml. */
  readonly name: string
  readonly class: FactClass
  readonly title: string
  /** ATT&CK technique of its signs, unless a sign says otherwise. */
  readonly technique?: string
  /** What makes its signs harmless, unless a sign says otherwise. */
  readonly innocentIf: string
  /** True when it means something without a release to compare with. */
  readonly absolute: boolean
  /** Pure. */
  find(on: Evidence): Iterable<Sign>
}

/** A sign with the name and class of its rule. */
export type Found = Sign & Pick<Fact, 'class' | 'name'>

/** All signs of the rules. Without a release before only what is absolute. */
export function findFacts(rules: readonly FactRule[], on: Evidence): Found[] {
  return rules
    .filter((rule) => rule.absolute || on.comparison.before)
    .flatMap((rule) =>
      [...rule.find(on)].map((sign) => ({
        class: rule.class,
        name: rule.name,
        ...(rule.technique !== undefined && { technique: rule.technique }),
        innocentIf: rule.innocentIf,
        ...sign,
      })),
    )
}
