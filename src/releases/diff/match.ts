import { unitIds } from '../record.ts'
import { normalPath } from './normal-path.ts'
import type { SideFile } from './side.ts'

/** A file of the new release with the one of the release before that it comes from. */
export interface FilePair {
  readonly now: SideFile
  readonly before: SideFile
}

export interface Matched {
  readonly pairs: readonly FilePair[]
  readonly added: readonly SideFile[]
  readonly removed: readonly SideFile[]
}

/** Share of the larger file's units that two files must have in common to be taken for the same file renamed. */
const likeness = 0.3
/** A unit that lies in more files than this says nothing about which of them it is. */
const commonplace = 8

/** Matches the files of two releases: by path, by hash, by path without versions and content hashes, by common units. */
export function matchFiles(now: readonly SideFile[], before: readonly SideFile[]): Matched {
  const pairs: FilePair[] = []
  let fresh = [...now]
  let gone = [...before]
  for (const find of [
    byKey((file) => (file.isArtifact ? '' : file.path)),
    byKey((file) => file.member.sha256),
    byKey((file) => normalPath(file.path)),
    byUnits,
  ]) {
    const found = find(fresh, gone)
    pairs.push(...found)
    const taken = new Set<SideFile>(found.flatMap((pair) => [pair.now, pair.before]))
    fresh = fresh.filter((file) => !taken.has(file))
    gone = gone.filter((file) => !taken.has(file))
  }
  return { pairs, added: fresh, removed: gone }
}

/** Pairs the files whose key occurs once on either side; a key shared by several is left to what looks at the contents. */
function byKey(key: (file: SideFile) => string) {
  return (now: readonly SideFile[], before: readonly SideFile[]): FilePair[] => {
    const old = Map.groupBy(before, key)
    const pairs: FilePair[] = []
    for (const [value, files] of Map.groupBy(now, key)) {
      const candidates = old.get(value) ?? []
      const [file, ...others] = files
      const [candidate, ...more] = candidates
      if (file && candidate && others.length === 0 && more.length === 0) pairs.push({ now: file, before: candidate })
    }
    return pairs
  }
}

function byUnits(now: readonly SideFile[], before: readonly SideFile[]): FilePair[] {
  if (now.length === 0 || before.length === 0) return []
  const sizes = new Map<SideFile, number>()
  const holders = new Map<string, SideFile[]>()
  for (const file of before) {
    const ids = idsOf(file)
    sizes.set(file, ids.size)
    for (const id of ids) {
      const list = holders.get(id)
      if (list === undefined) holders.set(id, [file])
      else if (list.length <= commonplace) list.push(file)
    }
  }
  const scored = now.flatMap((file) => likest(file, holders, sizes)).sort((a, b) => b.score - a.score)
  const taken = new Set<SideFile>()
  const pairs: FilePair[] = []
  for (const { now: file, before: old } of scored) {
    if (taken.has(file) || taken.has(old)) continue
    taken.add(file).add(old)
    pairs.push({ now: file, before: old })
  }
  return pairs
}

function likest(file: SideFile, holders: ReadonlyMap<string, readonly SideFile[]>, sizes: ReadonlyMap<SideFile, number>) {
  const ids = idsOf(file)
  const shared = new Map<SideFile, number>()
  for (const id of ids) {
    const files = holders.get(id)
    if (files === undefined || files.length > commonplace) continue
    for (const old of files) shared.set(old, (shared.get(old) ?? 0) + 1)
  }
  return [...shared]
    .map(([before, count]) => ({ now: file, before, score: count / Math.max(ids.size, sizes.get(before) ?? 0) }))
    .filter(({ score }) => score >= likeness)
}

function idsOf({ content }: SideFile): Set<string> {
  return new Set(content ? unitIds(content) : [])
}
