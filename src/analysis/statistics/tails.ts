import { logChoose, logFactorial } from './log-factorial.ts'

/** P(X ≥ x) of a Poisson variable; summed upward from x, so that small tails stay exact. */
export function poissonTail(x: number, mean: number): number {
  if (x <= 0) return 1
  if (mean <= 0) return 0
  let term = Math.exp(x * Math.log(mean) - mean - logFactorial(x))
  let tail = 0
  for (let value = x; term > 0 && term > tail * 1e-16; value++) {
    tail += term
    term *= mean / (value + 1)
  }
  return Math.min(1, tail)
}

/** P(X ≥ x) of a binomial variable of n trials; summed from the far end. */
export function binomialTail(x: number, n: number, share: number): number {
  if (x <= 0) return 1
  if (share <= 0) return 0
  if (share >= 1) return 1
  let tail = 0
  for (let value = n; value >= x; value--) tail += Math.exp(logChoose(n, value) + value * Math.log(share) + (n - value) * Math.log1p(-share))
  return Math.min(1, tail)
}
