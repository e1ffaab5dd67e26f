import { hitBound, hitDistribution, tails } from '../statistics/hit-distribution.ts'
import { benjaminiHochberg, tarone } from '../statistics/multiple-tests.ts'
import type { Pair } from './pairs.ts'

export interface Difference extends Pair {
  /** Hits expected if the release made no difference. */
  readonly expected: number
  /** P(hits or more), if those that began had been any hosts of the product. */
  readonly p: number
  /** After Benjamini and Hochberg over all pairs that could have been significant. */
  readonly q: number
}

/** Steps beyond which Hoeffding's bound takes the place of the exact distribution; it never understates p. */
const mostSteps = 150_000

/**
 * Differences that hold at `level`, the clearest first. The test is that of the log-rank statistic with its exact distribution: the
 * moments at which hosts began are handed out to the product's hosts at random, so that early and late updaters, and hosts that never got
 * the release, are compared in the same weeks. Pairs whose margins allow no small p-value are left out before (Tarone 1990;
 * Gilbert 2005 for the false-discovery rate): that looks at how many hosts began and when, not at which.
 */
export function differences(pairs: readonly Pair[], level: number): readonly Difference[] {
  const tests = pairs.map(test)
  const { testable } = tarone(
    tests.map(({ least }) => least),
    level,
  )
  const kept = pairs.flatMap((pair, index) => (testable[index] ? [{ ...pair, ...(tests[index] as Test) }] : []))
  const q = benjaminiHochberg(kept.map(({ p }) => p))
  return kept
    .map(({ least: _, ...one }, index) => ({ ...one, q: q[index] as number }))
    .filter((one) => one.q <= level)
    .sort((a, b) => a.p - b.p || (key(a) < key(b) ? -1 : 1))
}

interface Test {
  readonly expected: number
  readonly p: number
  /** The smallest p-value that these moments allow. */
  readonly least: number
}

function test({ hosts, marked, hits }: Pair): Test {
  const expected = marked.reduce((sum, count) => sum + count / hosts, 0)
  const tail = tailOf(hosts, marked, expected)
  const most = tail.findLastIndex((p) => p > 0)
  return { expected, p: tail[hits] ?? 1, least: tail[most] ?? 1 }
}

function tailOf(hosts: number, marked: readonly number[], expected: number): Float64Array {
  if (marked[0] === marked.at(-1) || marked.length ** 3 <= mostSteps) return tails(hitDistribution(hosts, marked))
  return Float64Array.from({ length: marked.length + 1 }, (_, hits) => hitBound(hits, expected, marked.length))
}

function key({ product, version, destination }: Pair): string {
  return JSON.stringify([product, version, destination])
}
