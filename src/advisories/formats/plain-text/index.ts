import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { withoutArmour } from '../../text/armour.ts'
import { plainBlocks } from '../../text/plain-blocks.ts'
import { withoutAsciidoc } from './asciidoc.ts'
import { preamble } from './preamble.ts'

/** The last resort: anything that is text. */
export const plainText: AdvisoryFormat = {
  name: 'plain-text',
  title: 'Plain text',
  origin: 'Text of an advisory, saved from a page or a mail, or a list of indicators with one a line.',
  recognise: (document) => (isText(document) ? 0.5 : 0),
  read: (document): Reading => {
    const text = withoutAsciidoc(withoutArmour(document.text().replace(/^\ufeff/, '')))
    const facts = preamble(text)
    const first = firstWords(text)
    // The first line of a bare list is no title.
    const isProse = /\p{L}\s+\p{L}/u.test(first)
    const title = facts.title ?? (isProse ? (first.length < 160 && !/[.:;,]\s*$/.test(first) ? first : undefined) : document.name || undefined)
    return { ...facts, title, blocks: plainBlocks(text) }
  },
}

/** The first line that is no frame, without the marks of a heading. */
function firstWords(text: string): string {
  const first =
    text
      .slice(0, 4000)
      .split('\n')
      .find((line) => line.trim() !== '' && !isFrame(line)) ?? ''
  return first.replace(/^[=#]{1,6} /, '').trim()
}

/** A line of signs, with words spelled out between them or not: `## R E L A Y ##`. */
function isFrame(line: string): boolean {
  return !/[\p{L}\p{N}]{2}/u.test(line) || /^\s*([#*=~+-])\1+\s.*\1\1\s*$/.test(line)
}

/** Text has no control characters but white space, and few bytes that are none. */
function isText(document: Document): boolean {
  const sample = document.head().slice(0, 16_384)
  if (sample.trim() === '') return false
  let odd = 0
  for (const character of sample) if (character === '\ufffd' || (character < ' ' && !/\s/.test(character))) odd += 1
  return odd <= sample.length / 100
}
