import type { SideFile } from '../diff/side.ts'
import type { FactRule } from './evidence.ts'
import { traitValue } from './traits.ts'

/** What is searched for in bytes of any kind. */
const searching: ReadonlySet<string> = new Set(['strings', 'yara'])

/** Class I: what holds a release because there is nothing to judge. */
export const emptyFacts: readonly FactRule[] = [
  {
    name: 'nothing-to-read',
    class: 'I',
    title: 'There is nothing in it to judge',
    innocentIf: 'the release is meant to be empty, or holds data only',
    absolute: true,
    *find({ comparison: { now } }) {
      const { artifact } = now.record
      if (now.files.some(isReadable)) return
      const empty = now.files.every(({ member }) => member.size === 0 || member.container !== undefined)
      yield {
        says: empty ? 'There is nothing in it.' : 'There is nothing in it that could be read.',
        now: empty ? 'empty' : 'no file of a kind that can be read',
        path: artifact.path,
      }
    },
  },
]

/** Read by a reader of its own kind (text is searched for in anything), or text that anybody can read, or a picture or the like. */
function isReadable({ member, content }: SideFile): boolean {
  if (member.size === 0 || content === undefined) return false
  if (content.units.length > 0 || content.plain !== '') return true
  return (
    content.readers.some((reader) => !searching.has(reader)) ||
    traitValue(content.traits, 'file.text') === true ||
    traitValue(content.traits, 'file.medium') !== undefined
  )
}
