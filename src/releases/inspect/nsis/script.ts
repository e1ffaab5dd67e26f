import { Cursor } from '../../cursor.ts'
import { firstHeaderBytes } from '../../nsis/header.ts'
import { Texts } from './text.ts'

export interface Instruction {
  readonly opcode: number
  /** Six parameters: numbers, or places of texts. */
  readonly parameters: readonly number[]
  /** In the file. */
  readonly offset: number
}

export interface Script {
  readonly texts: Texts
  readonly instructions: readonly Instruction[]
  /** Names of the sections, '' for one that has none. */
  readonly sections: readonly string[]
}

interface Block {
  readonly offset: number
  readonly count: number
}

const instructionBytes = 28
const blocks = 8
const mostInstructions = 500_000

/**
 * Takes the header block apart: flags, then eight blocks as (offset, count): pages, sections, instructions, texts,
 * language tables, colours, font, data. In 64-bit installers offsets have eight bytes. Throws BeyondEnd for what is cut off.
 */
export function readScript(bytes: Uint8Array): Script {
  const header = new Cursor(bytes.subarray(firstHeaderBytes))
  const narrow = readBlocks(header, 4)
  const [, sections, instructions, texts, languages] = areInOrder(narrow, header.length) ? narrow : readBlocks(header, 8)
  if (!sections || !instructions || !texts || !languages) return { texts: new Texts(new Uint8Array()), instructions: [], sections: [] }
  const end = languages.offset > texts.offset ? languages.offset : header.length
  const read = new Texts(header.slice(texts.offset, Math.min(end, header.length) - texts.offset))
  const found: Instruction[] = []
  for (let index = 0; index < Math.min(instructions.count, mostInstructions); index += 1) {
    const at = instructions.offset + instructionBytes * index
    const parameters = [1, 2, 3, 4, 5, 6].map((parameter) => header.u32(at + 4 * parameter) | 0)
    found.push({ opcode: header.u32(at), parameters, offset: firstHeaderBytes + at })
  }
  return { texts: read, instructions: found, sections: sectionNames(header, sections, instructions, read) }
}

function readBlocks(header: Cursor, offsetBytes: 4 | 8): Block[] {
  return Array.from({ length: blocks }, (_, index) => {
    const at = 4 + (offsetBytes + 4) * index
    return { offset: offsetBytes === 8 ? header.u64(at) : header.u32(at), count: header.u32(at + offsetBytes) }
  })
}

/** Pages, sections, instructions, texts and languages follow one another. */
function areInOrder(found: readonly Block[], size: number): boolean {
  const offsets = found.slice(1, 5).map((block) => block.offset)
  return offsets.every((offset, index) => offset > 0 && offset <= size && (index === 0 || offset >= (offsets[index - 1] ?? 0)))
}

/** Sections are of one size, whatever it is in this version; the place of the name comes first. */
function sectionNames(header: Cursor, sections: Block, instructions: Block, texts: Texts): string[] {
  const size = Math.floor((instructions.offset - sections.offset) / Math.max(1, sections.count))
  if (size < 4) return []
  return Array.from({ length: Math.min(sections.count, 1000) }, (_, index) => texts.at(header.u32(sections.offset + size * index) | 0))
}
