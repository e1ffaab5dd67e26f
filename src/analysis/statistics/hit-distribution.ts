import { logChoose } from './log-factorial.ts'

/**
 * The exact null distribution of T = how many of m drawn hosts lie in the set that belongs to their draw.
 *
 * n hosts; m are drawn one after the other without replacement, each draw j with its own set of `marked[j]` hosts,
 * and each set contains the one before (hosts that have a release by then: it only grows). One set for all draws is
 * the hypergeometric distribution. The state is (T, how many of the hosts drawn so far are in the present set): when
 * the set grows, the drawn hosts outside it fall into the new part hypergeometrically; a draw hits with probability
 * (marked − drawn inside)/(hosts left). All terms are positive, so small tails lose no digits.
 *
 * `marked` must be ascending. Returns P(T = t), t = 0 … m, in a new array. Cost about m³ steps at worst.
 */
export function hitDistribution(hosts: number, marked: ArrayLike<number>): Float64Array {
  const draws = marked.length
  const first = draws === 0 ? 0 : (marked[0] as number)
  if (draws > 0 && first === (marked[draws - 1] as number)) return drawnAtOnce(hosts, first, draws)
  return drawnInTurn(hosts, marked)
}

function drawnAtOnce(hosts: number, marked: number, draws: number): Float64Array {
  const result = new Float64Array(draws + 1)
  const all = logChoose(hosts, draws)
  const most = Math.min(draws, marked)
  for (let hits = Math.max(0, draws + marked - hosts); hits <= most; hits++) {
    result[hits] = Math.exp(logChoose(marked, hits) + logChoose(hosts - marked, draws - hits) - all)
  }
  return result
}

/** States rarer than this are left out: they cannot move a p-value that anybody acts on. */
const negligible = 1e-40

function drawnInTurn(hosts: number, marked: ArrayLike<number>): Float64Array {
  const draws = marked.length
  const width = draws + 1
  let state = new Float64Array(width * width)
  let next = new Float64Array(width * width)
  state[0] = 1
  let size = 0
  for (let drawn = 0; drawn < draws; drawn++) {
    const now = marked[drawn] as number
    if (now > size && drawn > 0) {
      widen(state, next, width, drawn, hosts - size, now - size)
      ;[state, next] = [next, state]
    }
    size = now
    draw(state, next, width, drawn, hosts - drawn, size)
    ;[state, next] = [next, state]
  }
  const result = new Float64Array(width)
  for (let hits = 0; hits <= draws; hits++) {
    let sum = 0
    for (let inside = hits; inside <= draws; inside++) sum += state[hits * width + inside] as number
    result[hits] = sum
  }
  return result
}

/** The set grows by `ring` of the `outside` hosts that were not in it. */
function widen(state: Float64Array, next: Float64Array, width: number, drawn: number, outside: number, ring: number): void {
  next.fill(0, 0, (drawn + 1) * width)
  for (let hits = 0; hits <= drawn; hits++) {
    for (let inside = hits; inside <= drawn; inside++) {
      const probability = state[hits * width + inside] as number
      if (probability < negligible) continue
      const loose = drawn - inside
      const least = Math.max(0, loose + ring - outside)
      const most = Math.min(loose, ring)
      let share = Math.exp(logChoose(ring, least) + logChoose(outside - ring, loose - least) - logChoose(outside, loose))
      for (let fallen = least; fallen <= most; fallen++) {
        const at = hits * width + inside + fallen
        next[at] = (next[at] as number) + probability * share
        share *= ((ring - fallen) * (loose - fallen)) / ((fallen + 1) * (outside - ring - loose + fallen + 1))
      }
    }
  }
}

function draw(state: Float64Array, next: Float64Array, width: number, drawn: number, left: number, size: number): void {
  next.fill(0, 0, (drawn + 2) * width)
  for (let hits = 0; hits <= drawn; hits++) {
    for (let inside = hits; inside <= drawn; inside++) {
      const at = hits * width + inside
      const probability = state[at] as number
      if (probability < negligible) continue
      const hit = Math.max(0, size - inside) / left
      next[at] = (next[at] as number) + probability * (1 - hit)
      next[at + width + 1] = (next[at + width + 1] as number) + probability * hit
    }
  }
}

/** The distribution of a sum of independent counts. */
export function convolve(first: Float64Array, second: Float64Array): Float64Array {
  const sum = new Float64Array(first.length + second.length - 1)
  for (let i = 0; i < first.length; i++) {
    const probability = first[i] as number
    if (probability === 0) continue
    for (let j = 0; j < second.length; j++) sum[i + j] = (sum[i + j] as number) + probability * (second[j] as number)
  }
  return sum
}

/** P(T ≥ t) for each t, in place of P(T = t); summed from the far end. */
export function tails(distribution: Float64Array): Float64Array {
  for (let t = distribution.length - 2; t >= 0; t--) distribution[t] = Math.min(1, (distribution[t] as number) + (distribution[t + 1] as number))
  // Certain, whatever the rounding of the sum.
  if (distribution.length > 0) distribution[0] = 1
  return distribution
}

/**
 * An upper bound of P(T ≥ t) for totals too large to enumerate: exp(−m · KL(t/m ‖ μ/m)), after Hoeffding (1963,
 * theorem 1). It holds here although draws depend on each other: hits of draws without replacement into nested sets
 * are negatively associated (Joag-Dev and Proschan 1983), so the exponential moments are at most those of
 * independent draws.
 */
export function hitBound(t: number, mean: number, draws: number): number {
  if (t <= mean) return 1
  const observed = t / draws
  const expected = mean / draws
  const divergence = observed * Math.log(observed / expected) + (observed < 1 ? (1 - observed) * Math.log((1 - observed) / (1 - expected)) : 0)
  return Math.exp(-draws * divergence)
}
