import { SaxesParser } from 'saxes'

export interface Element {
  /** Names from the root, without prefixes, joined by `/`. */
  readonly path: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  /** Characters from the beginning of the document. */
  readonly index: number
}

const mostElements = 200_000
const deepest = 200

/** The elements of a document in the order of their ends; an entity of its own making is an error. Stops at the first error. */
export function elementsIn(document: string): { readonly elements: readonly Element[]; readonly error?: string } {
  const elements: Element[] = []
  const open: { name: string; attributes: Record<string, string>; text: string; index: number }[] = []
  const parser = new SaxesParser({ position: true })
  let error: string | undefined
  parser.on('error', (problem) => {
    error ??= problem.message
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length < deepest) open.push({ name: plain(name), attributes: textsOf(attributes), text: '', index: parser.position })
    else error ??= 'nested too deeply'
  })
  const take = (text: string) => {
    const last = open.at(-1)
    if (last !== undefined && last.text.length < 1 << 20) last.text += text
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const path = open.map(({ name }) => name).join('/')
    const last = open.pop()
    if (last !== undefined && elements.length < mostElements) elements.push({ ...last, path, text: last.text.trim() })
  })
  // In pieces, so that an error stops the work.
  for (let at = 0; at < document.length && error === undefined; at += 65_536) parser.write(document.slice(at, at + 65_536))
  return error === undefined ? { elements } : { elements, error }
}

function textsOf(attributes: object): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [plain(name), String(value)]))
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
