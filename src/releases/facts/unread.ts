import { some } from '../../base/text.ts'
import type { ComparedFile, Comparison } from '../diff/compare.ts'
import type { FactRule } from './evidence.ts'
import { traitValue } from './traits.ts'

/** Class D: what no reader knows. Only said: it is neither harmless nor harmful. */
export const unreadFacts: readonly FactRule[] = [
  {
    name: 'unread-language',
    class: 'D',
    title: 'New code in a language that is not read',
    innocentIf: 'somebody who reads the language has looked at it',
    absolute: true,
    *find({ comparison }) {
      const files = unreadCode(comparison)
      const [first] = files
      if (first === undefined) return
      yield {
        says: `${some(files.map(({ now }) => now.path))} was not read: no reader knows the language.`,
        now: first.now.content?.notes[0] ?? 'not read',
        ...(comparison.before && { before: first.before ? 'another content' : 'no such file' }),
        path: first.now.path,
      }
    },
  },
]

/** Files that may run, are not as they were, and are in a language without a reader. */
export function unreadCode({ files }: Pick<Comparison, 'files'>): ComparedFile[] {
  return files.filter(({ now, change }) => now.live && change !== 'same' && traitValue(now.content?.traits, 'file.unread') === 'language')
}
