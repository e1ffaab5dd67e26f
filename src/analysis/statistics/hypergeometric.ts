import { logChoose } from './log-factorial.ts'

/**
 * X ~ Hypergeometric(N, K, n): how many of n hosts drawn without replacement from N are among the K marked ones.
 * P(X = x) = C(K, x) · C(N − K, n − x) / C(N, n).
 */
export function hypergeometric(x: number, N: number, K: number, n: number): number {
  return Math.exp(logChoose(K, x) + logChoose(N - K, n - x) - logChoose(N, n))
}

/** P(X ≥ x): the p-value of Fisher's exact test, one-sided. Summed from the far end, so that small tails stay exact. */
export function hypergeometricTail(x: number, N: number, K: number, n: number): number {
  const least = Math.max(0, n + K - N)
  if (x <= least) return 1
  let tail = 0
  for (let value = Math.min(K, n); value >= x; value--) tail += hypergeometric(value, N, K, n)
  return Math.min(1, tail)
}

/**
 * Fisher's exact test that the first group has the larger share (one-sided).
 * `first` and `second` are [hosts with the mark, hosts].
 */
export function fisherExact(first: readonly [number, number], second: readonly [number, number]): number {
  return hypergeometricTail(first[0], first[1] + second[1], first[0] + second[0], first[1])
}

/**
 * The fewest hosts, all within a cohort of K among N, that reach `level` after correction over `tests` tests:
 * smallest m with C(K, m)/C(N, m) ≤ level/tests. Undefined where even the whole cohort does not.
 */
export function contactsNeeded(N: number, K: number, tests: number, level = 0.05): number | undefined {
  const limit = Math.log(level / tests)
  for (let m = 1; m <= K; m++) if (logChoose(K, m) - logChoose(N, m) <= limit) return m
  return undefined
}
