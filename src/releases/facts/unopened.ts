import { innerPath, normalPath, rootOf } from '../diff/normal-path.ts'
import type { ReleaseRecord } from '../record.ts'
import type { Unopened } from '../release.ts'
import type { FactRule } from './evidence.ts'
import { traitValue } from './traits.ts'

/** What a packer does not do by accident. */
const hostile: ReadonlySet<string> = new Set(['climbs-out', 'collision', 'device', 'ratio', 'too-deep'])

/** Class D: what cannot be looked into and could be before. */
export const unopenedFacts: readonly FactRule[] = [
  {
    name: 'new-encrypted-part',
    class: 'D',
    title: 'A new part that cannot be opened without a password',
    technique: 'T1027.013',
    innocentIf: 'the vendor says what is in it',
    absolute: true,
    *find({ comparison }) {
      for (const part of newlyUnopened(comparison.now.record, comparison.before?.record)) {
        if (part.code === 'encrypted')
          yield { says: `${part.path} is encrypted: ${sentence(part.says)}`, now: part.code, before: 'no such part', path: part.path }
      }
    },
  },
  {
    name: 'hostile-container',
    class: 'D',
    title: 'A container that is built to mislead',
    technique: 'T1036',
    innocentIf: 'the tool that packed it is known to do so',
    absolute: true,
    *find({ comparison }) {
      for (const part of newlyUnopened(comparison.now.record, comparison.before?.record)) {
        if (hostile.has(part.code)) yield { says: `${part.path} was refused: ${sentence(part.says)}`, now: part.code, before: 'no such part', path: part.path }
      }
    },
  },
  {
    name: 'unread-part',
    class: 'D',
    title: 'A new part that could not be read',
    innocentIf: 'the part opens with its own program',
    absolute: false,
    *find({ comparison }) {
      for (const part of newlyUnopened(comparison.now.record, comparison.before?.record)) {
        if (!hostile.has(part.code) && part.code !== 'encrypted' && part.code !== 'link')
          yield { says: `${part.path} could not be opened: ${sentence(part.says)}`, now: part.code, before: 'could be opened', path: part.path }
      }
      for (const { now, before, change } of comparison.files) {
        const why = traitValue(now.content?.traits, 'file.unread')
        // A language without a reader is said by a fact of its own.
        if (why === undefined || why === 'language' || change === 'same' || traitValue(before?.content?.traits, 'file.unread') !== undefined) continue
        yield {
          says: `${now.path} could not be read: ${now.content?.notes[0] ?? why}.`,
          now: String(why),
          ...(before && { before: 'could be read' }),
          path: now.path,
        }
      }
    },
  },
]

function newlyUnopened(now: ReleaseRecord, before: ReleaseRecord | undefined): Unopened[] {
  const known = new Set(before && partsOf(before).map(keyOf))
  return partsOf(now).filter((part) => !known.has(keyOf(part)))
}

function partsOf(record: ReleaseRecord): Unopened[] {
  const root = rootOf(record)
  return record.unopened.map((part) => ({ ...part, path: innerPath(part.path, root) }))
}

function keyOf({ code, path }: Unopened): string {
  return `${code} ${normalPath(path)}`
}

function sentence(says: string): string {
  return says.endsWith('.') ? says : `${says}.`
}
