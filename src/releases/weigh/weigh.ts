import type { Fact, FactClass } from '../fact.ts'
import type { Found } from '../facts/evidence.ts'
import type { VetWord } from '../vetting.ts'
import type { Step } from './step.ts'
import type { Weights } from './weights.ts'

export interface Weighed {
  readonly word: VetWord
  readonly points: number
  /** Heaviest first. */
  readonly facts: readonly Fact[]
  /** Classes with points. */
  readonly classes: readonly FactClass[]
}

export interface Circumstances {
  readonly step: Step
  /** False: nothing to compare with, so at most HOLD unless a fact of class A says otherwise. */
  readonly compared: boolean
}

/** Facts of these names hold a release whatever their points: policy, or nothing to judge by; not suspicion. */
const policies: ReadonlySet<string> = new Set(['too-young', 'nothing-to-read'])

/** Gives every found fact its points and the release its verdict. Pure; adding a fact never lowers the verdict. */
export function weigh(found: readonly Found[], weights: Weights, { step, compared }: Circumstances): Weighed {
  const factor = step === 'unknown' ? 1 : weights.step[step]
  const facts = [...Map.groupBy(found, (fact) => fact.name).values()].flatMap((group) => pointed(group, weights))
  const byClass = new Map<FactClass, number>()
  for (const fact of facts) byClass.set(fact.class, (byClass.get(fact.class) ?? 0) + fact.points)
  const classes = [...byClass].filter(([, sum]) => sum > 0).map(([name]) => name)
  const suspicion = [...byClass].filter(([name]) => name !== 'A').reduce((sum, [, points]) => sum + Math.min(points, weights['class-most']), 0)
  const stepped = suspicion * factor
  // The step may raise the sum, not what one class alone can say.
  const points = rounded((byClass.get('A') ?? 0) + (classes.length === 1 ? Math.min(stepped, weights['class-most']) : stepped))
  const ranked = facts.map((fact) => ({ ...fact, points: rounded(fact.points) })).sort((a, b) => b.points - a.points || order(a).localeCompare(order(b)))
  return { word: word(), points, facts: ranked, classes: classes.sort() }

  function word(): VetWord {
    if ((byClass.get('A') ?? 0) > 0) return 'BLOCK'
    if (compared && points >= weights.block && classes.length >= 2) return 'BLOCK'
    return points >= weights.hold || facts.some((fact) => policies.has(fact.name)) ? 'HOLD' : 'ALLOW'
  }
}

/** The strongest sign counts in full, each further one a share of the one before. */
function pointed(group: readonly Found[], weights: Weights): Fact[] {
  return group
    .map((sign) => ({ sign, scale: scaleOf(sign, weights) }))
    .sort((a, b) => b.scale - a.scale || order(a.sign).localeCompare(order(b.sign)))
    .map(({ sign: { scopes: _, among: __, ...fact }, scale }, index) => ({
      ...fact,
      points: (weights.points[fact.name] ?? 0) * scale * weights.repeat ** index,
    }))
}

/** The share of its points that a sign deserves under its circumstances. */
export function scaleOf({ scopes = [], among = 0 }: Pick<Found, 'scopes' | 'among'>, { scopes: shares, dilution }: Weights): number {
  const decades = Math.log(Math.max(1, among / dilution.alone)) / Math.log(dilution.half / dilution.alone)
  return scopes.reduce((scale, scope) => scale * shares[scope], 1 / (1 + decades))
}

function order({ name, path = '', place }: Pick<Fact, 'name' | 'path' | 'place'>): string {
  return `${name}\0${path}\0${String(place?.line ?? place?.offset ?? 0).padStart(12, '0')}`
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
