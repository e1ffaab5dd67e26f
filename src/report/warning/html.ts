import { sha256 } from '../../base/hash.ts'
import { shortTime } from '../../base/time.ts'
import { element, join, list, type Markup, text, trusted } from '../html/markup.ts'
import { type Block, type Light, lightWords, type Section, type Warning } from './document.ts'
import { warningStyle } from './style.ts'

const longest = 200_000

const shapes: Readonly<Record<Light, string>> = {
  red: '<path d="M7 1h10l6 6v10l-6 6H7l-6-6V7z" fill="#b3141d"/>',
  amber: '<path d="M12 1 23.5 22H.5z" fill="#e08a00"/>',
  green: '<circle cx="12" cy="12" r="11" fill="#1b7f3b"/>',
  grey: '<rect x="2" y="2" width="20" height="20" fill="none" stroke="#555d66" stroke-width="3"/>',
}

/** The warning as one file that needs nothing else: no script, no font, no request. */
export function renderWarningHtml(warning: Warning): string {
  const style = warningStyle(warning.tlp.colour)
  const hash = Buffer.from(sha256(style), 'hex').toString('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('meta', { name: 'robots', content: 'noindex' }),
    element('title', {}, text(`${warning.tlp.label} ${warning.title}`)),
    element('style', {}, trusted(style)),
  )
  const body = element(
    'body',
    {},
    banner(warning, 'tlp'),
    masthead(warning),
    contents(warning),
    element('main', {}, warning.sections.map(section)),
    element('footer', {}, element('p', {}, text(warning.footer))),
    banner(warning, 'tlp end'),
  )
  return `<!doctype html>\n${element('html', { lang: 'en-GB' }, head, body)}\n`
}

function banner({ tlp, id, version }: Warning, name: string): Markup {
  return element(
    'div',
    { class: name, role: 'note' },
    element('strong', {}, text(tlp.label)),
    element('span', {}, text(`${id} · version ${version}`), element('span', { class: 'how' }, text(` · ${tlp.handling}`))),
  )
}

function masthead({ title, from, at, id, version, tlp, word, bottomLine }: Warning): Markup {
  const by = from === '' ? '' : `${from} · `
  return element(
    'header',
    {},
    element('p', { class: 'meta' }, text(`${by}${shortTime(at)} UTC · ${id} · version ${version}`)),
    element('h1', {}, text(title)),
    element('p', { class: 'meta' }, text(`${tlp.label}: ${tlp.handling}`)),
    element('div', { class: 'line' }, element('p', { class: 'word' }, text(`Bottom line: ${word}`)), element('p', {}, text(bottomLine, longest))),
  )
}

function contents({ sections }: Warning): Markup {
  return element(
    'nav',
    { 'aria-label': 'Contents' },
    list(
      sections.map(({ id, title }) => element('a', { href: `#${id}` }, text(title))),
      {},
      'ol',
    ),
  )
}

function section({ id, title, blocks }: Section): Markup {
  return element('section', { id, 'aria-labelledby': `${id}-title` }, element('h2', { id: `${id}-title` }, text(title)), blocks.map(block))
}

function block(one: Block): Markup {
  switch (one.kind) {
    case 'text':
      return element('p', {}, text(one.text, longest))
    case 'heading':
      return element('h3', {}, text(one.text))
    case 'list':
      return list(one.items.map((item) => text(item, longest)))
    case 'code':
      return join([element('h3', {}, text(one.title)), element('pre', { tabindex: '0' }, lines(one.text))])
    case 'field':
      return element('div', { class: 'field' }, element('strong', {}, text(one.label)), element('span', {}, text(one.hint)))
    case 'lights':
      return lights(one.rows)
    case 'table':
      return table(one)
  }
}

const glance = 'At a glance'

/** Lines stay lines; everything else of them is escaped. */
function lines(value: string): Markup {
  return value
    .split('\n')
    .map((line) => text(line, longest))
    .join('\n') as Markup
}

/** The section's own heading names it: the table needs a name for those who hear it only. */
function lights(rows: Extract<Block, { kind: 'lights' }>['rows']): Markup {
  const widths = [0.3, 0.22, 0.48]
  const cells = rows.map(({ light, question, word, says }) => [
    text(question),
    element('span', { class: 'light' }, shape(light), text(`${lightWords[light]}: ${word}`)),
    text(says, longest),
  ])
  return grid(glance, ['Question', 'Answer', 'What it rests on'], cells, widths, [])
}

function shape(light: Light): Markup {
  return trusted(`<svg viewBox="0 0 24 24" aria-hidden="true">${shapes[light]}</svg>`)
}

function table({ caption, headers, rows, widths, values = [] }: Extract<Block, { kind: 'table' }>): Markup {
  return grid(
    caption,
    headers,
    rows.map((row) => row.map((cell) => text(cell, longest))),
    widths,
    values,
  )
}

function grid(caption: string, headers: readonly string[], rows: readonly (readonly Markup[])[], widths: readonly number[], values: readonly number[]): Markup {
  const columns = element(
    'colgroup',
    {},
    widths.map((width) => trusted(`<col width="${Math.round(width * 100)}%">`)),
  )
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      headers.map((header) => element('th', { scope: 'col' }, text(header))),
    ),
  )
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, index) =>
        element(
          index === 0 ? 'th' : 'td',
          { ...(index === 0 && { scope: 'row' }), class: values.includes(index) ? 'value' : undefined, 'data-label': headers[index] },
          cell,
        ),
      ),
    ),
  )
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element('table', {}, element('caption', { class: caption === glance ? 'hidden' : undefined }, text(caption)), columns, head, element('tbody', {}, body)),
  )
}
