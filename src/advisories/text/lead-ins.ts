import { type Block, partOf } from './block.ts'

/** Characters of a sentence that can still be a heading. */
const longest = 300
/** Characters of a line below a lead-in that is an entry and not prose. */
const longestEntry = 100

/** Plain text keeps the marks of its lists. */
const bullet = /^[-–—•*·▪◦‣→⇒➔►]\s+/
const endsInColon = /[\p{L}\p{N})\]"”’*`][*_]{0,3}[:：]$/u

interface Lead {
  readonly text: string
  /** How far it is set in; what lies below a point of a list is set in further. */
  readonly indent: number
  readonly isItem: boolean
  /** The last line of what it announces so far. */
  lastLine: number
  /** What its list is made of, known from its first block on. */
  list: Block['kind'] | undefined
}

/** Lines that announce what is below them (`Affected versions:`): the innermost heading of that list, and of nothing behind it. */
export class LeadIns {
  readonly #open: Lead[] = []

  /** The block below what announces it, cut where its own lines announce others. `bold`: all of it is, and needs no colon to announce. */
  place(block: Block, indent = 0, bold = false): readonly Block[] {
    return cutAtLeads(block).map((part) => this.#placed(part, indent, bold))
  }

  #placed(block: Block, indent: number, bold: boolean): Block {
    const text = announced(block, bold)
    if (block.kind === 'heading' || (block.kind === 'paragraph' && text !== undefined)) this.#open.length = 0
    while (this.#open.length > 0 && !takesIn(this.#open.at(-1), block, indent)) this.#open.pop()
    const leads = this.#open.map((lead) => lead.text)
    if (text !== undefined) this.#open.push({ text, indent, isItem: block.kind === 'item', lastLine: lastLineOf(block), list: undefined })
    return leads.length === 0 ? block : { ...block, section: [...block.section, ...leads] }
  }
}

/** Whether a block belongs to what was announced (the whole list or table that comes next, or the lines directly below); the lead goes on to it then. */
function takesIn(lead: Lead | undefined, block: Block, indent: number): boolean {
  if (lead === undefined || (lead.list ?? block.kind) !== block.kind) return false
  if (lead.isItem && (block.kind !== 'item' || indent <= lead.indent)) return false
  const [first] = block.marks
  if (block.kind === 'paragraph' && (first?.page !== undefined || first?.line !== lead.lastLine + 1)) return false
  lead.list = block.kind
  lead.lastLine = lastLineOf(block)
  return true
}

function lastLineOf({ marks }: Block): number {
  return marks.at(-1)?.line ?? 0
}

/** What a block announces: its last sentence, when that ends in a colon. */
function announced({ kind, text }: Block, bold: boolean): string | undefined {
  if (kind !== 'paragraph' && kind !== 'item') return undefined
  const window = text.slice(-longest - 2).trimEnd()
  if (!bold && !endsInColon.test(window.slice(-8))) return undefined
  const start = [...window.matchAll(/[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}“"])/gu)].at(-1)
  const sentence = (start ? window.slice(start.index + start[0].length) : window).trim()
  return sentence.length > longest ? undefined : sentence.replace(bullet, '').replace(/\s+/g, ' ')
}

/** A paragraph as it is, or in parts: up to a line that announces, and the short lines below it. */
function cutAtLeads(block: Block): readonly Block[] {
  if (block.kind !== 'paragraph' || !/[:：]\n/.test(block.text)) return [block]
  const lines = block.text.split('\n')
  const leads = lines.map((line) => endsInColon.test(line.trimEnd().slice(-8)))
  const parts: Block[] = []
  let from = 0
  let to = 0
  for (const [index, line] of lines.entries()) {
    to += line.length + 1
    const isEnd = leads[index] ? (lines[index + 1]?.length ?? Number.POSITIVE_INFINITY) <= longestEntry : from > 0 && leads[index + 1]
    if (!isEnd && index < lines.length - 1) continue
    parts.push(partOf(block, from, Math.min(to - 1, block.text.length)))
    from = to
  }
  return parts
}
