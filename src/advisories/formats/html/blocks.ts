import { convert, type FormatCallback } from 'html-to-text'
import type { Note } from '../../advisory.ts'
import type { AdvisoryLimits } from '../../limits.ts'
import type { Block } from '../../text/block.ts'
import { Outline } from '../../text/headings.ts'
import { LeadIns } from '../../text/lead-ins.ts'

/** Private-use characters that mark the parts of a page in the converted text; taken out of the page first. */
const mark = { row: '\ue000', cell: '\ue001', headCell: '\ue002', heading: '\ue003', item: '\ue004', code: '\ue005', end: '\ue006', rowEnd: '\ue007' } as const

const cell: FormatCallback = (element, walk, builder) => {
  builder.addLiteral(element.name === 'th' ? mark.headCell : mark.cell)
  walk(element.children ?? [], builder)
}
const block =
  (opening: string, closing: string): FormatCallback =>
  (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 1 })
    builder.addLiteral(opening)
    walk(element.children ?? [], builder)
    builder.addLiteral(closing)
    builder.closeBlock({ trailingLineBreaks: 1 })
  }
const pre: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ isPre: true, leadingLineBreaks: 1 })
  builder.addLiteral(mark.code)
  walk(element.children ?? [], builder)
  builder.addLiteral(mark.end)
  builder.closeBlock({ trailingLineBreaks: 1 })
}
const heading: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  builder.addLiteral(mark.heading + (element.name?.slice(1) ?? '2'))
  walk(element.children ?? [], builder)
  builder.addLiteral(mark.end)
  builder.closeBlock({ trailingLineBreaks: 1 })
}

const skipped = ['script', 'style', 'noscript', 'template', 'svg', 'nav', 'iframe', 'object', 'select', 'button', 'input', 'textarea', 'img', 'head'].map(
  (selector) => ({ selector, format: 'skip' }),
)

/** Blocks of a page: paragraphs, headings, list items, rows with their column headings, code. */
export function htmlBlocks(text: string, limits: AdvisoryLimits): { readonly blocks: readonly Block[]; readonly notes: readonly Note[] } {
  const notes: Note[] = []
  const clean = shallow(text.replace(/[\ue000-\ue00f]/g, ''), notes)
  if (clean.length > limits.characters * 4) notes.push({ what: `The page is longer than ${limits.characters * 4} characters: the rest was not read.` })
  const converted = convert(clean, {
    wordwrap: false,
    limits: { maxInputLength: limits.characters * 4, maxDepth: 200, maxChildNodes: limits.objects, ellipsis: '…' },
    formatters: {
      cell,
      row: block(mark.row, mark.rowEnd),
      pre,
      heading,
      item: block(mark.item, mark.end),
      through: (element, walk, builder) => walk(element.children ?? [], builder),
    },
    selectors: [
      ...skipped,
      { selector: 'a', format: 'inline' },
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'row' },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
      { selector: 'li', format: 'item' },
      { selector: 'dt', format: 'item' },
      { selector: 'dd', format: 'item' },
      { selector: 'ul', format: 'block' },
      { selector: 'ol', format: 'block' },
      { selector: 'pre', format: 'pre' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, format: 'heading' })),
    ],
  })
  return { blocks: blocksOf(converted), notes }
}

const neverNested = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|th|tr|dt|dd|option|thead|tbody|tfoot)$/i
const deepest = 1000

/** The page up to where elements lie too deep in one another: parsers become slow there, and no page is like that. */
function shallow(text: string, notes: Note[]): string {
  let depth = 0
  for (const match of text.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    if (neverNested.test(match[2] ?? '')) continue
    depth = match[1] === '' ? depth + 1 : Math.max(0, depth - 1)
    if (depth <= deepest) continue
    notes.push({ what: `Elements lie more than ${deepest} deep in one another: the rest of the page was not read.` })
    return text.slice(0, match.index)
  }
  return text
}

const kinds: Readonly<Record<string, Block['kind']>> = { [mark.item]: 'item', [mark.code]: 'code' }

function blocksOf(text: string): readonly Block[] {
  const outline = new Outline()
  const leads = new LeadIns()
  const blocks: Block[] = []
  const give = (block: Block, depth = 0) => blocks.push(...leads.place(block, depth))
  let header: readonly string[] | undefined
  for (const { content, line, depth } of pieces(text)) {
    const first = content[0] ?? ''
    const body = content.replace(/[\ue000-\ue007]/g, (character) => (character === mark.cell || character === mark.headCell ? '\t' : ''))
    if (first === mark.row) {
      const cells = cellsOf(content)
      if (isHeader(content, cells, header)) header = cells
      else give(blockOf('row', cells.join('\t'), line, outline.section, header))
    }
    if (first === mark.row || body.trim() === '') continue
    header = undefined
    if (first === mark.heading) {
      const title = body.slice(1).replace(/\s+/g, ' ').trim()
      give(blockOf('heading', title, line, outline.section))
      outline.enter(Number(body[0]) || 2, title)
    } else give(blockOf(kinds[first] ?? 'paragraph', body.trim(), line, outline.section), depth)
  }
  return blocks
}

/** The converted text cut at its marks and blank lines, with the elements around each piece. A row is one piece, however many lines its cells have. */
function* pieces(text: string): Generator<{ readonly content: string; readonly line: number; readonly depth: number }> {
  let line = 1
  let depth = 0
  for (const part of text.split(/(?=[\ue000\ue003-\ue005])|(?<=[\ue006\ue007])/)) {
    const special = /^[\ue000\ue003\ue005]/.test(part)
    if (/^[\ue003-\ue005]/.test(part)) depth += 1
    for (const piece of special ? [part] : part.split(/\n{2,}/)) {
      yield { content: piece, line, depth }
      if (!special) line += piece.split('\n').length
    }
    if (special) line += part.split('\n').length
    if (part.endsWith(mark.end)) depth -= 1
  }
}

function cellsOf(content: string): readonly string[] {
  return content
    .slice(1)
    .split(/[\ue001\ue002]/)
    .slice(1)
    .map((cell) =>
      cell
        .replace(/[\ue000-\ue007]/g, '')
        .replace(/[ \t]*\n[ \t\n]*/g, '\n')
        .replace(brokenAddress, '$<before>')
        .trim(),
    )
}

/** An address that a cell is too narrow for, broken behind one of its signs; a line that is a name of its own is another indicator. */
const brokenAddress =
  /(?<before>\w\[?:\]?(?:\/|\[\/\]){2}\S*[/_=&?%-])\n(?=[\w%&=?#~+/-]+(?:\.(?:php|html?|aspx?|jsp|json?|xml|txt|exe|dll|zip|bin|dat))?(?:\n|$))/gi

/** A row of heading cells, or the first row of a table when all its cells are short words. */
function isHeader(content: string, cells: readonly string[], header: readonly string[] | undefined): boolean {
  const heads = content.split(mark.headCell).length - 1
  if (heads > 0) return heads >= cells.length && cells.length > 1
  return (
    header === undefined &&
    cells.length > 1 &&
    cells.every((cell) => cell.length < 40 && !/[\d[\]/\\]{3,}|\[\.\]|[0-9a-f]{16}/i.test(cell) && /^\p{L}[\p{L}\p{N} ()/&_#+-]*$/u.test(cell))
  )
}

function blockOf(kind: Block['kind'], text: string, line: number, section: readonly string[], header?: readonly string[]): Block {
  const marks = [...text.matchAll(/^/gm)].map((match, index) => ({ offset: match.index, line: kind === 'row' ? line : line + index }))
  return { kind, text, marks: marks.length > 0 ? marks : [{ offset: 0, line }], section, header, take: 'all' }
}
