import { basename, dirname } from 'node:path/posix'
import type { ComparedFile } from '../diff/compare.ts'
import type { FactRule } from './evidence.ts'
import { isNative } from './native.ts'

const pairless = 2

/**
 * Class G: a library beside a program that takes the place of another one. In 3CX the program loaded ffmpeg.dll, which read its orders
 * from d3dcompiler_47.dll beside it: two libraries of one folder change in one release, and one now names the other.
 */
export const sideLoadingFacts: readonly FactRule[] = [
  {
    name: 'side-loading-pair',
    class: 'G',
    title: 'Two libraries changed together, and one now loads or reads the other',
    technique: 'T1574.001',
    innocentIf: 'both belong to one component that was updated',
    absolute: false,
    *find({ comparison }) {
      const changed = comparison.files.filter((file) => file.change !== 'same' && isLibrary(file))
      if (changed.length < pairless) return
      for (const file of changed) {
        for (const other of changed) {
          if (other === file || dirname(other.now.path) !== dirname(file.now.path)) continue
          const name = basename(other.now.path).toLowerCase()
          const unit = file.novel.find(
            ({ kind, says = '', imports = [], files = [] }) =>
              !(kind === 'symbol-version' && linkedBefore(file, name)) &&
              (imports.includes(name) || files.some((one) => basename(one).toLowerCase() === name) || says.toLowerCase().includes(name)),
          )
          if (unit)
            yield {
              says: `${file.now.path} now names ${basename(other.now.path)}, which lies beside it and changed, too.`,
              now: unit.says ?? name,
              before: 'did not name it',
              path: file.now.path,
              place: unit.place,
            }
        }
      }
    },
  },
  {
    name: 'forwards-everything',
    class: 'G',
    title: 'A library stands in the place of another one',
    technique: 'T1574.001',
    innocentIf: 'the library is a documented wrapper',
    absolute: false,
    *find({ comparison }) {
      for (const file of comparison.files) {
        const forwards = file.novel.filter(({ kind }) => kind === 'forwarder')
        const exported = file.full?.units.filter(({ kind }) => kind === 'export' || kind === 'forwarder').length ?? 0
        if (forwards.length < 3 || forwards.length * 2 < exported) continue
        yield {
          says: `${file.now.path} hands most calls on to another library: it stands in that one's place.`,
          now: forwards[0]?.says ?? '',
          before: file.before ? 'did the work itself' : 'no such file',
          path: file.now.path,
        }
      }
    },
  },
]

/** Of a library that was linked before it only says that something else of it is used now. */
function linkedBefore({ before }: ComparedFile, name: string): boolean {
  return before?.content?.units.some(({ kind, imports = [] }) => kind === 'library' && imports.some((one) => one.toLowerCase() === name)) ?? false
}

function isLibrary(file: ComparedFile): boolean {
  return isNative(file) && /\.(?:dll|so(?:\.[\d.]+)?|dylib)$/i.test(file.now.path)
}
