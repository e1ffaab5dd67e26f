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
  let best = { format: undefined as Format | undefined, score: 0 }
  // Logs first: they are the many, and a header that is certain spares the rest a look.
  for (const format of formats.toSorted((a, b) => Number(Boolean(b.plan)) - Number(Boolean(a.plan)))) {
    const score = format.recognise(head)
    if (score > best.score) best = { format, score }
    if (score === 1) break
  }
  if (best.format && best.score >= leastScore) return { format: best.format }
  return { why: `not a format that Gatehouse reads (it looks like ${kindOf(head)})` }
}

function kindOf(head: Head): string {
  const sample = head.text.slice(0, 4096)
  if (odd(sample) > sample.length / 50) return 'binary data'
  if (/^\s*[{[]/.test(sample)) return 'JSON'
  if (/^\s*</.test(sample)) return 'XML or HTML'
  return 'text'
}

/** Characters that no text has: control characters but for white space, and bytes that are none. */
function odd(text: string): number {
  let count = 0
  for (const character of text) if (character === '\ufffd' || (character < ' ' && !/\s/.test(character))) count += 1
  return count
}
