import type { RecordedUnit } from '../record.ts'
import { resolved } from './called.ts'
import type { Side } from './side.ts'

/**
 * Files of the release before that nothing in it named, and that a hook of the new release starts. They came with one
 * release and run with the next: to whoever installs it their code is as new as the hook.
 */
export function dormantFiles(now: Side, before: Side): Set<string> {
  const named = namedBy(before, () => true)
  return new Set([...namedBy(now, ({ kind }) => kind === 'manifest.hook')].filter((path) => !named.has(path)))
}

/** Paths of files that units of the side name, with and without the endings of code. */
function namedBy({ files }: Side, wanted: (unit: RecordedUnit) => boolean): Set<string> {
  const names = new Set<string>()
  for (const { path, content } of files) {
    for (const unit of content?.units.filter(wanted) ?? [])
      for (const name of [...(unit.files ?? []), ...(unit.imports ?? []).filter((each) => each.startsWith('.'))]) names.add(resolved(path, name))
  }
  return new Set(
    files
      .map(({ path }) => path)
      .filter((path) => names.has(path) || names.has(path.replace(/\.[cm]?js$/, '')) || names.has(path.replace(/\/index\.[cm]?js$/, ''))),
  )
}
