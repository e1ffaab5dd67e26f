import type { Reference } from '../../advisory.ts'
import { type Block, lineBlock } from '../../text/block.ts'
import { Outline } from '../../text/headings.ts'
import { LeadIns } from '../../text/lead-ins.ts'
import { type Line, unwrap } from '../../text/unwrap.ts'
import { isProse } from './fence.ts'
import { frontMatter } from './front-matter.ts'

interface State {
  readonly outline: Outline
  readonly leads: LeadIns
  readonly blocks: Block[]
  readonly references: Reference[]
  open: Line[]
  kind: Block['kind']
  /** How far the open block is set in. */
  indent: number
  /** All of the open block is bold. */
  bold: boolean
  fence: string | undefined
  language: string
  header: readonly string[] | undefined
}

/** Blocks and links of a Markdown text. HTML inside it stays as it is written. */
export function markdownBlocks(text: string): { readonly blocks: readonly Block[]; readonly references: readonly Reference[] } {
  const state: State = {
    outline: new Outline(),
    leads: new LeadIns(),
    blocks: [],
    references: [],
    open: [],
    kind: 'paragraph',
    indent: 0,
    bold: false,
    fence: undefined,
    language: '',
    header: undefined,
  }
  const lines = text.split(/\r\n|\r|\n/)
  const matter = frontMatter(lines)
  state.blocks.push(...matter.blocks)
  for (let index = matter.lines; index < lines.length; index += 1) takeLine(state, lines[index] ?? '', index + 1, lines[index + 1] ?? '')
  close(state)
  return { blocks: state.blocks, references: state.references }
}

function takeLine(state: State, content: string, line: number, next: string): void {
  const fence = /^\s{0,3}(`{3,}|~{3,})/.exec(content)?.[1]
  if (state.fence !== undefined || fence !== undefined) takeCode(state, content, line, fence)
  else if (isRow(content, state.header !== undefined, next)) takeRow(state, content, line)
  else {
    state.header = undefined
    takeProse(state, content, line, next)
  }
}

function isRow(content: string, inTable: boolean, next: string): boolean {
  return /^\s*\|.*\|\s*$|^[^|\n]+\|[^|\n]+/.test(content) && (inTable || /^\s*\|?\s*:?-{2,}/.test(next))
}

function takeProse(state: State, content: string, line: number, next: string): void {
  const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(content)
  const underlined = /^\s{0,3}(=+|-{3,})\s*$/.exec(next)
  if (heading) takeHeading(state, heading[1]?.length ?? 1, heading[2] ?? '', line)
  else if (content.trim() !== '' && state.open.length === 0 && underlined && /^[^|>*+-]/.test(content))
    takeHeading(state, underlined[1]?.startsWith('=') ? 1 : 2, content, line)
  else if (/^\s{0,3}(?:=+|-{3,}|\*{3,}|_{3,})\s*$/.test(content) || content.trim() === '') close(state)
  else takeText(state, content, line)
}

function takeCode(state: State, content: string, line: number, fence: string | undefined): void {
  if (state.fence === undefined) {
    close(state)
    state.fence = fence?.[0]
    state.language = content.trim().replace(/^[`~]+\s*/, '')
    state.kind = 'code'
  } else if (fence?.[0] === state.fence) {
    if (isProse(state.language, state.open)) takeLines(state)
    close(state)
    state.fence = undefined
  } else state.open.push({ text: content, line, room: Number.POSITIVE_INFINITY })
}

/** Each line of the open block as a paragraph. */
function takeLines(state: State): void {
  for (const { text, line } of state.open) if (text.trim() !== '') give(state, lineBlock('paragraph', text.trim(), line, { section: state.outline.section }))
  state.open = []
}

function takeRow(state: State, content: string, line: number): void {
  close(state)
  const cells = content
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => inline(state, cell.replaceAll('\\|', '|')).trim())
  if (state.header === undefined) state.header = cells
  else if (!/^[\s|:-]+$/.test(content))
    give(state, { kind: 'row', text: cells.join('\t'), marks: [{ offset: 0, line }], section: state.outline.section, header: state.header, take: 'all' })
}

function takeHeading(state: State, level: number, text: string, line: number): void {
  close(state)
  const title = inline(state, text).trim()
  give(state, { kind: 'heading', text: title, marks: [{ offset: 0, line }], section: state.outline.section, take: 'all' })
  state.outline.enter(level, title)
}

function takeText(state: State, content: string, line: number): void {
  const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)/.exec(content)
  const indented = /^(?: {4}|\t)/.test(content) && state.open.length === 0 && !item
  if (item || state.open.length === 0) {
    close(state)
    state.kind = indented ? 'code' : item ? 'item' : 'paragraph'
    state.indent = content.length - content.trimStart().length
  }
  state.bold = state.open.length === 0 && /^\s*(?:\*\*[^*]{1,200}\*\*|__[^_]{1,200}__)\s*$/.test(content)
  const text =
    state.kind === 'code'
      ? content.trim()
      : inline(
          state,
          content
            .slice(item?.[0].length ?? 0)
            .replace(/^\s*>+\s?/, '')
            .trim(),
        )
  state.open.push({ text, line, room: Number.POSITIVE_INFINITY })
}

function give(state: State, block: Block): void {
  state.blocks.push(...state.leads.place(block, state.indent, state.bold && block.kind === 'paragraph'))
}

function close(state: State): void {
  if (state.open.length > 0) give(state, { kind: state.kind, ...unwrap(state.open), section: state.outline.section, take: 'all' })
  state.open = []
  state.kind = 'paragraph'
}

const link =
  /!?\[((?:[^[\]\n]|\[[^[\]\n]{0,20}\]){0,400})\]\(\s*<?([^()\s<>]{1,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?)>?(?:\s+["'][^"'\n]{0,300}["'])?\s*\)/g

/** `__so__`; the underlines of `__init__` in code are letters. */
const underlined = /(?<![\\\w`])__(?=\S)([^_\n]{1,300}(?:_[^_\n]{1,300}){0,9})__(?!\w)/g

/** Text of a line without its marks; links go to the references unless they are written defanged. */
function inline(state: State, text: string): string {
  return text
    .replace(link, (whole, label: string, url: string) => {
      if (/hxxp|\[\.\]|\[:/i.test(url)) return label.includes(url) ? label : `${label} ${url}`
      if (!whole.startsWith('!') && /^https?:/i.test(url)) state.references.push({ url, text: label.trim() })
      return label
    })
    .replace(/<((?:https?|ftp):\/\/[^\s<>]{1,2000})>/gi, '$1')
    .replace(/(?<!\\)(\*\*|~~)(?=\S)/g, '')
    .replace(underlined, '$1')
    .replace(/(?<=\S)(\*\*|~~)/g, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/\\([[\](){}*_#!<>|~`+-])/g, '$1')
    .replaceAll('``', '')
}
