import { bytes } from '../../base/text.ts'
import type { Capability } from '../capability.ts'
import { normalPath } from '../diff/normal-path.ts'
import type { SideFile } from '../diff/side.ts'
import { alike } from './alike.ts'
import type { FactRule } from './evidence.ts'
import { holds } from './stretches.ts'
import { numberOf, traitValue } from './traits.ts'
import { unitSign } from './unit-sign.ts'

/** Score of the reader, 0…100, from which code counts as written not to be read. Minified code has 0. */
const obfuscated = 50

/** Data and what makes a program of it, all in one statement: neither is there for anything else. */
const encodedProgram: readonly (readonly Capability[])[] = [['blob-literal'], ['decode'], ['execute', 'shell', 'evaluate']]

/** Class D: code that hides what it does, and code that takes its orders from where nobody looks. */
export const hiddenCodeFacts: readonly FactRule[] = [
  {
    name: 'new-obfuscated-file',
    class: 'D',
    title: 'Code that is written not to be read',
    technique: 'T1027',
    innocentIf: 'the vendor protects all its code this way',
    absolute: true,
    *find({ comparison }) {
      for (const { now, before, novel } of comparison.files) {
        const trait = now.content?.traits.find(({ name, value }) => name.endsWith('.obfuscated') && typeof value === 'number' && value >= obfuscated)
        if (trait === undefined || novel.length === 0) continue
        if ((numberOf(before?.content?.traits, trait.name) ?? 0) >= obfuscated) continue
        const reasons = traitValue(now.content?.traits, trait.name.replace(/obfuscated$/, 'obfuscation-reasons'))
        yield {
          says: `${now.path} (${bytes(now.member.size)}) is written so that nobody can read it.`,
          now: String(reasons ?? trait.value),
          before: before ? 'could be read' : 'no such file',
          path: now.path,
        }
      }
    },
  },
  {
    name: 'code-out-of-sight',
    class: 'D',
    title: 'Code that lies beyond the edge of the screen',
    technique: 'T1027',
    innocentIf: 'what lies there is a table or a text, and no code',
    absolute: true,
    *find({ comparison }) {
      for (const { now, before, novel } of comparison.files) {
        const line = numberOf(now.content?.traits, 'file.out-of-sight')
        if (line === undefined || numberOf(before?.content?.traits, 'file.out-of-sight') !== undefined) continue
        const unit = novel.find(({ place }) => place.line === line)
        if (unit === undefined) continue
        yield {
          says: `Line ${line} of ${now.path} goes on behind a long run of blanks, where nobody looks.`,
          now: unit.says ?? unit.kind,
          ...(before && { before: 'no such line' }),
          path: now.path,
          place: { line },
        }
      }
    },
  },
  {
    name: 'encoded-program',
    class: 'D',
    title: 'A literal holds a program that is decoded and run on the spot',
    technique: 'T1027.009',
    innocentIf: 'the literal can be decoded and is what the vendor says it is',
    absolute: true,
    *find({ comparison }) {
      const unit = comparison.novel.find(({ capabilities }) => holds(encodedProgram, new Set(capabilities)))
      if (unit === undefined) return
      yield {
        ...unitSign(unit, `A literal in ${unit.file.path} is decoded and run in the statement that holds it.`),
        ...(comparison.before && { before: 'no such literal' }),
        among: alike(comparison, unit),
      }
    },
  },
  {
    name: 'test-data-used',
    class: 'D',
    title: 'Code reads test files or documents',
    technique: 'T1027.009',
    innocentIf: 'the code only runs in tests',
    absolute: false,
    *find({ comparison }) {
      const { before, now } = comparison
      if (before === undefined) return
      const called = new Set(before.files.filter(isCalled).map(({ path }) => normalPath(path)))
      for (const file of now.files) {
        if (!isCalled(file) || called.has(normalPath(file.path))) continue
        const known = before.files.some(({ path }) => path === file.path)
        yield {
          says: `Code of the release now uses ${file.path}, which looks like a file of the ${file.standing}s.`,
          now: 'used',
          before: known ? 'not used' : 'no such file',
          path: file.path,
        }
      }
    },
  },
]

/** Documents are read to be shown; a test or an example is no part of a program. */
function isCalled({ called, standing }: SideFile): boolean {
  return called && (standing === 'test' || standing === 'example')
}
