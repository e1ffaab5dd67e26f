import type { ComparedFile, Comparison } from './diff/compare.ts'
import type { Fact } from './fact.ts'
import { unitIds } from './record.ts'
import type { ChangedFile } from './vetting.ts'

/** Every file of both releases with what became of it, in the order of their paths. */
export function treeOf({ files, removed, now }: Comparison, facts: readonly Fact[]): ChangedFile[] {
  const points = new Map<string, number>()
  for (const fact of facts) if (fact.path !== undefined) points.set(fact.path, (points.get(fact.path) ?? 0) + fact.points)
  return [
    ...files.map((file) => shown(file, points.get(file.now.path) ?? 0)),
    ...removed.map(({ path, member, content }): ChangedFile => {
      const lost = content ? [...unitIds(content)].filter((id) => !now.liveUnits.has(id)).length : 0
      return { path, change: 'removed', sizeBefore: member.size, novelUnits: 0, lostUnits: lost, points: 0 }
    }),
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function shown({ now, before, change, novel, lost }: ComparedFile, points: number): ChangedFile {
  const reader = now.content?.readers[0]
  return {
    path: now.path,
    change,
    ...(before && before.path !== now.path && { was: before.path }),
    size: now.member.size,
    ...(before && { sizeBefore: before.member.size }),
    ...(reader !== undefined && { reader }),
    ...(reader !== undefined && now.live && { novelUnits: new Set(novel.map(({ id }) => id)).size, lostUnits: lost }),
    points: Math.round(points * 10) / 10,
  }
}
