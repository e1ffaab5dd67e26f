import type { Line } from '../../text/unwrap.ts'

/** Signs of code, and of values that stand there as they are: comparisons of versions are words. */
const signs = /[{}();$\\|`@/]|(?<![<>])=|\p{L}\.\p{L}|\[\.|hxxp|[0-9a-f]{32}/iu

/** Whether what stands between fences is words that somebody wanted to keep their line ends, by the name of the language behind the fence and by itself. */
export function isProse(language: string, lines: readonly Line[]): boolean {
  if (!/^(?:te?xt|plain(?:text)?)?$/i.test(language)) return false
  const filled = lines.filter(({ text }) => text.trim() !== '')
  return filled.length > 0 && filled.every(({ text }) => text.length < 300 && /^\s*(?:[-*•]\s+)?\p{Lu}/u.test(text) && isSentence(text))
}

function isSentence(text: string): boolean {
  return !signs.test(text) && (text.match(/\p{L}{3,}/gu)?.length ?? 0) >= 2
}
