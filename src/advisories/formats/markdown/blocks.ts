import type { Reference } from '../../advisory.ts'
import type { Block } from '../../text/block.ts'
import { Outline } from '../../text/headings.ts'
import { type Line, unwrap } from '../../text/unwrap.ts'

interface State {
  readonly outline: Outline
  readonly blocks: Block[]
  readonly references: Reference[]
  open: Line[]
  kind: Block['kind']
  fence: string | undefined
  header: readonly string[] | undefined
}

/** Blocks and links of a Markdown text. HTML inside it stays as it is written. */
export function markdownBlocks(text: string): { readonly blocks: readonly Block[]; readonly references: readonly Reference[] } {
  const state: State = { outline: new Outline(), blocks: [], references: [], open: [], kind: 'paragraph', fence: undefined, header: undefined }
  const lines = text.split(/\r\n|\r|\n/)
  const from = /^---\s*$/.test(lines[0] ?? '') ? lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line)) + 1 : 0
  for (let index = from; index < lines.length; index += 1) takeLine(state, lines[index] ?? '', index + 1, lines[index + 1] ?? '')
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
    state.kind = 'code'
  } else if (fence?.[0] === state.fence) {
    close(state)
    state.fence = undefined
  } else state.open.push({ text: content, line, room: Number.POSITIVE_INFINITY })
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
    state.blocks.push({ kind: 'row', text: cells.join('\t'), marks: [{ offset: 0, line }], section: state.outline.section, header: state.header, take: 'all' })
}

function takeHeading(state: State, level: number, text: string, line: number): void {
  close(state)
  const title = inline(state, text).trim()
  state.blocks.push({ kind: 'heading', text: title, marks: [{ offset: 0, line }], section: state.outline.section, take: 'all' })
  state.outline.enter(level, title)
}

function takeText(state: State, content: string, line: number): void {
  const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?=\S)/.exec(content)
  const indented = /^(?: {4}|\t)/.test(content) && state.open.length === 0 && !item
  if (item || state.open.length === 0) {
    close(state)
    state.kind = indented ? 'code' : item ? 'item' : 'paragraph'
  }
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

function close(state: State): void {
  if (state.open.length > 0) state.blocks.push({ kind: state.kind, ...unwrap(state.open), section: state.outline.section, take: 'all' })
  state.open = []
  state.kind = 'paragraph'
}

const link =
  /!?\[((?:[^[\]\n]|\[[^[\]\n]{0,20}\]){0,400})\]\(\s*<?([^()\s<>]{1,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?)>?(?:\s+["'][^"'\n]{0,300}["'])?\s*\)/g

/** Text of a line without its marks; links go to the references unless they are written defanged. */
function inline(state: State, text: string): string {
  return text
    .replace(link, (whole, label: string, url: string) => {
      if (/hxxp|\[\.\]|\[:/i.test(url)) return label.includes(url) ? label : `${label} ${url}`
      if (!whole.startsWith('!') && /^https?:/i.test(url)) state.references.push({ url, text: label.trim() })
      return label
    })
    .replace(/<((?:https?|ftp):\/\/[^\s<>]{1,2000})>/gi, '$1')
    .replace(/(?<!\\)(\*\*|__|~~)(?=\S)/g, '')
    .replace(/(?<=\S)(\*\*|~~)/g, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/\\([[\](){}*_#!<>|~`+-])/g, '$1')
    .replaceAll('``', '')
}
