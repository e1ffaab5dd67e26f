import { plural, printable } from '../../base/text.ts'
import { drawReleaseTree, type ReleaseTreeFigure, type ReleaseTreeRow, releaseTreeTable } from '../../figures/release-tree.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { drawings, tableTwin } from '../html/figure.ts'
import { element, type Markup, text } from '../html/markup.ts'
import { treeRows } from './tree.ts'
import { changeCounts, nameOf } from './words.ts'

const mostDrawn = 40
const mostListed = 400

/** The tree of what changed as a picture, with the same as a table. */
export function changeFigureBlock(vetting: Vetting): Markup {
  const figure = changeFigure(vetting, mostDrawn)
  const { headers, rows, more } = releaseTreeTable(changeFigure(vetting, mostListed), mostListed)
  return element(
    'figure',
    {},
    element('figcaption', {}, element('strong', {}, text(figure.title)), text(figure.summary)),
    drawings((width) => drawReleaseTree(figure, { width })),
    tableTwin({ caption: figure.title, headers, rows, more, numeric: [2, 3, 4, 5] }),
  )
}

/** The tree as data for the picture; `most` lines. */
function changeFigure(vetting: Vetting, most: number): ReleaseTreeFigure {
  const { tree, previous, release } = vetting
  const rows = treeRows(tree, most).map(({ depth, name, file }): ReleaseTreeRow => {
    if (!file) return { depth, name }
    const { change, size, sizeBefore, novelUnits, points, was } = file
    return {
      depth,
      name: was === undefined ? name : `${name} (was ${was.split('/').at(-1) ?? was})`,
      change,
      points,
      ...(size !== undefined && { size }),
      ...(sizeBefore !== undefined && { sizeBefore }),
      ...(novelUnits !== undefined && { novelUnits }),
    }
  })
  const weighty = tree.filter((file) => file.points > 0).toSorted((a, b) => b.points - a.points)
  const [first] = weighty
  const against = previous === undefined ? '' : ` since ${previous.identity.version ?? nameOf(previous.identity)}`
  const changed = tree.filter((file) => file.change !== 'same').length
  const title = first
    ? `The reasons lie in ${plural(weighty.length, 'file')}, most of all in ${printable(first.path.split('/').at(-1) ?? first.path, 80)}`
    : changed === 0
      ? `No file of ${nameOf(release.identity)} changed${against}`
      : `${plural(changed, 'file')} changed${against}, and no reason lies in any of them`
  return { title, summary: `${changeCounts(vetting)}.`, rows }
}
