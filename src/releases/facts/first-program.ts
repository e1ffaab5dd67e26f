import { basename } from 'node:path/posix'
import type { ComparedFile } from '../diff/compare.ts'
import type { SideFile } from '../diff/side.ts'
import type { FactRule } from './evidence.ts'
import { isNative, isProgram } from './native.ts'

/** Programs whose names do not say so to the people who open them. */
const veiled = /\.(?:scr|pif|cpl|com)$/i

/** Class G: programs where there were none, or under a name that another one is looked for by. */
export const firstProgramFacts: readonly FactRule[] = [
  {
    name: 'first-program',
    class: 'G',
    title: 'The first program for a processor in what was scripts and data',
    technique: 'T1027.009',
    innocentIf: 'the notes of the release announce it, and its source is public',
    absolute: false,
    *find({ comparison: { files, before } }) {
      const had = before?.files ?? []
      const isFirst = !had.some(isProgram)
      const [first, ...more] = files.filter((file) => isNative(file) && !file.now.isArtifact && (isFirst || isNewlyVeiled(file, had)))
      if (first === undefined) return
      yield {
        says: `${first.now.path} is ${isFirst ? 'the first program in it that a processor runs' : 'a program with an ending that few know for one'}.`,
        now: more.length === 0 ? first.now.path : `${first.now.path} and ${more.length} more`,
        before: isFirst ? 'no program' : 'no program with this ending',
        path: first.now.path,
      }
    },
  },
  {
    name: 'system-library-name',
    class: 'G',
    title: 'A new library has the name of one of the system',
    technique: 'T1574.001',
    innocentIf: 'the vendor documents that its programs need their own copy',
    absolute: false,
    *find({ comparison, known }) {
      for (const file of comparison.files) {
        const name = basename(file.now.path).toLowerCase()
        if (!known.names.libraries.has(name) || (file.before && basename(file.before.path).toLowerCase() === name)) continue
        yield {
          says: `${file.now.path} has the name of a library of Windows: programs beside it load it in that one's place.`,
          now: file.now.path,
          before: 'no such file',
          path: file.now.path,
        }
      }
    },
  },
]

function isNewlyVeiled({ now, before }: ComparedFile, had: readonly SideFile[]): boolean {
  return veiled.test(now.path) && !(before && veiled.test(before.path)) && !had.some(({ path }) => veiled.test(path))
}
