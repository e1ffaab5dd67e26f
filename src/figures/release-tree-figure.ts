import { number, plural, printable } from '../base/text.ts'
import type { ReleaseTreeFigure, ReleaseTreeRow } from './release-tree.ts'
import { type ReleaseTreeFile, treeRows } from './release-tree-rows.ts'

/** Two releases as the picture needs them. */
export interface ReleaseTreeData {
  readonly tree: readonly ReleaseTreeFile[]
  /** Name of the release. */
  readonly name: string
  /** The release before; absent when it was compared with nothing. */
  readonly before?: string
  /** How many files did what. */
  readonly counts: string
}

/** How many files did what: `2 changed, 12 added, 40 unchanged`. */
export function countChanges(tree: readonly ReleaseTreeFile[]): string {
  const words = { changed: 'changed', renamed: 'moved', added: 'added', removed: 'removed', same: 'unchanged' } as const
  const counts = (['changed', 'renamed', 'added', 'removed', 'same'] as const).flatMap((change) => {
    const count = tree.filter((file) => file.change === change).length
    return count === 0 ? [] : [`${number(count)} ${words[change]}`]
  })
  return counts.join(', ') || 'no files'
}

/** The tree as data for the picture; `most` lines. */
export function releaseTreeFigure({ tree, name, before, counts }: ReleaseTreeData, most: number): ReleaseTreeFigure {
  const rows = treeRows(tree, most).map(({ depth, name: line, file }): ReleaseTreeRow => {
    if (!file) return { depth, name: line }
    const { change, size, sizeBefore, novelUnits, points, was } = file
    return {
      depth,
      name: was === undefined ? line : `${line} (was ${was.split('/').at(-1) ?? was})`,
      change,
      points,
      ...(size !== undefined && { size }),
      ...(sizeBefore !== undefined && { sizeBefore }),
      ...(novelUnits !== undefined && { novelUnits }),
    }
  })
  const weighty = tree.filter((file) => file.points > 0).toSorted((a, b) => b.points - a.points)
  const [first] = weighty
  const against = before === undefined ? '' : ` since ${before}`
  const changed = tree.filter((file) => file.change !== 'same').length
  const title = first
    ? `The reasons lie in ${plural(weighty.length, 'file')}, most of all in ${printable(first.path.split('/').at(-1) ?? first.path, 80)}`
    : changed === 0
      ? `No file of ${name} changed${against}`
      : `${plural(changed, 'file')} changed${against}, and no reason lies in any of them`
  return { title, summary: `${counts}.`, rows }
}
