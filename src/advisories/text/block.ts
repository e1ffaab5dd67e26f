import type { Place } from '../advisory.ts'

/** One piece of text that is read as a whole: no value reaches from one into the next. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'code'
  /** Lines that were broken only for layout are joined; other line ends are kept. Cells of a row are parted by tabs. */
  readonly text: string
  /** Where parts of the text stand: offsets rising, the first 0. */
  readonly marks: readonly Mark[]
  /** Headings above it, outermost first. */
  readonly section: readonly string[]
  /** Column headings, when it is the row of a table that has them. */
  readonly header?: readonly string[] | undefined
  /** What may be taken from it: `facts` are products, CVEs, techniques and dates, no indicators. */
  readonly take: 'all' | 'facts' | 'nothing'
  readonly part?: string | undefined
}

export interface Mark {
  readonly offset: number
  readonly page?: number | undefined
  readonly line: number
  /** What stands beside it on the page: the other cells of its row. */
  readonly beside?: string | undefined
}

/** Where an offset of a block stands. */
export function placeIn(block: Block, offset: number): Place {
  const mark = markAt(block, offset)
  return { page: mark?.page, line: mark?.line, part: block.part }
}

/** The mark of the line that an offset lies in. */
export function markAt(block: Block, offset: number): Mark | undefined {
  let low = 0
  let high = block.marks.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((block.marks[middle]?.offset ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return block.marks[low]
}

/** One for all blocks that have none: a table may have 300,000 rows. */
const noSection: readonly string[] = []

/** A block of one line. */
export function lineBlock(kind: Block['kind'], text: string, line: number, more: Partial<Pick<Block, 'section' | 'header' | 'take' | 'part'>> = {}): Block {
  return { kind, text, marks: [{ offset: 0, line }], section: more.section ?? noSection, take: more.take ?? 'all', header: more.header, part: more.part }
}

/** Characters of a block that are searched at once. */
const longest = 20_000

/** A very long block in parts, cut at white space where there is any, so that the search can be stopped between them. */
export function inParts(block: Block): readonly Block[] {
  if (block.text.length <= longest) return [block]
  const parts: Block[] = []
  for (let from = 0; from < block.text.length; ) {
    const space = block.text.slice(from + longest / 2, from + longest).search(/\s(?=\S*$)/)
    const to = from + longest >= block.text.length ? block.text.length : space < 0 ? from + longest : from + longest / 2 + space + 1
    parts.push(partOf(block, from, to))
    from = to
  }
  return parts
}

/** The block from one offset to another. */
export function partOf(block: Block, from: number, to: number): Block {
  const mark = markAt(block, from)
  const inside = marksBetween(block, from, to).map((one) => ({ ...one, offset: one.offset - from }))
  return { ...block, text: block.text.slice(from, to), marks: [{ ...mark, line: mark?.line ?? 1, offset: 0 }, ...inside] }
}

function marksBetween({ marks }: Block, from: number, to: number): readonly Mark[] {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle]?.offset ?? 0) <= from) low = middle + 1
    else high = middle
  }
  let end = low
  while ((marks[end]?.offset ?? to) < to) end += 1
  return marks.slice(low, end)
}
