import { type SaxesAttributePlain, SaxesParser } from 'saxes'

/** Elements inside one another; hostile files have more. */
const deepest = 200
/** Characters handed to the parser at a time. */
const step = 65_536

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly line: number }
  /** `text` is what stands directly in the element. */
  | { readonly kind: 'close'; readonly name: string; readonly text: string; readonly line: number }
  /** The last event: the rest was not read. */
  | { readonly kind: 'problem'; readonly line: number; readonly why: string }

/**
 * The elements of an XML document in order, names without prefix. A document type declaration ends the reading: no
 * inventory needs one, and entities are how XML bites.
 */
export function* xmlEvents(text: string): Generator<XmlEvent> {
  const parser = new SaxesParser()
  const texts: string[] = []
  let events: XmlEvent[] = []
  let problem: string | undefined
  const stop = (why: string) => {
    problem ??= why
  }
  const add = (content: string) => {
    if (texts.length > 0) texts[texts.length - 1] += content
  }
  parser.on('error', () => stop('the XML breaks off or is damaged: only what came before was read'))
  parser.on('doctype', () => stop('it has a document type declaration, which such a file does not need: nothing after it was read'))
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('opentag', (tag) => {
    if (texts.length >= deepest) stop(`elements lie more than ${deepest} deep: only what came before was read`)
    if (problem) return
    texts.push('')
    events.push({ kind: 'open', name: localName(tag.name), attributes: tag.attributes as Record<string, SaxesAttributePlain['value']>, line: parser.line })
  })
  parser.on('closetag', (tag) => {
    if (!problem) events.push({ kind: 'close', name: localName(tag.name), text: (texts.pop() ?? '').trim(), line: parser.line })
  })
  for (let at = 0; at < text.length && !problem; at += step) {
    parser.write(text.slice(at, at + step))
    yield* events
    events = []
  }
  if (!problem) parser.close()
  yield* events
  if (problem) yield { kind: 'problem', line: parser.line, why: problem }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
