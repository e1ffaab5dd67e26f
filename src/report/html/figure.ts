import { plural } from '../../base/text.ts'
import { drawFigure } from '../../figures/draw.ts'
import { tableOf } from '../../figures/table.ts'
import type { Figure } from '../../model/figure.ts'
import { element, join, type Markup, table, text, trusted } from './markup.ts'

const wide = 760
const narrow = 340

/** A drawing for wide and one for narrow screens; the style sheet shows one of them. */
export function drawings(draw: (width: number) => string): Markup {
  return join([element('div', { class: 'wide' }, trusted(draw(wide))), element('div', { class: 'narrow' }, trusted(draw(narrow)))])
}

/** A picture with its caption, and the same data as a table for those who read and do not see. */
export function figureBlock(figure: Figure): Markup {
  const { headers, rows, more } = tableOf(figure)
  return element(
    'figure',
    {},
    element('figcaption', {}, element('strong', {}, text(figure.title)), text(figure.summary)),
    drawings((width) => drawFigure(figure, { width })),
    tableTwin({ caption: figure.title, headers, rows, more }),
  )
}

export interface TableTwin {
  readonly caption: string
  readonly headers: readonly string[]
  /** Plain text. */
  readonly rows: readonly (readonly string[])[]
  /** Rows left out at the end. */
  readonly more: number
  readonly numeric?: readonly number[]
}

/** What a picture shows, as a table behind a fold. */
export function tableTwin({ caption, headers, rows, more, numeric = [] }: TableTwin): Markup {
  const cells = rows.map((row) => row.map((cell) => text(cell, 200)))
  return element(
    'details',
    { class: 'twin' },
    element('summary', {}, text('The same as a table')),
    table({ caption, headers, rows: cells, numeric }),
    more > 0 && element('p', { class: 'faint' }, text(`and ${plural(more, 'more row')}, in the JSON output`)),
  )
}

/** Figures that were drawn already are not drawn again: an incident shows those of its findings. */
export function figureKey(figure: Figure): string {
  return JSON.stringify(figure)
}
