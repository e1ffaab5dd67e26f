import type { Comparison, NovelUnit } from '../diff/compare.ts'
import type { FactRule } from './evidence.ts'

const commandKind = 'manifest.command'

/** Class B: what runs because people and scripts start something else by that name. */
export const shadowingFacts: readonly FactRule[] = [
  {
    name: 'shadowing-command',
    class: 'B',
    title: 'A new command has the name of a tool of others',
    technique: 'T1574.007',
    innocentIf: 'the package is that tool, or is known to bring it',
    absolute: false,
    *find({ comparison, known }) {
      const own = ownNames(comparison)
      const old = new Set(comparison.before?.files.flatMap(({ content }) => (content?.units ?? []).flatMap((unit) => commandOf(unit) ?? [])))
      for (const unit of comparison.novel) {
        const name = commandOf(unit)
        if (name === undefined || old.has(name) || own.has(name) || !known.names.commands.has(name)) continue
        yield {
          says: `Whoever starts ${name} may now start this package instead: it brings a command of that name.`,
          now: unit.says ?? name,
          before: 'no such command',
          path: unit.file.path,
          place: unit.place,
        }
      }
    },
  },
]

/** `npm: lib/np.js` → `npm` */
function commandOf({ kind, says = '' }: Pick<NovelUnit, 'kind' | 'says'>): string | undefined {
  return kind === commandKind ? /^([^:=]{1,80}?)\s{0,8}[:=]/.exec(says)?.[1] : undefined
}

/** `@scope/git` may bring `git`. */
function ownNames({ now }: Comparison): Set<string> {
  const { name } = now.record.identity
  return new Set([name, name.slice(name.lastIndexOf('/') + 1)])
}
