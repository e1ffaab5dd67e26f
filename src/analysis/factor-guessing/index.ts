import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { burstsOf } from '../statistics/bursts.ts'
import { codesFinding, sprayFinding } from './finding.ts'
import { factorTries, sprays, type Try, usualFailures } from './query.ts'
import { type GuessingSettings, settings } from './settings.ts'

export const factorGuessing = defineAnalysis<GuessingSettings>({
  name: 'factor-guessing',
  version: 1,
  title: 'Guessing of codes and passwords',
  looksFor: 'Many wrong second factors of one account within minutes, and one address that fails with many accounts in a day.',
  techniques: ['T1110.001', 'T1110.003', 'T1111'],
  needs: ['sign_in'],
  settings,
  run,
})

async function* run({ lake, settings: set, signal }: AnalysisInput<GuessingSettings>): AsyncGenerator<Finding> {
  const found: Finding[] = []
  for (const one of await factorTries(lake, set.leastWrong, signal)) {
    for (const guesses of guessesOf(one.tries, set)) found.push(codesFinding(one, guesses, set))
  }
  const usual = await usualFailures(lake, signal)
  for (const spray of await sprays(lake, set.leastAccounts, signal)) {
    const finding = sprayFinding(spray, usual, set)
    if (finding) found.push(finding)
  }
  yield* found.toSorted((a, b) => b.severity - a.severity || (a.first < b.first ? -1 : 1)).slice(0, set.mostFindings)
}

/** Wrong factors that are many within minutes, and the right one that came during them or soon after. */
export interface Guesses {
  readonly wrong: readonly Try[]
  readonly right?: Try
}

export function guessesOf(tries: readonly Try[], set: Pick<GuessingSettings, 'leastWrong' | 'withinMinutes'>): readonly Guesses[] {
  const bursts = burstsOf(
    tries.filter((one) => one.wrong),
    set.leastWrong,
    set.withinMinutes * 60,
  )
  return bursts.map(({ events, last }) => {
    const enough = events[set.leastWrong - 1]?.time ?? last
    const right = tries.find((one) => !one.wrong && one.time >= enough && one.time <= last + set.withinMinutes * 60)
    return { wrong: events, ...(right && { right }) }
  })
}
