import { SaxesParser } from 'saxes'

export interface SvgElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly parent: string
}

/** The elements of an SVG, by a strict XML parser: throws on what is not well-formed. */
export function parseSvg(markup: string): { readonly elements: readonly SvgElement[]; readonly text: string } {
  const elements: SvgElement[] = []
  const open: string[] = []
  let text = ''
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    elements.push({ name: tag.name, attributes: tag.attributes, parent: open.at(-1) ?? '' })
    open.push(tag.name)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', (piece) => {
    text += `${piece}\n`
  })
  parser.write(markup).close()
  return { elements, text }
}
