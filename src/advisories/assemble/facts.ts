import type { Named, StatedDate, Technique } from '../advisory.ts'
import { cvesIn, type Fact } from '../extract/cves.ts'
import { datesIn } from '../extract/dates.ts'
import { techniquesIn } from '../extract/techniques.ts'
import { type Block, placeIn } from '../text/block.ts'
import { sentenceAround } from '../text/sentence.ts'

export interface Facts {
  readonly cves: readonly Named[]
  readonly techniques: readonly Technique[]
  readonly dates: readonly StatedDate[]
}

/** CVEs, techniques and dates of the blocks, each once, where it stands first. */
export function factsOf(blocks: readonly Block[]): Facts {
  const cves = new Map<string, Named>()
  const techniques = new Map<string, Technique>()
  const dates = new Map<string, StatedDate>()
  for (const block of blocks) {
    if (block.take === 'nothing') continue
    const named = ({ value, start, end }: Fact): Named => ({ id: value, place: placeIn(block, start), sentence: sentenceAround(block, start, end) })
    for (const fact of cvesIn(block.text)) if (!cves.has(fact.value)) cves.set(fact.value, named(fact))
    for (const fact of techniquesIn(block.text)) if (!techniques.has(fact.value)) techniques.set(fact.value, { ...named(fact), asWritten: fact.asWritten })
    for (const fact of datesIn(block.text)) {
      const { id: date, place, sentence } = named(fact)
      if (!dates.has(date)) dates.set(date, { date, asWritten: fact.asWritten, place, sentence })
    }
  }
  return { cves: [...cves.values()], techniques: [...techniques.values()], dates: [...dates.values()] }
}
