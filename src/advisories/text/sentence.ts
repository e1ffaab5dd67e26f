import { type Block, markAt } from './block.ts'

/** Characters of a sentence that are kept. */
const longest = 400

/** The sentence around a span; for a table row the whole row, for a line of a list its line. */
export function sentenceAround(block: Block, start: number, end: number): string {
  const beside = markAt(block, start)?.beside
  const sentence = sentenceOf(block, start, end)
  return beside ? `${beside.slice(0, longest)} | ${sentence}` : sentence
}

function sentenceOf(block: Block, start: number, end: number): string {
  const { text } = block
  if (block.kind === 'row') return clip(text, start, end, 0, text.length)
  const from = Math.max(sentenceStart(text, start), lineStart(block, start), start - longest)
  const to = Math.min(sentenceEnd(text, end), lineEnd(block, end), end + longest)
  return clip(text, start, end, from, to)
}

function clip(text: string, start: number, end: number, from: number, to: number): string {
  const wanted = Math.max(0, longest - (end - start)) / 2
  const left = Math.max(from, Math.floor(start - Math.max(wanted, longest - (to - start))))
  const right = Math.min(to, left + Math.max(longest, end - left))
  return text.slice(Math.max(0, left), right).replace(/\s+/g, ' ').trim()
}

function sentenceStart(text: string, at: number): number {
  const window = text.slice(Math.max(0, at - longest), at)
  let found = -1
  for (const match of window.matchAll(/[.!?]["”’)\]]?\s+(?=[\p{Lu}\p{N}“"])/gu)) found = match.index + match[0].length
  return found < 0 ? Math.max(0, at - longest) : Math.max(0, at - longest) + found
}

function sentenceEnd(text: string, at: number): number {
  const match = /[.!?]["”’)\]]?(?=\s+[\p{Lu}\p{N}“"]|\s*$)/u.exec(text.slice(at, at + longest))
  return match ? at + match.index + match[0].length : Math.min(text.length, at + longest)
}

/** In code and lists a line end is an end of meaning; in a paragraph it is one where the line holds little else. */
function lineStart(block: Block, at: number): number {
  return block.kind === 'code' || block.kind === 'item' || isList(block) ? block.text.lastIndexOf('\n', at - 1) + 1 : 0
}

function lineEnd(block: Block, at: number): number {
  if (block.kind !== 'code' && block.kind !== 'item' && !isList(block)) return block.text.length
  const end = block.text.indexOf('\n', at)
  return end < 0 ? block.text.length : end
}

const lists = new WeakMap<Block, boolean>()

/** True for a block most of whose lines are a word or two: a list without bullets. */
export function isList(block: Block): boolean {
  const known = lists.get(block)
  if (known !== undefined) return known
  const lines = block.text.split('\n').filter((line) => line.trim() !== '')
  const few = lines.filter((line) => line.trim().split(/\s+/).length <= 3).length
  const list = lines.length > 0 && few >= lines.length * 0.7
  lists.set(block, list)
  return list
}
