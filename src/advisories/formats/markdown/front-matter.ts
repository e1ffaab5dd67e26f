import { type Block, lineBlock } from '../../text/block.ts'
import { unquoted } from '../plain-text/preamble.ts'

const field = /^(?:- )?([a-z][\w .-]{0,60}):(?:\s+(.*))?$/i
/** Texts in a list on one line: in quotation marks, or parted by commas. */
const flowItem = /"([^"]{0,1000})"|'([^']{0,1000})'|([^,"'[\]\s][^,[\]]*)/g

/** The fields before a Markdown text, between two lines of hyphens, as blocks below the names of the fields; and how many lines they take. */
export function frontMatter(lines: readonly string[]): { readonly blocks: readonly Block[]; readonly lines: number } {
  const end = /^---\s*$/.test(lines[0] ?? '') ? lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line)) : -1
  if (end < 0 || !lines.slice(1, end).some((line) => field.test(line))) return { blocks: [], lines: 0 }
  const blocks: Block[] = []
  let name = ''
  let open: string[] = []
  const close = (next: number) => {
    const text = open.join('\n')
    if (open.length > 0) blocks.push(lineBlock('paragraph', text, next - open.length, { section: [name], take: takeOf(text) }))
    open = []
  }
  for (const [index, line] of lines.slice(0, end).entries()) {
    const text = line.trim()
    const [, key, value = ''] = field.exec(text) ?? []
    const isProse = open.length > 0 && /^\s/.test(line)
    if (index === 0 || text === '' || text.startsWith('#')) close(index + 1)
    else if (key !== undefined && !isProse) {
      close(index + 1)
      name = key.replaceAll(/[_-]/g, ' ')
      if (!/^(?:[|>][+-]?)?$/.test(value))
        blocks.push(...valuesOf(value).map((one) => lineBlock('paragraph', one, index + 1, { section: [name], take: takeOf(one) })))
    } else if (/^- /.test(text)) {
      close(index + 1)
      blocks.push(...valuesOf(text.slice(2)).map((one) => lineBlock('item', one, index + 1, { section: [name], take: takeOf(one) })))
    } else open.push(text)
  }
  close(end + 1)
  return { blocks, lines: end + 1 }
}

function valuesOf(written: string): readonly string[] {
  const text = written.trim()
  if (!/^\[.*\]$/.test(text)) return [unquoted(text)]
  return [...text.matchAll(flowItem)].map(([, double, single, bare]) => (double ?? single ?? bare ?? '').trim()).filter((one) => one !== '')
}

/** Words may name indicators; a value without a space is the name of a picture, a page or a tag. */
function takeOf(text: string): Block['take'] {
  return /\s/.test(text) ? 'all' : 'facts'
}
