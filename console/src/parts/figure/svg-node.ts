/** What figures are made of; anything else would be somebody's attempt. */
const elements = new Set(['svg', 'title', 'desc', 'g', 'path', 'rect', 'line', 'circle', 'text', 'tspan'])
const refused = /^(on|style$|href$|xlink:)/i

/**
 * The drawing as a node of the page. The figures escape all text themselves; this parses them as strict XML and takes only what a
 * figure has, so that a fault there is a missing picture and not a script.
 */
export function svgNode(svg: string): SVGSVGElement | undefined {
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const all = [documentElement, ...documentElement.querySelectorAll('*')]
  const isFigure = all.every(
    (element) => elements.has(element.nodeName) && element.getAttributeNames().every((name) => name === 'xmlns' || !refused.test(name)),
  )
  if (!isFigure) return undefined
  const node = document.importNode(documentElement, true)
  return node instanceof SVGSVGElement ? node : undefined
}
