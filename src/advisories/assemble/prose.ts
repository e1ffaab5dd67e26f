import { isCommonFile } from '../demote/common-files.ts'
import type { Found, Habits, Scan } from '../extract/found.ts'
import { scanOf, search } from '../extract/search.ts'
import type { Draft, ReadContext } from '../format.ts'
import type { Block } from '../text/block.ts'
import { placeIn } from '../text/block.ts'
import { sentenceAround } from '../text/sentence.ts'
import { canonicalOf } from './canonical.ts'
import { linkReason } from './links.ts'
import { roleOf } from './role.ts'

/** Characters of a block that is one entry of a list. */
const longestLine = 300
const hash = /(?<![0-9a-z])[0-9a-f]{32}/i

/** Indicators from the blocks, each with its sentence, place and role. */
export function* draftsOf(blocks: readonly Block[], habits: Habits, context: ReadContext): Generator<Draft | 'late'> {
  const isList = !blocks.some(({ text }) => isProse(text))
  for (const [index, block] of blocks.entries()) {
    context.signal.throwIfAborted()
    if (context.late()) {
      yield 'late'
      return
    }
    if (block.take !== 'all') continue
    const scan = scanOf(block, habits)
    const all = search(scan)
    const nearHash = all.length > 0 && isNearHash(blocks, index)
    for (const found of all) yield draftOf(scan, found, nearHash, isList)
  }
}

function draftOf(scan: Scan, found: Found, nearHash: boolean, isList: boolean): Draft {
  const { block, refanged } = scan
  const from = refanged.at[found.start] ?? 0
  const to = refanged.at[found.end] ?? block.text.length
  const sentence = sentenceAround(block, from, to)
  const headings = block.header ? [...block.section, block.header.join(' ')] : block.section
  const isHashed = nearHash || hash.test(sentence)
  const demoted = found.demoted ?? linkReason(scan, found, sentence, isList || isHashed) ?? fileReason(found, isHashed)
  const canonical = canonicalOf(found.type, found.value) ?? found
  return {
    type: canonical.type,
    value: canonical.value,
    asWritten: block.text.slice(from, to).trim(),
    place: placeIn(block, from),
    sentence,
    role:
      demoted?.startsWith('stands among') || demoted?.startsWith('written as')
        ? 'reference'
        : roleOf(found.type, sentence, headings, block.text.slice(from, to)),
    partOf: found.partOf,
    demoted,
  }
}

/** A file that many projects have is one to look for only by its hash. */
function fileReason({ type, value }: Found, nearHash: boolean): string | undefined {
  return type === 'file-name' && !nearHash && isCommonFile(value) ? 'a name that many projects and systems have' : undefined
}

/** A hash stands in a line close by, under the same heading. */
function isNearHash(blocks: readonly Block[], index: number): boolean {
  const near = blocks.slice(Math.max(0, index - 2), index + 3).filter(({ text }) => text.length <= longestLine)
  const own = blocks[index]
  return own !== undefined && near.includes(own) && near.some(({ text, section }) => section.at(-1) === own.section.at(-1) && hash.test(text))
}

/** Words that say something, and not only values and their labels. */
function isProse(text: string): boolean {
  return (text.slice(0, 4000).match(/(?<![\p{L}\p{N}./@:_-])\p{L}{2,20}(?=\s|[,.;]\s)/gu)?.length ?? 0) >= 8
}
