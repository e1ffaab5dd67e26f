import { number, plural } from '../../base/text.ts'
import type { PostureCell, PosturePart } from '../../model/posture.ts'
import type { Assessment } from '../assessment.ts'
import { figureBlock } from './figure.ts'
import { element, type Markup, table, text } from './markup.ts'

const mostRows = 500

/** The state of accounts and software: each part with its conclusion first, then its table. */
export function postureSection({ posture }: Assessment): Markup | undefined {
  if (posture.length === 0) return undefined
  return element(
    'section',
    { id: 'posture', 'aria-labelledby': 'posture-title' },
    element('h2', { id: 'posture-title' }, text('Posture')),
    element('p', { class: 'lead' }, text('States that make an intrusion easy or hard, whether or not one is going on.')),
    posture.map(partBlock),
  )
}

function partBlock(part: PosturePart): Markup {
  const rest = part.rows.length - mostRows
  return element(
    'section',
    { id: `posture-${part.name}`, class: 'posture' },
    element('h3', {}, text(part.title)),
    element('p', { class: 'says' }, text(part.says)),
    table({
      caption: part.title,
      headers: part.columns.map(({ name }) => name),
      rows: part.rows.slice(0, mostRows).map((cells) => cells.map(cellMarkup)),
      numeric: part.columns.flatMap(({ numeric }, index) => (numeric ? [index] : [])),
    }),
    rest > 0 && element('p', { class: 'faint' }, text(`and ${plural(rest, 'more row')}, in the JSON output`)),
    part.note !== undefined && element('p', { class: 'faint' }, text(part.note)),
    part.figure && figureBlock(part.figure),
  )
}

/** What is not known is said, never shown as none. */
function cellMarkup(value: PostureCell): Markup {
  if (value === null) return element('span', { class: 'faint' }, text('unknown'))
  return text(typeof value === 'number' ? number(value) : value, 200)
}
