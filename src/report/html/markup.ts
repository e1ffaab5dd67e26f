import { escapeMarkup, printable } from '../../base/text.ts'

/** Markup that is safe by construction: made by `element` and `text` only. */
export type Markup = string & { readonly __markup: never }

/** Prose longer than this is no prose. */
const longest = 700

type Child = Markup | false | undefined

/** Evidence or prose as text of the page; longer ones are cut. */
export function text(value: string, most = longest): Markup {
  return escapeMarkup(printable(value, most).toWellFormed()) as Markup
}

/** Text that may hold command lines: an option does not break after its dashes. */
export function prose(value: string): Markup {
  const parts = printable(value, longest).split(/(?<=\s)(--[a-z][a-z-]{0,24})(?=\s|$)/)
  return join(parts.map((part, index) => (index % 2 === 1 ? element('span', { class: 'nowrap' }, text(part)) : text(part))))
}

/** What is markup already, such as a figure's SVG. */
export function trusted(markup: string): Markup {
  return markup as Markup
}

const empty = new Set(['meta', 'br', 'hr'])

/** One element; attribute values are escaped here. Children that are false or undefined are left out. */
export function element(name: string, attributes: Readonly<Record<string, string | undefined>>, ...children: readonly (Child | readonly Child[])[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${text(value ?? '')}"`)
    .join('')
  if (empty.has(name)) return `<${name}${written}>` as Markup
  return `<${name}${written}>${join(children.flat())}</${name}>` as Markup
}

export function join(parts: readonly Child[]): Markup {
  return parts.filter((part) => part !== false && part !== undefined).join('') as Markup
}

export function list(items: readonly Markup[], attributes: Readonly<Record<string, string>> = {}, name: 'ul' | 'ol' = 'ul'): Markup {
  return element(
    name,
    attributes,
    items.map((item) => element('li', {}, item)),
  )
}

export interface TableData {
  readonly caption: string
  readonly headers: readonly string[]
  readonly rows: readonly (readonly Markup[])[]
  /** Columns that hold numbers, which align to the right. */
  readonly numeric?: readonly number[]
  /** Rows become blocks with labelled lines on narrow screens; else the table scrolls inside its own region. */
  readonly stacks?: boolean
}

export function table(data: TableData): Markup {
  const { caption, headers, stacks = false } = data
  // Blocks lose what tables mean to a screen reader; said outright it stays.
  const role = (name: string) => (stacks ? name : undefined)
  const head = headers.map((header, index) => element('th', { scope: 'col', role: role('columnheader'), class: kindOf(data, index) }, text(header)))
  const body = data.rows.map((row) =>
    element(
      'tr',
      { role: role('row') },
      row.map((value, index) => {
        if (index === 0) return element('th', { scope: 'row', role: role('rowheader') }, value)
        return element('td', { role: role('cell'), class: kindOf(data, index), 'data-label': stacks ? headers[index] : undefined }, value)
      }),
    ),
  )
  const whole = element(
    'table',
    { class: role('stacks'), role: role('table') },
    element('caption', {}, text(caption)),
    element('thead', { role: role('rowgroup') }, element('tr', { role: role('row') }, head)),
    element('tbody', { role: role('rowgroup') }, body),
  )
  // A region that scrolls has to be reachable by keyboard, and named.
  return stacks ? whole : element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, whole)
}

function kindOf({ numeric = [] }: TableData, index: number): string | undefined {
  return numeric.includes(index) ? 'number' : undefined
}
