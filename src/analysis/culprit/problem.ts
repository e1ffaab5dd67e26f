/**
 * The question without names: which cohort of hosts explains who contacted a destination? Hosts, strata, candidates
 * and destinations are numbered from 0. Times are whole seconds in any one scale that fits 31 bits and sign.
 */
export interface Problem {
  /** Stratum of each host: hosts are compared with hosts of their own stratum only. */
  readonly stratum: Int32Array
  readonly candidates: readonly Candidate[]
  readonly destinations: readonly Contacts[]
}

/** Hosts on which something was installed, and since when. A host is exposed at every moment after `since`. */
export interface Candidate {
  readonly hosts: Int32Array
  /** Seconds, parallel to `hosts`; `always` where it was there before the evidence begins, or at an unknown date. */
  readonly since: Int32Array
  /** Prior weight against the other candidates; above 0, scaled to a sum of 1 later. */
  readonly weight: number
}

/** Who contacted a destination first when: one contact for each host. */
export interface Contacts {
  readonly hosts: Int32Array
  /** Seconds, parallel to `hosts`. */
  readonly at: Int32Array
  /** How likely the destination is software's, against the others, by what does not depend on who has what; above 0. */
  readonly weight: number
}

/** Installed before anything that was seen. */
export const always = -(2 ** 31)
/** Later than any contact. */
export const never = 2 ** 31 - 1

export interface RankSettings {
  /** Family-wise error rate for Tarone's filter. */
  readonly alpha: number
  /** Most permutations for one destination. */
  readonly permutations: number
  /** Sequential permutation test: stop once so many permutations were as extreme. */
  readonly enough: number
  /** Prior probability that no candidate explains a destination. */
  readonly priorNone: number
  /** Posterior probability that a credible set holds. */
  readonly credibility: number
  /** Seed of the permutations. */
  readonly seed: number
}

export const rankDefaults: RankSettings = { alpha: 0.05, permutations: 50_000, enough: 20, priorNone: 0.5, credibility: 0.95, seed: 20_231_123 }

/** What one candidate has to say for itself. */
export interface Standing {
  readonly candidate: number
  /** Contacting hosts that had it before they contacted. */
  readonly hits: number
  /** The same, expected if the contacts fell on hosts of the same strata by chance. */
  readonly expected: number
  /** P(hits or more) by chance, for this candidate alone. */
  readonly p: number
  /** ln of the Bayes factor against "none of these". */
  readonly logBayes: number
  readonly posterior: number
}

/** `one host`: not identifiable; `untestable`: too few contacts for any candidate to reach the level, alone or in the batch; else `tested`. */
export type DestinationState = 'one host' | 'untestable' | 'tested'

export interface DestinationRanking {
  readonly state: DestinationState
  readonly contacts: number
  /** Candidates left by Tarone's filter, and the smallest p-value that any candidate could have reached. */
  readonly testable: number
  readonly least: number
  /** Chance that the best of all testable candidates would look this good if none explained it: min-P, corrected. */
  readonly corrected: number
  readonly permutations: number
  /** After Benjamini and Hochberg over all tested destinations. */
  readonly q: number
  /** By falling posterior: at least the credible set, at most a few more. */
  readonly ranking: readonly Standing[]
  /** How many of `ranking` make the credible set, beside "none of these" where `noneInSet`. */
  readonly setSize: number
  readonly noneInSet: boolean
  readonly none: number
}

export interface CulpritResult {
  readonly destinations: readonly DestinationRanking[]
}
