import type { Capability } from '../capability.ts'
import type { Unit } from '../reading.ts'
import { type Content, contentKey, type RecordedUnit, type ReleaseRecord, unitIds } from '../record.ts'
import type { Change } from '../vetting.ts'
import { dormantFiles } from './dormant.ts'
import { isLiveKind } from './live-kind.ts'
import { matchFiles } from './match.ts'
import { normalPath } from './normal-path.ts'
import { liveUnitsOf, type Side, type SideFile, sideOf } from './side.ts'

/** A file of the new release against what it was. */
export interface ComparedFile {
  readonly now: SideFile
  readonly before?: SideFile
  /** What was found in it, with the texts; absent for what is as it was. */
  readonly full?: Content
  readonly change: Change
  /** It lay in the release before, where nothing named it, and a hook of this one starts it. */
  readonly dormant: boolean
  /** Units of it that no live file of the release before has, in the order of the file; empty unless the file is live. */
  readonly novel: readonly NovelUnit[]
  /** Units of the file it was that no live file has any more. */
  readonly lost: number
}

/** A unit that is new to the release. */
export interface NovelUnit extends RecordedUnit, Pick<Unit, 'defines' | 'uses'> {
  readonly file: SideFile
  /** Its position among the units of its file, so that neighbours can be told. */
  readonly index: number
}

export interface Comparison {
  readonly now: Side
  /** Absent when there is no release to compare with: then everything is new, and nothing can be said to have changed. */
  readonly before?: Side
  readonly files: readonly ComparedFile[]
  readonly removed: readonly SideFile[]
  /** Each novel unit once, at its first place. */
  readonly novel: readonly NovelUnit[]
  readonly gained: readonly Capability[]
  readonly lost: readonly Capability[]
}

/**
 * Compares a release with the one before. `contents` are the full contents of what was newly inspected, by `contentKey`;
 * of the rest the record is enough, since it was there before.
 */
export function compareReleases(record: ReleaseRecord, contents: ReadonlyMap<string, Content>, previous?: ReleaseRecord): Comparison {
  const now = sideOf(record)
  const before = previous && sideOf(previous)
  const { pairs, added, removed } = before ? matchFiles(now.files, before.files) : { pairs: [], added: now.files, removed: [] }
  const dormant = before ? dormantFiles(now, before) : new Set<string>()
  const known = before === undefined ? new Set<string>() : dormant.size === 0 ? before.liveUnits : liveUnitsOf(before.files, dormant)
  const fileOf = (file: SideFile, old?: SideFile): ComparedFile => {
    const full = contents.get(contentKey(file.member))
    return {
      now: file,
      ...(old && { before: old }),
      ...(full && { full }),
      change: old ? changeOf(file, old) : 'added',
      dormant: old !== undefined && dormant.has(file.path),
      novel: novelUnits(file, full, known),
      lost: old ? lostUnits(old, now) : 0,
    }
  }
  const files = [...pairs.map((pair) => fileOf(pair.now, pair.before)), ...added.map((file) => fileOf(file))].sort((a, b) => (a.now.path < b.now.path ? -1 : 1))
  return {
    now,
    ...(before && { before }),
    files,
    removed,
    novel: firstOfEach(files.flatMap((file) => file.novel)),
    gained: [...now.capabilities].filter((capability) => before && !before.capabilities.has(capability)).sort(),
    lost: [...(before?.capabilities ?? [])].filter((capability) => !now.capabilities.has(capability)).sort(),
  }
}

function firstOfEach(units: readonly NovelUnit[]): NovelUnit[] {
  const seen = new Set<string>()
  return units.filter(({ id }) => !seen.has(id) && seen.add(id))
}

function changeOf(now: SideFile, before: SideFile): Change {
  if (!now.isArtifact && normalPath(now.path) !== normalPath(before.path)) return 'renamed'
  return now.member.sha256 === before.member.sha256 ? 'same' : 'changed'
}

function novelUnits(file: SideFile, full: Content | undefined, known: ReadonlySet<string>): NovelUnit[] {
  if (!file.live || file.content === undefined) return []
  const found: NovelUnit[] = []
  for (const [index, unit] of (full ?? file.content).units.entries()) if (!known.has(unit.id) && isLiveKind(unit)) found.push({ ...unit, file, index })
  return found
}

function lostUnits({ content, live }: SideFile, now: Side): number {
  if (content === undefined || !live) return 0
  let lost = 0
  for (const id of unitIds(content)) if (!now.liveUnits.has(id)) lost++
  return lost
}
