import { basename } from 'node:path/posix'
import type { ComparedFile, Comparison, NovelUnit } from '../diff/compare.ts'
import type { Side } from '../diff/side.ts'
import type { RecordedUnit } from '../record.ts'

/** What tools that pack libraries along put into their names, so that no two releases share one: the beginning of a hash. */
const packedHash = /[-.][0-9a-f]{8}(?=[-.])/

/** Libraries that the file did not link: not those whose name only follows the build or the version of the release. */
export function newLibraries({ now, before, novel }: ComparedFile, comparison: Comparison): NovelUnit[] {
  const found = novel.filter(({ kind }) => kind === 'library')
  if (found.length === 0 || before === undefined || comparison.before === undefined) return found
  const linked = new Set(linkedBy(now.content?.units))
  const gone = linkedBy(before.content?.units).filter((name) => !linked.has(name))
  if (gone.length === 0) return found
  const [same, sameBefore] = [lastingNames(comparison.now), lastingNames(comparison.before)]
  const left = gone.map(sameBefore)
  return found.filter((unit) => {
    const [name] = linkedBy([unit])
    const at = name === undefined ? -1 : left.indexOf(same(name))
    // Each that went stands for one that came.
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** Names of linked libraries. Those that the loader calls into (audit) are no such library. */
function linkedBy(units: readonly RecordedUnit[] = []): string[] {
  return units.filter(({ kind, capabilities }) => kind === 'library' && capabilities.length === 0).flatMap(({ imports = [] }) => imports)
}

/** The name of a library without what changes with each release. */
function lastingNames({ files, record }: Side): (name: string) => string {
  const shipped = new Set(files.map(({ path }) => basename(path)))
  const versions = versionsOf(record.identity.version)
  return (name) => {
    const unhashed = shipped.has(name) ? name.replace(packedHash, '') : name
    return versions.reduce((text, version) => text.replaceAll(version, '#'), unhashed)
  }
}

/** A version as libraries are named after it, the longest first: with the revision of the distribution and without, never with the epoch. */
function versionsOf(version = ''): string[] {
  const whole = version.replace(/^\d+:/, '')
  // A single number stands in many names for something else.
  return [whole, whole.replace(/-[^-]*$/, '')].filter((text) => text.includes('.'))
}
