import { getDocumentProxy } from 'unpdf'
import type { Note, Reference } from '../../advisory.ts'
import type { ReadContext } from '../../format.ts'

/** A run of text on a page. Points; y grows upwards. */
export interface Piece {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  /** Size of the font. */
  readonly size: number
}

export interface Page {
  readonly number: number
  readonly pieces: readonly Piece[]
}

export interface OpenedPdf {
  readonly pages: readonly Page[]
  readonly count: number
  readonly info: { readonly title?: string | undefined; readonly created?: string | undefined; readonly modified?: string | undefined }
  readonly references: readonly Reference[]
  readonly notes: readonly Note[]
}

/** Text of the pages with its positions, and where the links go. Throws for what is no PDF or is encrypted. */
export async function openPdf(bytes: Uint8Array, { limits, signal, late }: ReadContext): Promise<OpenedPdf> {
  // The reader takes the bytes away from whoever owns them, and takes no Buffer.
  const document = await getDocumentProxy(new Uint8Array(bytes), { disableFontFace: true, useSystemFonts: false, verbosity: 0, stopAtErrors: false })
  try {
    const notes: Note[] = []
    const pages: Page[] = []
    const references = new Map<string, Reference>()
    let characters = 0
    for (let number = 1; number <= document.numPages; number += 1) {
      signal.throwIfAborted()
      if (number > limits.pages || characters > limits.characters || late()) {
        notes.push({
          what: `Pages ${number} to ${document.numPages} were not read: ${number > limits.pages ? 'too many pages' : late() ? 'the time for one advisory ran out' : 'too much text'}.`,
          place: { page: number },
        })
        break
      }
      try {
        const page = await document.getPage(number)
        const { items } = await page.getTextContent()
        const pieces = items.flatMap((item) => ('str' in item ? pieceOf(item) : []))
        characters += pieces.reduce((sum, piece) => sum + piece.text.length, 0)
        pages.push({ number, pieces })
        for (const { url } of (await page.getAnnotations()) as readonly { readonly url?: unknown }[])
          if (typeof url === 'string' && references.size < 2000) references.set(url, { url, text: '' })
        page.cleanup()
      } catch {
        notes.push({ what: 'This page is damaged and could not be read.', place: { page: number } })
      }
    }
    return { pages, count: document.numPages, info: await infoOf(document), references: [...references.values()], notes }
  } finally {
    await document.loadingTask.destroy()
  }
}

function pieceOf(item: { readonly str: string; readonly transform: readonly number[]; readonly width: number }): readonly Piece[] {
  const [a = 0, b = 0, , d = 0, x = 0, y = 0] = item.transform
  const text = item.str.replaceAll('\0', '')
  // Text that does not run from left to right (watermarks, axis labels) would be mixed into the lines it crosses.
  if (text.trim() === '' || Math.abs(b) > Math.abs(a) * 0.1) return []
  return [{ text, x, y, width: item.width, size: Math.abs(d) || Math.abs(a) || 10 }]
}

async function infoOf(document: { getMetadata(): Promise<{ readonly info: object }> }): Promise<OpenedPdf['info']> {
  try {
    const { info } = await document.getMetadata()
    const field = (name: string) => {
      const value = (info as Readonly<Record<string, unknown>>)[name]
      return typeof value === 'string' ? value : undefined
    }
    return { title: field('Title'), created: field('CreationDate'), modified: field('ModDate') }
  } catch {
    return {}
  }
}
