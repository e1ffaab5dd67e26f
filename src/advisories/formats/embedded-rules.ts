import type { Pattern } from '../advisory.ts'
import { documentOf } from '../document.ts'
import type { AdvisoryFormat, ReadContext, Reading } from '../format.ts'
import { sigma } from './sigma/index.ts'
import { suricata } from './suricata/index.ts'
import { yara } from './yara/index.ts'

const readers: Partial<Readonly<Record<Pattern['language'], AdvisoryFormat>>> = { sigma, suricata, yara }

/** What a rule inside a structured file gives to look for, read as a file of its own; undefined for languages without a reader. */
export function embeddedRule(
  { language, text, place }: Pattern,
  context: ReadContext,
): Pick<Reading, 'indicators' | 'blocks' | 'cves' | 'techniques'> | undefined {
  const reading = context.late() ? undefined : readers[language]?.read(documentOf(Buffer.from(text)), context)
  if (reading === undefined || reading instanceof Promise) return undefined
  const placed = <T>(items: readonly T[] = []) => items.map((item) => ({ ...item, place }))
  return {
    indicators: placed(reading.indicators),
    blocks: (reading.blocks ?? []).map((block) => ({ ...block, part: place.part })),
    cves: placed(reading.cves),
    techniques: placed(reading.techniques),
  }
}
