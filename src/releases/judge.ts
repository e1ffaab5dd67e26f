import type { Comparison } from './diff/compare.ts'
import { findFacts, type Policy } from './facts/evidence.ts'
import { factRules } from './facts/facts.ts'
import { knownTables } from './facts/known-tables.ts'
import { treeOf } from './tree.ts'
import type { Vetting } from './vetting.ts'
import { conclusionOf } from './weigh/conclusion.ts'
import { type Step, stepOf } from './weigh/step.ts'
import { weigh } from './weigh/weigh.ts'
import { builtInWeights, type Weights } from './weigh/weights.ts'

/** Releases of registries were found out within hours or days: so long is waited, in hours. */
const usualAge = 72

export interface JudgeOptions {
  /** Look releases up among the known-compromised ones; true when absent. */
  readonly known?: boolean
  readonly weights?: Weights
  readonly policy?: Partial<Policy>
}

/** Facts and verdict of a comparison, with the versions of the tables they rest on. */
export function judge(
  comparison: Comparison,
  at: Date,
  { known: compromised = true, weights = builtInWeights(), policy }: JudgeOptions = {},
): Pick<Vetting, 'word' | 'points' | 'facts' | 'conclusion' | 'tree' | 'rules'> {
  const { known, rules } = knownTables({ compromised })
  const found = findFacts(factRules, { comparison, known, at: at.getTime(), policy: { ageHours: usualAge, ...policy } })
  const weighed = weigh(found, weights, { step: step(comparison), compared: comparison.before !== undefined })
  return {
    word: weighed.word,
    points: weighed.points,
    facts: weighed.facts,
    conclusion: conclusionOf(weighed, comparison),
    tree: treeOf(comparison, weighed.facts),
    rules: [{ name: 'weights', version: weights.version }, ...rules],
  }
}

function step({ now, before }: Comparison): Step {
  return stepOf(now.record.identity.version, before?.record.identity.version)
}
