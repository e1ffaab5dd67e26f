import type { NovelUnit } from '../diff/compare.ts'
import type { FactClass } from '../fact.ts'
import type { Trait } from '../reading.ts'
import { unitOf } from '../unit.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'

/** What rules of rules/yara and of the user find in files that are not text and did not find before. */
export const ruleFacts: readonly FactRule[] = [
  {
    name: 'known-family',
    class: 'A',
    title: 'A rule for known malware matches',
    technique: 'T1195.002',
    innocentIf: 'the product carries samples or rules of its own to find them',
    absolute: true,
    find: (on) => hits(on, (unit) => metaOf(unit, 'family') === true),
  },
  ...(['B', 'C', 'D', 'E', 'G'] as const).map(
    (name: FactClass): FactRule => ({
      name: `rule-${name.toLowerCase()}`,
      class: name,
      title: 'A rule matches what it did not match before',
      innocentIf: 'a new feature needs what the rule looks for',
      absolute: false,
      find: (on) => hits(on, (unit) => metaOf(unit, 'family') !== true && metaOf(unit, 'class') === name),
    }),
  ),
]

function hits({ comparison }: Evidence, wanted: (unit: NovelUnit) => boolean): Sign[] {
  return comparison.novel
    .filter((unit) => unit.kind === 'rule' && wanted(unit))
    .map((unit) => {
      const technique = metaOf(unit, 'technique')
      return {
        says: `In ${unit.file.path} the rule matches that finds: ${unit.says ?? 'what its name says'}.`,
        now: unit.says ?? '',
        ...(comparison.before && { before: 'no file matched it' }),
        path: unit.file.path,
        place: unit.place,
        ...(typeof technique === 'string' && { technique }),
      }
    })
}

/** The traits of a hit bear the name of its rule, and so does its id. */
function metaOf({ file, id }: NovelUnit, what: string): Trait['value'] | undefined {
  return file.content?.traits.find(({ name }) => {
    const rule = new RegExp(`^yara\\.(\\w{1,200})\\.${what}$`).exec(name)?.[1]
    return rule !== undefined && unitOf({ kind: 'rule', text: rule, place: {} }).id === id
  })?.value
}
