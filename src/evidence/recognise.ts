import type { Format, Head } from './format.ts'

/** How sure a format must be. */
export const leastScore = 0.5

/** How the answer file of a drill begins: assess never reads it. */
const drillAnswer = '{"gatehouse":"drill-answer"'

export type Recognised = { readonly format: Format } | { readonly why: string }

/** Says which format a file has, from its beginning; or in plain words why none. */
export function recognise(head: Head, formats: readonly Format[]): Recognised {
  if (head.text.startsWith(drillAnswer)) return { why: 'the answer file of a drill: never read as evidence' }
  if (head.bytes.length === 0) return { why: 'empty' }
  const ranked = formats.map((format) => ({ format, score: format.recognise(head) })).sort((a, b) => b.score - a.score)
  const best = ranked[0]
  if (best && best.score >= leastScore) return { format: best.format }
  return { why: `not a format that Gatehouse reads (it looks like ${kindOf(head)})` }
}

function kindOf(head: Head): string {
  const sample = head.bytes.subarray(0, 4096)
  const odd = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length
  if (odd > sample.length / 50) return 'binary data'
  if (/^\s*[{[]/.test(head.text)) return 'JSON'
  if (/^\s*</.test(head.text)) return 'XML or HTML'
  return 'text'
}
