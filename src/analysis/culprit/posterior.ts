export interface Posterior {
  /** Parallel to the Bayes factors given. */
  readonly candidates: Float64Array
  readonly none: number
}

/**
 * Posterior probabilities of "candidate c explains it" and "none of these does", which sum to 1. `weights` share out
 * the prior that is not on "none".
 */
export function posteriorOf(logBayes: Float64Array, weights: Float64Array, priorNone: number): Posterior {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const logs = logBayes.map((bayes, index) => bayes + Math.log(((weights[index] as number) / total) * (1 - priorNone)))
  const none = Math.log(priorNone)
  const most = logs.reduce((a, b) => Math.max(a, b), none)
  const scaled = logs.map((log) => Math.exp(log - most))
  const sum = scaled.reduce((a, b) => a + b, 0) + Math.exp(none - most)
  return { candidates: scaled.map((value) => value / sum), none: Math.exp(none - most) / sum }
}

export interface CredibleSet {
  /** Candidates by falling posterior; the first `size` make the set. */
  readonly order: Int32Array
  readonly size: number
  readonly noneInSet: boolean
}

/** The smallest set of hypotheses, "none of these" included, that holds `credibility` of the posterior. */
export function credibleSet({ candidates, none }: Posterior, credibility: number): CredibleSet {
  const order = Int32Array.from(candidates.keys()).sort((a, b) => (candidates[b] as number) - (candidates[a] as number) || a - b)
  let held = 0
  let size = 0
  let noneInSet = false
  while (held < credibility && (size < order.length || !noneInSet)) {
    const next = size < order.length ? (candidates[order[size] as number] as number) : -1
    if (!noneInSet && none >= next) {
      noneInSet = true
      held += none
    } else {
      size++
      held += next
    }
  }
  return { order, size, noneInSet }
}
