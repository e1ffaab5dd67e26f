import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { plainBlocks } from '../../text/plain-blocks.ts'
import { preamble } from './preamble.ts'

/** The last resort: anything that is text. */
export const plainText: AdvisoryFormat = {
  name: 'plain-text',
  title: 'Plain text',
  origin: 'Text of an advisory, saved from a page or a mail, or a list of indicators with one a line.',
  recognise: (document) => (isText(document) ? 0.5 : 0),
  read: (document): Reading => {
    const text = document.text().replace(/^\ufeff/, '')
    const facts = preamble(text)
    const first = text.trimStart().split('\n', 1)[0] ?? ''
    // The first line of a bare list is no title.
    const isProse = /\p{L}\s+\p{L}/u.test(first)
    const title = facts.title ?? (isProse ? (first.length < 160 && !/[.:;,]\s*$/.test(first) ? first : undefined) : document.name || undefined)
    return { ...facts, title, blocks: plainBlocks(text) }
  },
}

/** Text has no control characters but white space, and few bytes that are none. */
function isText(document: Document): boolean {
  const sample = document.head().slice(0, 16_384)
  if (sample.trim() === '') return false
  let odd = 0
  for (const character of sample) if (character === '\ufffd' || (character < ' ' && !/\s/.test(character))) odd += 1
  return odd <= sample.length / 100
}
