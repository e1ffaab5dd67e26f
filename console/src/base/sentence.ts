import { printable } from '../../../src/base/text.ts'

const most = 10_000

/** A sentence that may name things of the evidence: what would turn or end the text is made visible, lines stay lines. */
export function sentence(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, most))
    .join('\n')
}
