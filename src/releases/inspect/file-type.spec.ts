import { expect, it } from 'vitest'
import { fileTraits } from './file-type.ts'

const blanks = ' '.repeat(200)

function outOfSight(text: string): unknown {
  return fileTraits(Buffer.from(text)).find(({ name }) => name === 'file.out-of-sight')?.value
}

it.each([
  ['code behind code', `a()\nb();${blanks}eval(x)\nc()`, 2],
  ['behind a long line of blanks only', `${blanks}eval(x)\nb()`, undefined],
  ['blanks at the end', `a();${blanks}\nb()`, undefined],
  ['a comment in columns', `a()\n// one${blanks}two\n# three${blanks}four`, undefined],
  ['the second such line, when the first is none', `${blanks}a()\nb();${blanks}eval(x)`, 2],
])('%s', (_, text, line) => {
  expect(outOfSight(text)).toBe(line)
})

it('takes a text that is all blanks in linear time', () => {
  const started = performance.now()
  outOfSight(`${' '.repeat(1e6)}\n`.repeat(20))
  expect(performance.now() - started).toBeLessThan(20_000)
})
