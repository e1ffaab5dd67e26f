/** A script inside a page. */
export interface Script {
  readonly text: string
  /** Characters from the beginning of the page. */
  readonly index: number
}

const opening = /<script\b([^>]{0,2000})>/gi
const closing = /<\/script/gi
const handler = /\son[a-z]{3,24}\s*=\s*(?:"([^"]{1,65536})"|'([^']{1,65536})')/gi
const scriptUrl = /(?:href|src|action)\s*=\s*["']\s*javascript:([^"']{1,65536})["']/gi
const otherType =
  /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?:x-)?(?:template|html|handlebars|vbscript|plain)|importmap|speculationrules|x-shader)/i

/** The scripts of an HTML, Vue or Svelte file, and its event attributes and `javascript:` addresses. */
export function scriptsIn(page: string): Script[] {
  const scripts: Script[] = []
  opening.lastIndex = 0
  for (let open = opening.exec(page); open !== null; open = opening.exec(page)) {
    const index = open.index + open[0].length
    closing.lastIndex = index
    const end = closing.exec(page)?.index ?? page.length
    if (!otherType.test(open[1] ?? '') && end > index) scripts.push({ text: page.slice(index, end), index })
    opening.lastIndex = Math.max(end, index)
  }
  for (const pattern of [handler, scriptUrl]) scripts.push(...attributes(page, pattern))
  return scripts
}

function attributes(page: string, pattern: RegExp): Script[] {
  return [...page.matchAll(pattern)].map((match) => {
    const text = match[1] ?? match[2] ?? ''
    return { text, index: match.index + match[0].indexOf(text) }
  })
}
