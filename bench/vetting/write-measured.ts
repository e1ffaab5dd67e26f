import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = join(import.meta.dirname, '..', '..', 'docs', 'vetting.md')

const heading = `## Measured

Written by \`node bench/vetting/measure.ts --write\`, known-compromised releases, rules of known families and the minimum age switched off. How:
[bench/vetting/readme.md](../bench/vetting/readme.md), [test/reconstructions/readme.md](../test/reconstructions/readme.md).`

/** Replaces the measured parts of docs/vetting.md between their marks; a part that was not measured now stays. Adds the marks where they are missing. */
export function writeMeasured(parts: Readonly<Record<string, string>>): void {
  let text = existsSync(page) ? readFileSync(page, 'utf8') : '# Vetting\n'
  if (!text.includes('<!-- measured:')) text = `${text.trimEnd()}\n\n${heading}\n`
  for (const [name, content] of Object.entries(parts)) {
    const [open, close] = [`<!-- measured: ${name} -->`, `<!-- /measured: ${name} -->`]
    const [from, until] = [text.indexOf(open), text.indexOf(close)]
    const section = `${open}\n\n${content}\n\n${close}`
    text = from >= 0 && until > from ? text.slice(0, from) + section + text.slice(until + close.length) : `${text.trimEnd()}\n\n${section}\n`
  }
  writeFileSync(page, text)
}
