import type { VetWord } from '../../src/releases/vetting.ts'
import type { Weights } from '../../src/releases/weigh/weights.ts'
import { type Findings, verdictOf } from './vet-pair.ts'

/** An attack (all its steps) or one benign pair. The examples of one group weigh as much as any other group together. */
export interface Example {
  readonly kind: 'attack' | 'benign'
  readonly group: string
  readonly steps: readonly Findings[]
}

export interface Loss {
  /** What is made small. */
  readonly loss: number
  readonly blocked: number
  readonly heldAttacks: number
  readonly missed: number
  readonly heldBenign: number
  readonly blockedBenign: number
}

/** What an error costs: a wrong block stops work and so costs most; a wrong hold costs a person's look. */
const cost = { missed: 10, notBlocked: 2, held: 4, blocked: 20 } as const
/** How strongly weights are drawn to where they were, for each point: what few examples have must not run away. */
const pull = 0.003
/** No fit takes points below half or above one and a half of what was judged: some hundred pairs cannot say more than that. */
const furthest = [0.5, 1.5] as const

/**
 * The cost of the verdicts. Beside the counted errors each example adds a smooth part, how far its points are on the
 * wrong side of a border (logistic, 8 points wide), so that a search sees which way is better before a verdict turns.
 */
export function lossOf(weights: Weights, examples: readonly Example[]): Loss {
  const judged = examples.map((example) => ({ ...example, verdict: worst(example, weights) }))
  const groups = Map.groupBy(judged, ({ kind, group }) => `${kind} ${group}`)
  const kinds = { attack: 0, benign: 0 }
  for (const [first] of groups.values()) if (first) kinds[first.kind] += 1
  let loss = 0
  for (const members of groups.values()) {
    for (const { kind, verdict } of members) loss += costOf(kind, verdict, weights) / (members.length * kinds[kind])
  }
  const count = (kind: Example['kind'], word: VetWord) => judged.filter((each) => each.kind === kind && each.verdict.word === word).length
  return {
    loss: Number(loss.toFixed(6)),
    blocked: count('attack', 'BLOCK'),
    heldAttacks: count('attack', 'HOLD'),
    missed: count('attack', 'ALLOW'),
    heldBenign: count('benign', 'HOLD'),
    blockedBenign: count('benign', 'BLOCK'),
  }
}

function costOf(kind: Example['kind'], { word, points, classes }: Worst, weights: Weights): number {
  const belowHold = logistic((weights.hold - points) / 8)
  const belowBlock = logistic((weights.block - points) / 8)
  if (kind === 'benign')
    return cost.held * (Number(word !== 'ALLOW') + 0.5 * (1 - belowHold)) + cost.blocked * (Number(word === 'BLOCK') + 0.5 * (1 - belowBlock))
  const alone = classes < 2 && word !== 'BLOCK'
  return cost.missed * (Number(word === 'ALLOW') + 0.5 * belowHold) + cost.notBlocked * (Number(word !== 'BLOCK') + 0.5 * (alone ? 1 : belowBlock))
}

interface Worst {
  readonly word: VetWord
  readonly points: number
  readonly classes: number
}

function worst({ steps }: Example, weights: Weights): Worst {
  const rank = { BLOCK: 2, HOLD: 1, ALLOW: 0 } as const
  const verdicts = steps.map((step) => verdictOf(step, weights)).sort((a, b) => rank[b.word] - rank[a.word] || b.points - a.points)
  return { word: verdicts[0]?.word ?? 'ALLOW', points: verdicts[0]?.points ?? 0, classes: verdicts[0]?.classes.length ?? 0 }
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** What one class may count at most is tried at these values, too: it decides whether code alone can block. */
const classMost = [40, 45, 50, 55, 60, 65, 70]
const steps = [-15, -10, -5, -2, 2, 5, 10, 15]

/**
 * Coordinate search from the present weights: first what a class may count, then one fact after the other in the order
 * of the file, each by steps of 5 within its bounds, takes the value that makes the loss and the pull least; round after round,
 * until one changes nothing. Deterministic. Facts of class A stay at 100: they are alone enough by their meaning, not
 * by a fit. Facts that no example has stay as they are.
 */
export function fitted(weights: Weights, examples: readonly Example[], rounds = 6): Weights {
  const seen = new Set(examples.flatMap(({ steps: each }) => each.flatMap(({ found }) => found.filter((fact) => fact.class !== 'A').map(({ name }) => name))))
  const start = weights.points
  let now = weights
  let best = penalised(now)
  for (let round = 0, moved = true; moved && round < rounds; round++) {
    const coordinates = [
      () => classMost.map((most) => ({ ...now, 'class-most': most })),
      ...Object.keys(start)
        .filter((name) => seen.has(name))
        .map((name) => () => around(now, name, start[name] ?? 0)),
    ]
    moved = coordinates.map((tries) => tries().map(take).includes(true)).includes(true)
  }
  return now

  function take(tried: Weights): boolean {
    const loss = penalised(tried)
    if (loss >= best - 1e-9) return false
    now = tried
    best = loss
    return true
  }

  function penalised(tried: Weights): number {
    const drawn = Object.entries(start).reduce(
      (sum, [name, points]) => sum + Math.abs((tried.points[name] ?? 0) - points),
      Math.abs(tried['class-most'] - weights['class-most']),
    )
    return lossOf(tried, examples).loss + pull * drawn
  }
}

function around(weights: Weights, name: string, judged: number): readonly Weights[] {
  const present = weights.points[name] ?? 0
  const values = steps.map((step) => present + step).filter((value) => value >= furthest[0] * judged && value <= furthest[1] * judged)
  return values.map((value) => ({ ...weights, points: { ...weights.points, [name]: value } }))
}
