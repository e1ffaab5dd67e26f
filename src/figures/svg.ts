import { escapeMarkup, printable } from '../base/text.ts'
import { cutToWidth } from './measure.ts'
import { type Ink, ink } from './palette.ts'

const farthest = 1e6

export type Attributes = Readonly<Record<string, string | number | undefined>>

const fonts = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

/** Longest text put into a tooltip: evidence may hold names of any length. */
const longestTitle = 300

/** Text for an element or attribute of SVG. Beside markup it takes out what XML does not allow at all: lone surrogates, U+FFFE and U+FFFF. */
function svgText(text: string): string {
  return escapeMarkup(text.toWellFormed().replace(/[\ufffe\uffff]/g, '\ufffd'))
}

/** One element. Attribute values are escaped here; children are markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? pixel(value) : svgText(value ?? '')}"`)
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** A tenth of a pixel is as fine as any of this needs; what is not a number is drawn at 0, and nothing is farther off than a million. */
export function pixel(value: number): string {
  return Number.isFinite(value) ? String(Math.round(Math.max(-farthest, Math.min(farthest, value)) * 10) / 10) : '0'
}

/** The tooltip of the element around it. */
export function tooltip(text: string): string {
  return element('title', {}, svgText(printable(text, longestTitle)))
}

export interface Label {
  readonly x: number
  readonly y: number
  readonly text: string
  /** Pixels it may take; longer texts are cut and carry the whole one as a tooltip. */
  readonly width?: number
  readonly size?: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly colour?: Ink
  readonly bold?: boolean
  /** A rim in the colour of the paper, for labels that stand on lines. */
  readonly rim?: boolean
}

export function label({ x, y, text, width, size = 12, anchor = 'start', colour = 'ink', bold = false, rim = false }: Label): string {
  // Cut what will be read, escapes of hostile characters included, not the raw text.
  const safe = printable(text, 500)
  const shown = width === undefined ? printable(safe, 120) : cutToWidth(safe, width, bold ? size * 1.06 : size)
  return element(
    'text',
    {
      x,
      y,
      fill: ink(colour),
      'font-size': size === 12 ? undefined : size,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold ? 600 : undefined,
      ...(rim && { stroke: ink('paper'), 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' }),
    },
    svgText(shown),
    ...(shown === text ? [] : [tooltip(text)]),
  )
}

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Path data of a rectangle, so that many of them make one element. */
export function block({ x, y, width, height }: Rectangle): string {
  return `M${pixel(x)} ${pixel(y)}h${pixel(width)}v${pixel(height)}h${pixel(-width)}z`
}

/** Path data of diagonal lines inside a rectangle. Lines and not an SVG pattern: patterns need ids, which clash on a page of many figures. */
export function hatching({ x, y, width, height }: Rectangle, step = 6): string {
  const lines: string[] = []
  for (let offset = step / 2; offset < width + height; offset += step) {
    const fromX = Math.max(0, offset - height)
    const toX = Math.min(width, offset)
    lines.push(`M${pixel(x + fromX)} ${pixel(y + offset - fromX)}L${pixel(x + toX)} ${pixel(y + offset - toX)}`)
  }
  return lines.join('')
}

export interface Frame {
  readonly title: string
  readonly summary: string
  readonly width: number
  readonly height: number
}

/** A whole picture: named and described for readers who do not see it, on its own paper so that it stands alone. */
export function frame({ title, summary, width, height }: Frame, body: readonly string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${pixel(width)} ${pixel(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': printable(`${title}. ${summary}`, 1000),
      'font-family': fonts,
      'font-size': 12,
    },
    element('title', {}, svgText(printable(title, longestTitle))),
    element('desc', {}, svgText(printable(summary, 2000))),
    element('rect', { width, height, fill: ink('paper') }),
    ...body,
  )
}

export interface DrawOptions {
  /** Pixels; 760 fits a page, 340 a telephone. */
  readonly width?: number
}

export const defaultWidth = 760
