import type { Block } from './block.ts'
import { Headings } from './headings.ts'
import { LeadIns } from './lead-ins.ts'
import { type Line, unwrap } from './unwrap.ts'

const bullet = /^\s*(?:[-–—•*·▪◦‣→⇒➔►o]|\d{1,3}[.)]|\[\d{1,3}\])\s+(?=\S)/
/** Hash, path, defanged or written-out address: what stands below a heading of a list. */
const valueLike = /\[\.\]|hxxp|https?:\/\/|(?<![0-9a-z])[0-9a-f]{32}|^[a-z]:\\|^[\w-]+(?:\.[\w-]+)+$|^HK/i
/** `= Title`, `## Title`, as light markup has it. */
const headingMark = /^(?:={1,6}|#{1,6})\s+(?=\S)/
const longestHeading = 90
const widest = 132

interface State {
  readonly blocks: Block[]
  readonly headings: Headings
  readonly leads: LeadIns
  readonly width: number | undefined
  open: Line[]
  kind: Block['kind']
  /** How far the open block is set in. */
  indent: number
  header: readonly string[] | undefined
}

/** Blocks of a text without markup: headings and tables are told by their looks. */
export function plainBlocks(text: string, firstLine = 1): readonly Block[] {
  const lines = text.split(/\r\n|\r|\n|\u2028|\u2029/).map((content) => content.replaceAll('\f', '').trimEnd())
  const state: State = {
    blocks: [],
    headings: new Headings(),
    leads: new LeadIns(),
    width: wrapWidth(lines),
    open: [],
    kind: 'paragraph',
    indent: 0,
    header: undefined,
  }
  for (const [index, content] of lines.entries()) {
    const cells = cellsOf(content)
    if (cells) takeRow(state, cells, firstLine + index)
    else {
      state.header = undefined
      if (content.trim() === '') close(state)
      else if (isHeading(lines, index)) takeHeading(state, content, firstLine + index)
      else takeText(state, content, firstLine + index)
    }
  }
  close(state)
  return state.blocks
}

function close(state: State): void {
  for (const block of closed(state.open, state.kind, state.headings.section, state.width !== undefined)) give(state, block)
  state.open = []
}

function give(state: State, block: Block): void {
  state.blocks.push(...state.leads.place(block, state.indent))
}

function takeRow(state: State, cells: readonly string[], line: number): void {
  close(state)
  const isFirst = state.header === undefined
  state.header ??= isHeader(cells) ? cells : []
  if (!isFirst || state.header.length === 0) give(state, rowBlock(cells, line, state.headings.section, state.header))
}

function takeHeading(state: State, content: string, line: number): void {
  close(state)
  const text = content.trim().replace(headingMark, '')
  state.headings.enter(text)
  give(state, { kind: 'heading', text, marks: [{ offset: 0, line }], section: state.headings.section.slice(0, -1), take: 'all' })
}

function takeText(state: State, content: string, line: number): void {
  const isItem = bullet.test(content)
  const indent = content.length - content.trimStart().length
  // Behind a point of a list a line goes on with it where lines are broken for width, and is one of its own elsewhere.
  const leavesList = state.kind === 'item' && indent <= state.indent && (state.width === undefined || /:$/.test(content))
  if (isItem || leavesList || state.open.length === 0) {
    close(state)
    state.kind = isItem ? 'item' : 'paragraph'
    state.indent = indent
  }
  const room = state.width === undefined ? Number.POSITIVE_INFINITY : Math.max(0, state.width - content.length)
  state.open.push({ text: content.trimStart(), line, room })
}

function closed(lines: readonly Line[], kind: Block['kind'], section: readonly string[], wrapped: boolean): readonly Block[] {
  if (lines.length === 0) return []
  const { text, marks } = unwrap(lines)
  if (wrapped) return [{ kind, text, marks, section, take: 'all' }]
  // Where lines are not broken for width, each is a paragraph of its own.
  let offset = 0
  let next = 0
  return text.split('\n').map((content) => {
    const from = offset
    offset += content.length + 1
    const first = next
    while ((marks[next]?.offset ?? offset) < offset) next += 1
    return { kind, text: content, marks: marks.slice(first, next).map((mark) => ({ ...mark, offset: mark.offset - from })), section, take: 'all' }
  })
}

/** The width at which the text was broken, or undefined when its lines are paragraphs. */
function wrapWidth(lines: readonly string[]): number | undefined {
  const lengths = lines.map((line) => line.length).filter((length) => length > 40)
  if (lengths.length < 4) return undefined
  const width = lengths.reduce((most, length) => Math.max(most, length), 0)
  const near = lengths.filter((length) => length >= width - 14).length
  return width <= widest && near >= lengths.length * 0.3 ? width : undefined
}

function isHeading(lines: readonly string[], index: number): boolean {
  const text = (lines[index] ?? '').trim()
  if (headingMark.test(text)) return text.length <= widest && !valueLike.test(text)
  if (
    text.length > longestHeading ||
    bullet.test(text) ||
    valueLike.test(text) ||
    /[.;,]$|["“”]/.test(text) ||
    /\w\.\w/.test(text.replace(/^\d+(?:\.\d+)*\.?\s/, ''))
  )
    return false
  if (!/^[\p{Lu}\p{N}#[]/u.test(text) || text.split(/\s+/).length > 10) return false
  const before = index === 0 || (lines[index - 1] ?? '').trim() === ''
  const next = (lines[index + 1] ?? '').trim()
  if (/^[=~-]{3,}$/.test(next)) return true
  return (
    valueLike.test(next) ||
    (before && next === '') ||
    (before && text.split(/\s+/).length <= 8 && /\p{L}{3}/u.test(text) && !/:$/.test(text) && next.length > text.length)
  )
}

/** Cells parted by tabs, bars or wide gaps; undefined for a line that is no row. */
function cellsOf(line: string): readonly string[] | undefined {
  if (line.length > 2000 || !/\t|\||\S {3,}\S/.test(line)) return undefined
  const cells = (
    /\t/.test(line.trim()) ? line.split(/\t+/) : /\s\|\s|^\|/.test(line) ? line.replace(/^\s*\||\|\s*$/g, '').split('|') : line.trim().split(/ {3,}/)
  ).map((cell) => cell.trim())
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length < 2 || bullet.test(line)) return undefined
  return /^[\s|:=+-]+$/.test(line) ? undefined : cells
}

function isHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.length < 40 && !valueLike.test(cell) && !/\d{3}/.test(cell)) && cells.some((cell) => /\p{L}{2}/u.test(cell))
}

function rowBlock(cells: readonly string[], line: number, section: readonly string[], header: readonly string[] | undefined): Block {
  return { kind: 'row', text: cells.join('\t'), marks: [{ offset: 0, line }], section, header: header && header.length > 0 ? header : undefined, take: 'all' }
}
