import type { Block } from '../text/block.ts'

/** A rule's values as code: what stands there is looked for, however it is written. */
export function codeBlock(text: string, line: number, section: readonly string[], part?: string): Block {
  const marks = [...text.matchAll(/^/gm)].map((match, index) => ({ offset: match.index, line: line + index }))
  return { kind: 'code', text, marks, section, take: 'all', part }
}
