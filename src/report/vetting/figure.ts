import { drawReleaseTree, releaseTreeTable } from '../../figures/release-tree.ts'
import { releaseTreeFigure } from '../../figures/release-tree-figure.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { drawings, tableTwin } from '../html/figure.ts'
import { element, type Markup, text } from '../html/markup.ts'
import { changeCounts, nameOf } from './words.ts'

const mostDrawn = 40
const mostListed = 400

/** The tree of what changed as a picture, with the same as a table. */
export function changeFigureBlock(vetting: Vetting): Markup {
  const { tree, release, previous } = vetting
  const data = {
    tree,
    name: nameOf(release.identity),
    counts: changeCounts(vetting),
    ...(previous && { before: previous.identity.version ?? nameOf(previous.identity) }),
  }
  const figure = releaseTreeFigure(data, mostDrawn)
  const { headers, rows, more } = releaseTreeTable(releaseTreeFigure(data, mostListed), mostListed)
  return element(
    'figure',
    {},
    element('figcaption', {}, element('strong', {}, text(figure.title)), text(figure.summary)),
    drawings((width) => drawReleaseTree(figure, { width })),
    tableTwin({ caption: figure.title, headers, rows, more, numeric: [2, 3, 4, 5] }),
  )
}
