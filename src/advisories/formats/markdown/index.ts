import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { preamble } from '../plain-text/preamble.ts'
import { markdownBlocks } from './blocks.ts'

export const markdown: AdvisoryFormat = {
  name: 'markdown',
  title: 'Markdown',
  origin: 'Advisories and lists of indicators in repositories of code hosts, exported notes.',
  recognise: score,
  read: (document): Reading => {
    const text = document.text().replace(/^\ufeff/, '')
    const { blocks, references } = markdownBlocks(text)
    return { ...preamble(text), ...(blocks[0]?.kind === 'heading' ? { title: blocks[0].text } : {}), blocks, references }
  },
}

/** Several marks of the language in the beginning; one alone is in plain text, too. */
function score(document: Document): number {
  const text = document.head()
  if (/^\s*[{[<]/.test(text) || /\0/.test(text)) return 0
  const marks = [
    /^#{1,6} \S/m,
    /^\|.+\|\s*$/m,
    /^\|?\s*:?-{3,}:?\s*\|/m,
    /^```/m,
    /\]\((?:https?:|#|\/|\.)/,
    /^\s*[-*+] \S/m,
    /\*\*\S[^*\n]{0,200}\*\*/,
    /`[^`\n]{1,200}`/,
    /^---\n[\s\S]{0,2000}?\n---\n/,
  ]
  const count = marks.filter((mark) => mark.test(text)).length
  const sure = /^#{1,6} \S/m.test(text) || /^\|?\s*:?-{3,}:?\s*\|/m.test(text) || /\]\((?:https?:|#|\/|\.)/.test(text)
  return sure && count >= 2 ? 0.7 : 0
}
