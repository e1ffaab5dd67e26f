import type { Capability } from '../capability.ts'
import { type Standing, standingOf } from '../code/standing.ts'
import { contentKey, type RecordedContent, type ReleaseRecord, unitIds } from '../record.ts'
import type { Member } from '../release.ts'
import { calledFiles } from './called.ts'
import { isInstalledPackage, isOfRepository } from './idle.ts'
import { isLiveKind } from './live-kind.ts'
import { innerPath, rootOf } from './normal-path.ts'

/** A member of a release with what was found in it. */
export interface SideFile {
  /** Inside the artifact; of the artifact itself its name. */
  readonly path: string
  readonly member: Member
  readonly isArtifact: boolean
  readonly standing: Standing
  /** True for what may run where the release is installed: code, and tests, examples and the like that code or hooks name. */
  readonly live: boolean
  /** It does not run by its place, but code or a hook names it. */
  readonly called: boolean
  readonly content: RecordedContent | undefined
}

/** A release as one side of a comparison. */
export interface Side {
  readonly record: ReleaseRecord
  readonly files: readonly SideFile[]
  /** Ids of all units in live files, slices included. */
  readonly liveUnits: ReadonlySet<string>
  readonly capabilities: ReadonlySet<Capability>
  /** Hosts named in live files. */
  readonly hosts: ReadonlySet<string>
  /** Modules imported by code of live files; that a manifest names them is no import. */
  readonly imports: ReadonlySet<string>
}

export function sideOf(record: ReleaseRecord): Side {
  const root = rootOf(record)
  const named = record.members.map((member) => ({ member, path: innerPath(member.path, root) }))
  const installed = isInstalledPackage(record)
  const standings = new Map(named.map(({ path }) => [path, installed && isOfRepository(path) ? ('example' as const) : standingOf(path)]))
  const contents = new Map(named.map(({ member, path }) => [path, record.contents[contentKey(member)]]))
  const called = calledFiles(standings, contents)
  const files = named.map(({ member, path }): SideFile => {
    const standing = standings.get(path) ?? 'runs'
    return {
      path,
      member,
      isArtifact: member.path === record.artifact.path,
      standing,
      called: called.has(path),
      live: standing === 'runs' || called.has(path) || isProgram(path, standing, contents.get(path)),
      content: contents.get(path),
    }
  })
  return { record, files, ...summed(files) }
}

/** Ids of all units in live files but those that are left out. */
export function liveUnitsOf(files: readonly SideFile[], without: ReadonlySet<string> = new Set()): Set<string> {
  const ids = new Set<string>()
  for (const { content, live, path } of files) {
    if (content === undefined || !live || without.has(path)) continue
    for (const part of [content, ...(content.slices ?? [])]) for (const id of unitIds(part)) ids.add(id)
  }
  return ids
}

function summed(files: readonly SideFile[]): Pick<Side, 'liveUnits' | 'capabilities' | 'hosts' | 'imports'> {
  const parts = files.flatMap(({ content, live }) => (content && live ? [content, ...(content.slices ?? [])] : []))
  const units = parts.flatMap((part) => part.units).filter(isLiveKind)
  return {
    liveUnits: liveUnitsOf(files),
    capabilities: new Set(units.flatMap((unit) => unit.capabilities)),
    hosts: new Set(units.flatMap((unit) => unit.hosts ?? [])),
    imports: new Set(units.filter(({ kind }) => !kind.startsWith('manifest.')).flatMap((unit) => unit.imports ?? [])),
  }
}

const programs: ReadonlySet<string> = new Set(['pe', 'elf', 'mach-o'])

/** A library called `lib.so.5.6.1` is no page of a manual, nor is a text that is read as code: `CMakeLists.txt`. */
function isProgram(path: string, standing: Standing, content: RecordedContent | undefined): boolean {
  if (standing !== 'documentation' || content === undefined) return false
  return content.readers.some((reader) => programs.has(reader) || (reader === 'source' && path.endsWith('.txt')))
}
