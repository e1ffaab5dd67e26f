/**
 * Adjusted p-values of Benjamini and Hochberg (1995): calling all at or below q keeps the expected share of false
 * calls at q, for independent or positively dependent tests. In the order given.
 *
 * `weights` say beforehand which tests are the likelier to be true (Genovese, Roeder and Wasserman 2006): p/w takes the
 * place of p, the weights scaled to a mean of 1. They must not depend on what is tested.
 */
export function benjaminiHochberg(given: readonly number[], weights: readonly number[] = given.map(() => 1)): number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const p = given.map((value, index) => Math.min(1, (value * mean) / (weights[index] as number)))
  const order = p.map((_, index) => index).sort((a, b) => (p[b] as number) - (p[a] as number))
  const adjusted = new Array<number>(p.length).fill(1)
  let least = 1
  for (const [place, index] of order.entries()) {
    least = Math.min(least, ((p[index] as number) * p.length) / (p.length - place))
    adjusted[index] = least
  }
  return adjusted
}

/**
 * Tarone (1990): a test on discrete data whose smallest attainable p-value is above α/k can never be significant at
 * α/k and costs nothing. The factor is the smallest k with at most k tests that can reach α/k; those tests are
 * the testable ones. `least` are the smallest attainable p-values.
 */
export function tarone(least: readonly number[], alpha: number): { readonly factor: number; readonly testable: readonly boolean[] } {
  const sorted = [...least].sort((a, b) => a - b)
  // Discrete p-values may lie on the limit itself; rounding must not push them off it.
  const limit = (factor: number) => (alpha / factor) * (1 + 1e-9)
  let factor = 1
  while (factor < sorted.length && countAtMost(sorted, limit(factor)) > factor) factor++
  return { factor, testable: least.map((p) => p <= limit(factor)) }
}

function countAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
