import type { DestinationRanking, Standing } from './problem.ts'

/** Candidates beyond which a credible set says no more than "something explains it". */
const mostNamed = 12

/**
 * - `named`: some software explains the destination, at the false-discovery level of the batch.
 * - `lead`: it would at that level if this were the only destination, and one product is likelier than all else.
 * - `nothing`: chance, or something that is no installed software, explains it as well.
 */
export type Verdict = 'named' | 'lead' | 'nothing'

export function verdictOn(ranking: DestinationRanking, level: number): Verdict {
  if (ranking.state !== 'tested' || ranking.none >= 0.5 || ranking.setSize === 0 || ranking.setSize > mostNamed) return 'nothing'
  if (ranking.q <= level) return 'named'
  return ranking.corrected <= level ? 'lead' : 'nothing'
}

export function setOf(ranking: DestinationRanking): readonly Standing[] {
  return ranking.ranking.slice(0, ranking.setSize)
}
