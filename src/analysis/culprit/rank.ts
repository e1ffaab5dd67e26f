import { benjaminiHochberg, tarone } from '../statistics/multiple-tests.ts'
import { logBayesFactor } from './bayes.ts'
import { type Events, eventsOf } from './events.ts'
import { type Exposures, exposuresOf } from './exposures.ts'
import { countExposed, type Hits, testHits } from './hits.ts'
import { minP, permutationsFor, unreachable } from './min-p.ts'
import { credibleSet, posteriorOf } from './posterior.ts'
import { type CulpritResult, type DestinationRanking, type Problem, type RankSettings, rankDefaults, type Standing } from './problem.ts'

/** Candidates shown beyond the credible set. */
const shownBeyond = 8

/** Ranks the candidates for every destination. Deterministic: the same problem and seed give the same answer. */
export function rankCulprits(problem: Problem, settings: Partial<RankSettings> = {}): CulpritResult {
  const steps = rankInSteps(problem, settings)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same, pausing after each destination, so that a caller can let others have their turn, or stop. */
export function* rankInSteps(problem: Problem, settings: Partial<RankSettings> = {}): Generator<void, CulpritResult> {
  const all = { ...rankDefaults, ...settings }
  const exposures = exposuresOf(problem)
  const weights = Float64Array.from(problem.candidates, (candidate) => candidate.weight)
  const ranked: DestinationRanking[] = []
  for (const contacts of problem.destinations) {
    const few = contacts.hosts.length < 2 || problem.candidates.length === 0
    ranked.push(few ? unranked(contacts.hosts.length) : rankOne(eventsOf(contacts, problem.stratum, exposures), exposures, weights, all))
    yield
  }
  const weightOf = problem.destinations.map(({ weight }) => weight)
  return { destinations: withQ(ranked, weightOf, all.alpha) }
}

/**
 * Benjamini and Hochberg over the destinations, after Gilbert (2005): Tarone's filter first, so that destinations whose
 * few contacts could never be significant in this batch do not weigh on the others.
 */
function withQ(ranked: readonly DestinationRanking[], weightOf: readonly number[], alpha: number): DestinationRanking[] {
  const tested = ranked.flatMap((one, index) => (one.state === 'tested' ? [{ ...one, weight: weightOf[index] as number, index }] : []))
  const { testable } = tarone(
    tested.map((one) => one.least),
    alpha,
  )
  const kept = tested.filter((_, index) => testable[index])
  const q = benjaminiHochberg(
    kept.map((one) => one.corrected),
    kept.map((one) => one.weight),
  )
  const corrected = new Map(kept.map((one, place) => [one.index, q[place] as number]))
  return ranked.map((one, index) => ({
    ...one,
    state: one.state === 'tested' && !corrected.has(index) ? 'untestable' : one.state,
    q: corrected.get(index) ?? 1,
  }))
}

function unranked(contacts: number): DestinationRanking {
  const state = contacts < 2 ? 'one host' : 'untestable'
  return { state, contacts, testable: 0, least: 1, corrected: 1, permutations: 0, q: 1, ranking: [], setSize: 0, noneInSet: true, none: 1 }
}

function rankOne(events: Events, exposures: Exposures, weights: Float64Array, settings: RankSettings): DestinationRanking {
  const looks = examine(events, exposures, settings)
  const posterior = posteriorOf(looks.logBayes, weights, settings.priorNone)
  const set = credibleSet(posterior, settings.credibility)
  const ranking = Array.from(set.order.subarray(0, set.size + shownBeyond), (candidate): Standing => {
    const test = looks.tests[candidate]
    const hits = looks.hits[candidate] as number
    return {
      candidate,
      hits,
      expected: looks.expected[candidate] as number,
      p: test ? (test.tail[hits] as number) : 1,
      logBayes: looks.logBayes[candidate] as number,
      posterior: posterior.candidates[candidate] as number,
    }
  })
  return {
    ...test(events, exposures, looks.tests, settings),
    contacts: events.count,
    q: 1,
    ranking,
    setSize: set.size,
    noneInSet: set.noneInSet,
    none: posterior.none,
  }
}

interface Looks {
  readonly logBayes: Float64Array
  readonly hits: Int32Array
  readonly expected: Float64Array
  /** Undefined for candidates that cannot reach the level. */
  readonly tests: readonly (Hits | undefined)[]
}

function examine(events: Events, exposures: Exposures, settings: RankSettings): Looks {
  const { candidates } = exposures
  const looks = { logBayes: new Float64Array(candidates), hits: countHits(events, candidates), expected: new Float64Array(candidates) }
  const tests: (Hits | undefined)[] = []
  const exposed = new Int32Array(events.count)
  const pending = new Int32Array(events.count)
  for (let candidate = 0; candidate < candidates; candidate++) {
    const expected = countExposed(candidate, events, exposures, exposed)
    looks.expected[candidate] = expected
    looks.logBayes[candidate] = logBayesFactor(candidate, candidates, events, exposed, pending)
    tests.push(testHits(events, exposed, looks.hits[candidate] as number, expected, settings.alpha))
  }
  return { ...looks, tests }
}

function countHits(events: Events, candidates: number): Int32Array {
  const hits = new Int32Array(candidates)
  for (let event = 0; event < events.count; event++) {
    const moment = events.time[event] as number
    for (let candidate = 0; candidate < candidates; candidate++) {
      if ((events.since[event * candidates + candidate] as number) < moment) hits[candidate] = (hits[candidate] as number) + 1
    }
  }
  return hits
}

type Tested = Pick<DestinationRanking, 'state' | 'testable' | 'least' | 'corrected' | 'permutations'>

/** Tarone's filter, then the smallest p-value, corrected for all candidates that were left. */
function test(events: Events, exposures: Exposures, tests: readonly (Hits | undefined)[], settings: RankSettings): Tested {
  const possible = tests.flatMap((one, candidate) => (one ? [{ ...one, candidate }] : []))
  const { testable } = tarone(
    possible.map((one) => one.least),
    settings.alpha,
  )
  const kept = possible.filter((_, index) => testable[index])
  const least = possible.reduce((a, one) => Math.min(a, one.least), 1)
  if (kept.length === 0) return { state: 'untestable', testable: 0, least, corrected: 1, permutations: 0 }

  const best = kept.reduce((a, one) => Math.min(a, one.tail[one.hits] as number), 1)
  const most = permutationsFor(events, exposures, settings)
  // Bonferroni's bound is already exact enough below what permutations can resolve. Adding that resolution to the
  // permutation p-value keeps the rule "whichever" valid: P(p ≤ a) ≤ P(bound ≤ finest) + P(permutation p ≤ a − finest).
  const finest = 1 / (most + 1)
  const bound = kept.length * best
  if (best >= 1) return { state: 'tested', testable: kept.length, least, corrected: 1, permutations: 0 }
  if (bound <= finest) return { state: 'tested', testable: kept.length, least, corrected: bound, permutations: 0 }
  const { p, permutations } = minP(events, exposures, reachOf(kept, best, tests.length), most, settings)
  return { state: 'tested', testable: kept.length, least, corrected: Math.min(1, p + finest), permutations }
}

/** For each candidate the hits from which on its p-value is at most `best`. */
function reachOf(kept: readonly (Hits & { readonly candidate: number })[], best: number, candidates: number): Uint16Array {
  const reach = new Uint16Array(candidates).fill(unreachable)
  const limit = best * (1 + 1e-9)
  for (const { candidate, tail } of kept) {
    const from = tail.findIndex((p) => p <= limit)
    if (from >= 0) reach[candidate] = Math.min(from, unreachable)
  }
  return reach
}
