import { logChoose } from '../../src/analysis/statistics/log-factorial.ts'

/** The exact interval of Clopper and Pearson (Biometrika 26, 1934) for a share, at 95 %: `hits` of `trials`. [0, 1] when there were no trials. */
export function clopperPearson(hits: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1]
  const low = hits === 0 ? 0 : rootOf((share) => atLeast(hits, trials, share) - 0.025)
  const high = hits === trials ? 1 : rootOf((share) => 0.025 - (1 - atLeast(hits + 1, trials, share)))
  return [low, high]
}

/** P(X ≥ hits) of a binomial. */
function atLeast(hits: number, trials: number, share: number): number {
  let sum = 0
  for (let count = hits; count <= trials; count++) sum += Math.exp(logChoose(trials, count) + count * Math.log(share) + (trials - count) * Math.log1p(-share))
  return Math.min(1, sum)
}

/** Where a rising function of a share is zero. */
function rootOf(rising: (share: number) => number): number {
  let [from, until] = [1e-12, 1 - 1e-12]
  for (let step = 0; step < 80; step++) {
    const middle = (from + until) / 2
    if (rising(middle) < 0) from = middle
    else until = middle
  }
  return (from + until) / 2
}
