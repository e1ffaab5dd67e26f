import type { Document, Reading } from '../format.ts'
import { plainBlocks } from '../text/plain-blocks.ts'

/** What can still be had of a file that begins like JSON of some kind but is cut or damaged: its text, searched for values. Numbers in its fields are no versions of products. */
export function brokenJson(document: Document, kind: string): Reading {
  return {
    title: document.name === '' ? `Damaged ${kind}` : document.name,
    blocks: plainBlocks(document.text()),
    productsInFields: true,
    notes: [
      {
        what: `It begins like a file of this kind (${kind}) but is no whole JSON document: it was searched as plain text, so that products, types and patterns are missing.`,
      },
    ],
  }
}
