import { number, plural } from '../base/text.ts'
import { isoFromSeconds, shortTime } from '../base/time.ts'
import type { CohortFigure } from '../model/figure.ts'
import { type CohortLayout, cell, layOutCohort } from './cohort-layout.ts'
import { type Ink, ink } from './palette.ts'
import { block, type DrawOptions, defaultWidth, element, frame, hatching, label, type Rectangle, tooltip } from './svg.ts'

const mostReleases = 16

/**
 * A column for each host, a row for each release, and above them the strip of who talked to the destination: the release that
 * explains it repeats the strip's block. At the right, in numbers: who has it of those that talked and of those that did not.
 */
export function drawCohort(figure: CohortFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const releases = figure.releases.slice(0, mostReleases)
  const layout = layOutCohort(figure, releases, width)
  const notes = footnotes(figure, layout.hosts.length, releases.length)
  const body = [
    heading(figure, layout),
    divider(layout),
    strip(figure, layout),
    ...releases.map((release, index) => releaseRow(figure, layout, release, index)),
    columnTips(layout),
    legend(layout),
    ...notes.map((text, index) => label({ x: 4, y: layout.bottom + 40 + index * 15, text, size: 11, colour: 'muted', width: width - 8 })),
  ]
  return frame({ title: figure.title, summary: figure.summary, width, height: layout.bottom + 32 + notes.length * 15 }, body)
}

function footnotes(figure: CohortFigure, hosts: number, releases: number): readonly string[] {
  const hidden = figure.hosts.slice(hosts)
  const talked = hidden.filter((host) => host.contact !== null).length
  const notes: string[] = []
  if (hidden.length > 0) notes.push(`and ${plural(hidden.length, 'more host')} not drawn, of which ${talked === 0 ? 'none' : number(talked)} talked to it`)
  if (figure.releases.length > releases) notes.push(`and ${plural(figure.releases.length - releases, 'more release')} not drawn`)
  return notes
}

/** What the two groups of columns are, and the numbers at the right. */
function heading(figure: CohortFigure, layout: CohortLayout): string {
  const talked = figure.hosts.filter((host) => host.contact !== null).length
  const silent = figure.hosts.length - talked
  const edge = layout.left + layout.talkers * layout.column
  const room = layout.right - 14 - edge
  const first = `${number(talked)} ${layout.narrow ? 'talked' : 'talked to it'}`
  // It may reach to the left beyond its block, where the row of headings is empty.
  const ends = Math.max(edge, layout.narrow ? 78 : 100)
  return [
    label({ x: ends, y: 14, text: first, size: 11, colour: 'bad', bold: true, anchor: 'end' }),
    silent > 0 && room > 60 ? label({ x: ends + 8, y: 14, text: `${number(silent)} did not`, size: 11, colour: 'muted', width: room }) : '',
    label({ x: layout.right, y: 14, text: layout.narrow ? 'has it' : 'has it: talked | not', size: 11, colour: 'muted' }),
  ].join('')
}

function strip(figure: CohortFigure, layout: CohortLayout): string {
  const y = layout.rows[0] ?? 0
  const areas = (talked: boolean) => layout.hosts.flatMap((host, index) => ((host.contact !== null) === talked ? [cell(layout, index, y)] : []))
  const tips = layout.hosts.map((host, index) => {
    const said = host.contact === null ? 'did not talk to it' : `first talked to it ${shortTime(isoFromSeconds(host.contact))} UTC`
    return element('path', { d: block(cell(layout, index, y)), 'fill-opacity': 0 }, tooltip(`${host.name}: ${said}`))
  })
  const line = y + layout.cellHeight + 4
  return [
    rowName(layout, y, `→ ${figure.destination}`, { bold: true, colour: 'ink' }),
    paint(areas(false), 'soft'),
    paint(areas(true), 'ink'),
    ...tips,
    element('line', { x1: 4, x2: layout.width - 4, y1: line, y2: line, stroke: ink('hatch') }),
  ].join('')
}

function rowName(layout: CohortLayout, y: number, text: string, look: { bold: boolean; colour: Ink }): string {
  if (layout.narrow) return label({ x: layout.left, y: y - 5, text, size: 11, width: layout.width - layout.left - 8, rim: true, ...look })
  return label({ x: layout.left - 8, y: y + 13, text, width: layout.left - 12, anchor: 'end', ...look })
}

function releaseRow(figure: CohortFigure, layout: CohortLayout, release: string, index: number): string {
  const y = layout.rows[index + 1] ?? 0
  const cells = (wanted: 0 | 1 | null) => layout.hosts.flatMap((host, at) => ((host.has[index] ?? null) === wanted ? [cell(layout, at, y)] : []))
  const culprit = index === 0
  const colour = culprit ? 'bad' : 'ink'
  const unknown = cells(null)
  const [talked, silent] = [share(figure, index, true), share(figure, index, false)]
  return element(
    'g',
    {},
    rowName(layout, y, release, { bold: culprit, colour }),
    paint([...cells(0), ...unknown], 'soft'),
    hatched(unknown),
    paint(cells(1), culprit ? 'bad' : 'plain', culprit ? 1 : 0.6),
    label({ x: layout.right, y: y + 13, text: talked, size: 11, bold: culprit, colour }),
    layout.narrow ? '' : label({ x: layout.right + 62, y: y + 13, text: silent, size: 11, colour: 'muted' }),
    tooltip(`${release}: on ${talked} hosts that talked, on ${silent} that did not`),
  )
}

/** `12/14`: of the hosts that talked (or did not), those known to have the release. */
function share(figure: CohortFigure, index: number, talked: boolean): string {
  const group = figure.hosts.filter((host) => (host.contact !== null) === talked)
  return `${number(group.filter((host) => host.has[index] === 1).length)}/${number(group.length)}`
}

function paint(areas: readonly Rectangle[], colour: Ink, opacity?: number): string {
  if (areas.length === 0) return ''
  return element('path', { d: areas.map(block).join(''), fill: ink(colour), 'fill-opacity': opacity, 'shape-rendering': 'crispEdges' })
}

function hatched(areas: readonly Rectangle[]): string {
  if (areas.length === 0) return ''
  return element('path', { d: areas.map((area) => hatching(area, 4)).join(''), stroke: ink('hatch'), fill: 'none' })
}

function divider(layout: CohortLayout): string {
  if (layout.talkers === 0 || layout.talkers === layout.hosts.length) return ''
  const x = layout.left + layout.talkers * layout.column + 1.5
  return element('line', { x1: x, x2: x, y1: 20, y2: layout.bottom - 4, stroke: ink('bad'), 'stroke-width': 1.5, 'stroke-dasharray': '4 3' })
}

/** Names of hosts stand in tooltips of whole columns: written under the columns they could not be read. */
function columnTips(layout: CohortLayout): string {
  const y = layout.rows[1]
  if (y === undefined) return ''
  return layout.hosts
    .map((host, index) => element('path', { d: block({ ...cell(layout, index, y), height: layout.bottom - y }), 'fill-opacity': 0 }, tooltip(host.name)))
    .join('')
}

function legend(layout: CohortLayout): string {
  const y = layout.bottom + 18
  const step = layout.narrow ? 82 : 124
  const at = (index: number): Rectangle => ({ x: 4 + index * step, y: y - 10, width: 12, height: 12 })
  const entry = (index: number, text: string, swatch: string) => swatch + label({ x: 21 + index * step, y, text, size: 11, colour: 'muted' })
  return [
    entry(0, layout.narrow ? 'has it' : 'has the release', paint([at(0)], 'plain', 0.6)),
    entry(1, layout.narrow ? 'has not' : 'does not have it', paint([at(1)], 'soft')),
    entry(2, 'not known', paint([at(2)], 'soft') + hatched([at(2)])),
    layout.narrow ? '' : entry(3, 'talked to it: a column is a host, first contact first', paint([at(3)], 'ink')),
  ].join('')
}
