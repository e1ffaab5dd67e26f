/** How comments begin. Blocks between slash and star belong to `//`. */
export type CommentMark = '#' | '//'

/** A text without its comments; what is in quotes stays. In linear time, also where quotes are not closed. */
export function withoutComments(text: string, mark: CommentMark): string {
  const kept: string[] = []
  let from = 0
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '"' || (character === "'" && mark === '#')) {
      at = endOfText(text, at, character)
      continue
    }
    const end = text.startsWith(mark, at) ? lineEnd(text, at) : mark === '//' && text.startsWith('/*', at) ? blockEnd(text, at) : undefined
    if (end === undefined) {
      at += 1
      continue
    }
    kept.push(text.slice(from, at))
    from = end
    at = end
  }
  kept.push(text.slice(from))
  return kept.join('')
}

/** Index behind the quote that ends a text, or the end of its line. */
function endOfText(text: string, start: number, quote: string): number {
  let at = start + 1
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === quote) return at + 1
    if (character === '\n') return at
    at += character === '\\' ? 2 : 1
  }
  return text.length
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function blockEnd(text: string, from: number): number {
  const end = text.indexOf('*/', from + 2)
  return end < 0 ? text.length : end + 2
}
