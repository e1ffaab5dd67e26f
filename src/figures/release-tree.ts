import { bytes, number, plural } from '../base/text.ts'
import { ink } from './palette.ts'
import { block, type DrawOptions, defaultWidth, element, frame, hatching, label, tooltip } from './svg.ts'
import type { FigureTable } from './table.ts'

/** One line of the tree of a release; a folder, or a line that stands for others, has no change. */
export interface ReleaseTreeRow {
  readonly depth: number
  readonly name: string
  readonly change?: 'added' | 'removed' | 'changed' | 'renamed' | 'same'
  /** Bytes. */
  readonly size?: number
  readonly sizeBefore?: number
  readonly novelUnits?: number
  /** Points of the reasons that lie in it. */
  readonly points?: number
}

/** What changed between two releases, file by file, with the weight of the reasons that lie in each. */
export interface ReleaseTreeFigure {
  /** The conclusion. */
  readonly title: string
  readonly summary: string
  readonly rows: readonly ReleaseTreeRow[]
}

const rowHeight = 22
const narrowRow = 36
const narrowFolder = 20
const indent = 14
const deepest = 10
const mostRows = 60
/** A bar is at least drawn against this many points, so that a light reason looks light. */
const leastScale = 80

const changeWords = { added: 'added', removed: 'removed', changed: 'changed', renamed: 'moved', same: 'unchanged' } as const

/** A tree with a bar of points at each file. Signs and words carry the change as well as colour does. */
export function drawReleaseTree(figure: ReleaseTreeFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const narrow = width < 560
  const shown = figure.rows.slice(0, mostRows)
  const missing = figure.rows.length - shown.length
  const heaviest = Math.max(leastScale, ...shown.map((row) => row.points ?? 0))
  const place = { width, narrow, heaviest }
  let bottom = narrow ? 4 : 26
  const rows = shown.map((row) => {
    const top = bottom
    bottom += heightOf(row, narrow)
    return drawRow(row, top, place)
  })
  const heads = narrow ? '' : headings(width)
  const rest = missing > 0 ? label({ x: 4, y: bottom + 16, text: `and ${plural(missing, 'more line')}, in the table`, size: 11, colour: 'muted' }) : ''
  return frame({ title: figure.title, summary: figure.summary, width, height: bottom + (missing > 0 ? 26 : 8) }, [heads, ...rows, rest])
}

function heightOf(row: ReleaseTreeRow, narrow: boolean): number {
  if (!narrow) return rowHeight
  return row.change === undefined ? narrowFolder : narrowRow
}

interface Layout {
  readonly width: number
  readonly narrow: boolean
  readonly heaviest: number
}

/** Right edges of the columns beside the names, as shares of the width. */
const column = { change: 0.62, units: 0.71, size: 0.82, bar: 0.84 } as const

function headings(width: number): string {
  const head = (x: number, text: string, anchor: 'start' | 'end' = 'end') => label({ x, y: 16, text, size: 11, colour: 'muted', anchor })
  const line = element('line', { x1: 0, x2: width, y1: 23, y2: 23, stroke: ink('line') })
  return [
    head(4, 'File', 'start'),
    head(width * column.change, 'Change'),
    head(width * column.units, 'New units'),
    head(width * column.size, 'Size'),
    head(width * column.bar, 'Points', 'start'),
    line,
  ].join('')
}

function drawRow(row: ReleaseTreeRow, y: number, { width, narrow, heaviest }: Layout): string {
  const x = 6 + Math.min(row.depth, deepest) * indent
  const points = row.points ?? 0
  const nameWidth = (narrow ? width - 8 : width * (column.change - 0.11)) - x - 16
  const folder = row.change === undefined
  const texts = [
    folder ? '' : sign(row.change ?? 'same', x, y + 11),
    label({ x: x + 16, y: y + 15, text: row.name, width: nameWidth, colour: folder ? 'muted' : 'ink', bold: points > 0 }),
  ]
  const details = narrow ? narrowDetails(row, { x, y: y + 29, width, heaviest }) : wideDetails(row, { y, width, heaviest })
  const guide = row.depth > 0 ? element('line', { x1: x - 5, x2: x - 5, y1: y, y2: y + heightOf(row, narrow), stroke: ink('line') }) : ''
  return element('g', {}, guide, ...texts, details, tooltip(described(row)))
}

function wideDetails(row: ReleaseTreeRow, { y, width, heaviest }: { readonly y: number; readonly width: number; readonly heaviest: number }): string {
  if (row.change === undefined) return ''
  const cell = (at: number, text: string) => label({ x: width * at, y: y + 15, text, size: 11, colour: 'muted', anchor: 'end' })
  const novel = row.novelUnits ?? 0
  return [
    cell(column.change, changeWords[row.change]),
    novel > 0 ? cell(column.units, number(novel)) : '',
    cell(column.size, sizeWords(row)),
    bar(row.points ?? 0, { x: width * column.bar, y: y + 5, room: width * (1 - column.bar) - 36, heaviest }),
  ].join('')
}

function narrowDetails(
  row: ReleaseTreeRow,
  { x, y, width, heaviest }: { readonly x: number; readonly y: number; readonly width: number; readonly heaviest: number },
): string {
  if (row.change === undefined) return ''
  const novel = row.novelUnits ?? 0
  const text = [changeWords[row.change], ...(novel > 0 ? [`${number(novel)} new`] : []), sizeWords(row)].join(' · ')
  return [
    label({ x: x + 16, y, text, size: 11, colour: 'muted', width: width * 0.68 - x - 16 }),
    bar(row.points ?? 0, { x: width * 0.7, y: y - 9, room: width * 0.3 - 36, heaviest }),
  ].join('')
}

function bar(points: number, { x, y, room, heaviest }: { readonly x: number; readonly y: number; readonly room: number; readonly heaviest: number }): string {
  if (points <= 0) return ''
  const area = { x, y, width: Math.max(3, (room * points) / heaviest), height: 12 }
  return [
    element('path', { d: block(area), fill: ink('bad'), 'fill-opacity': 0.3 }),
    element('path', { d: hatching(area, 5), stroke: ink('bad'), fill: 'none' }),
    element('path', { d: block(area), fill: 'none', stroke: ink('bad'), 'stroke-width': 1.5 }),
    label({ x: x + area.width + 5, y: y + 10, text: number(Math.round(points)), size: 11, bold: true, colour: 'bad' }),
  ].join('')
}

/** Plus, minus, tilde, arrow: drawn, so that no font has to have them. */
function sign(change: NonNullable<ReleaseTreeRow['change']>, x: number, y: number): string {
  const paths = {
    added: `M${x} ${y}h8M${x + 4} ${y - 4}v8`,
    removed: `M${x} ${y}h8`,
    changed: `M${x} ${y + 2}q2 -5 4 -2t4 -2`,
    renamed: `M${x} ${y}h8m-3 -3l3 3l-3 3`,
    same: '',
  } as const
  const d = paths[change]
  return d === '' ? '' : element('path', { d, fill: 'none', stroke: ink(change === 'added' || change === 'changed' ? 'warn' : 'plain'), 'stroke-width': 1.8 })
}

function sizeWords({ size, sizeBefore }: ReleaseTreeRow): string {
  if (size === undefined || sizeBefore === undefined) return size === undefined && sizeBefore === undefined ? '' : bytes(size ?? sizeBefore ?? 0)
  if (size === sizeBefore) return 'same size'
  return `${size > sizeBefore ? '+' : '−'}${bytes(Math.abs(size - sizeBefore))}`
}

function described(row: ReleaseTreeRow): string {
  if (row.change === undefined) return row.name
  return `${row.name}: ${changeWords[row.change]}, ${sizeWords(row)}, ${plural(row.novelUnits ?? 0, 'new unit')}, ${plural(Math.round(row.points ?? 0), 'point')}`
}

/** The same as a table: one line per file, the folders in the indentation of the names. */
export function releaseTreeTable({ rows }: ReleaseTreeFigure, most = 300): FigureTable {
  const lines = rows.map((row) => [
    `${'· '.repeat(row.depth)}${row.name}`,
    row.change === undefined ? '' : changeWords[row.change],
    row.change === undefined ? '' : number(row.novelUnits ?? 0),
    row.sizeBefore === undefined ? '' : bytes(row.sizeBefore),
    row.size === undefined ? '' : bytes(row.size),
    row.change === undefined ? '' : number(Math.round(row.points ?? 0)),
  ])
  return { headers: ['File', 'Change', 'New units', 'Size before', 'Size now', 'Points'], rows: lines.slice(0, most), more: Math.max(0, lines.length - most) }
}
