import { holds } from './compare.ts'
import type { Observable, Observation } from './observation.ts'
import type { Comparison, Pattern, Qualifier } from './pattern.ts'
import { PatternError } from './pattern-error.ts'
import { valuesAt } from './values.ts'

/** Observations that satisfy a pattern together, as positions in the list given. */
export interface Match {
  readonly observations: readonly number[]
  readonly first: number
  readonly last: number
}

/** Steps of the search for observations that fit together; honest patterns over honest data need far fewer. */
const mostSteps = 1_000_000

/**
 * The first match of a pattern, in the order of time, or undefined (STIX 2.1, 9.5 to 9.8). Joined expressions need different
 * observations; FOLLOWEDBY needs everything on its right at or after everything on its left; WITHIN spans all observations
 * of what it qualifies. Throws PatternError when the search takes too long: then it cannot be told.
 */
export function evaluatePattern(pattern: Pattern, observations: readonly Observation[]): Match | undefined {
  const order = observations.map((_, index) => index).sort((a, b) => (observations[a]?.first ?? 0) - (observations[b]?.first ?? 0))
  const search = { observations, order, matching: new Map<Comparison, readonly Match[]>(), steps: 0 }
  for (const match of solve(pattern, search)) return match
  return undefined
}

/** Whether one object of an observation is what a comparison asks for. */
export function isObserved(comparison: Comparison, observation: Observation): boolean {
  for (const object of observation.objects.values()) if (fits(comparison, object, observation)) return true
  return false
}

function fits(comparison: Comparison, object: Observable, observation: Observation): boolean {
  if (comparison.kind !== 'test') {
    const left = fits(comparison.left, object, observation)
    return left === (comparison.kind === 'or') ? left : fits(comparison.right, object, observation)
  }
  const { path, operator, negated, literals } = comparison
  if (object.type !== path.type) return false
  const values = valuesAt(object, path.steps, observation)
  if (operator === 'EXISTS') return values.length > 0 !== negated
  return values.some((value) => holds(value, operator, literals) !== negated)
}

interface Search {
  readonly observations: readonly Observation[]
  /** Positions by time. */
  readonly order: readonly number[]
  readonly matching: Map<Comparison, readonly Match[]>
  steps: number
}

function* solve(pattern: Pattern, search: Search): Generator<Match> {
  switch (pattern.kind) {
    case 'observation':
      yield* single(pattern.comparison, search)
      return
    case 'or':
      yield* solve(pattern.left, search)
      yield* solve(pattern.right, search)
      return
    case 'qualified':
      yield* qualified(pattern.pattern, pattern.qualifier, search)
      return
    default:
      yield* joined(pattern.left, pattern.right, pattern.kind === 'followed-by', search)
  }
}

function single(comparison: Comparison, search: Search): readonly Match[] {
  const known = search.matching.get(comparison)
  if (known) return known
  const found = search.order.flatMap((index): Match[] => {
    const observation = search.observations[index]
    if (!observation || !isObserved(comparison, observation)) return []
    return [{ observations: [index], first: observation.first, last: observation.last }]
  })
  search.matching.set(comparison, found)
  return found
}

function* joined(left: Pattern, right: Pattern, inOrder: boolean, search: Search): Generator<Match> {
  for (const one of solve(left, search)) {
    for (const other of solve(right, search)) {
      step(search)
      if (inOrder && other.first < one.last) continue
      const both = together(one, other)
      if (both) yield both
    }
  }
}

function* qualified(pattern: Pattern, qualifier: Qualifier, search: Search): Generator<Match> {
  if (qualifier.kind === 'repeats') {
    yield* repeated(pattern, qualifier.times, search)
    return
  }
  for (const match of solve(pattern, search)) {
    step(search)
    if (qualifier.kind === 'within' && match.last - match.first <= qualifier.seconds * 1e6) yield match
    if (qualifier.kind === 'between' && match.first >= qualifier.start && match.last < qualifier.stop) yield match
  }
}

/** Neighbours in time first: no other choice is closer together. */
function* repeated(pattern: Pattern, times: number, search: Search): Generator<Match> {
  const all = [...solve(pattern, search)].sort((a, b) => a.first - b.first)
  for (let from = 0; from + times <= all.length; from += 1) {
    const neighbours = all.slice(from, from + times).reduce<Match | undefined>((sum, next) => sum && together(sum, next), nothing)
    step(search)
    if (neighbours) yield neighbours
  }
  yield* choices(all, times, nothing, 0, search)
}

const nothing: Match = { observations: [], first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }

function* choices(all: readonly Match[], left: number, chosen: Match, from: number, search: Search): Generator<Match> {
  if (left === 0) {
    yield chosen
    return
  }
  for (let index = from; index + left <= all.length; index += 1) {
    step(search)
    const next = all[index]
    const more = next && together(chosen, next)
    if (more) yield* choices(all, left - 1, more, index + 1, search)
  }
}

/** undefined when they share an observation: each stands for itself once. */
function together(one: Match, other: Match): Match | undefined {
  if (other.observations.some((index) => one.observations.includes(index))) return undefined
  return { observations: [...one.observations, ...other.observations], first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) }
}

function step(search: Search): void {
  search.steps += 1
  if (search.steps > mostSteps) throw new PatternError('too many combinations of observations to try', 0)
}
