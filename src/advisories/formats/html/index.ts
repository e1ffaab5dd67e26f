import type { AdvisoryFormat, Document, ReadContext, Reading } from '../../format.ts'
import { htmlBlocks } from './blocks.ts'
import { pageFacts } from './page-facts.ts'

export const html: AdvisoryFormat = {
  name: 'html',
  title: 'HTML',
  origin: 'A page of a publisher, saved from the browser. Scripts are not run and nothing is fetched.',
  recognise: score,
  read: (document, context) => readHtml(document.text(), context),
}

function score(document: Document): number {
  const head = document.head().slice(0, 8192)
  if (/^\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*(?:<!doctype html|<html[\s>])/i.test(head)) return 0.95
  if (/^\s*[{[]/.test(head)) return 0
  const tags =
    head.match(/<\/?(?:p|div|table|tr|td|th|h[1-6]|ul|ol|li|span|a|br|body|article|section|strong|em|pre|code)(?:\s[^<>]{0,300})?\/?>/gi)?.length ?? 0
  return /^\s*</.test(head) && tags >= 3 ? 0.75 : tags >= 12 ? 0.55 : 0
}

/** A page, or the HTML part of a message. */
export function readHtml(text: string, context: ReadContext): Reading {
  const { blocks, notes } = htmlBlocks(text, context.limits)
  const { references, ...facts } = pageFacts(text)
  if (blocks.length === 0)
    return {
      ...facts,
      references,
      notes: [...notes, { what: 'The page has no text: it may be made by scripts, which are not run. Save it from a browser as PDF or text.' }],
      unreadable: true,
    }
  return { ...facts, references, blocks, notes }
}
