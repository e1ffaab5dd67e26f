// Measures the order of versions against the comparisons that osv-scalibr publishes. Needs ../shared/data; writes the marked section of docs/versions.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../bench/table.ts'
import { compareIn } from '../src/base/versions/compare.ts'
import { schemeOf } from '../src/base/versions/schemes.ts'
import { type Comparison, readComparisons, signOf } from '../test/support/version-comparisons.ts'

const folder = join(import.meta.dirname, '..', '..', 'shared', 'data', 'versions')
const page = join(import.meta.dirname, '..', 'docs', 'versions.md')
const opposite = { '<': '>', '=': '=', '>': '<' } as const

/** What is told; `?` where it cannot be told. */
function told(ecosystem: string, a: string, b: string): string {
  const order = compareIn(ecosystem, a, b)
  return order === undefined ? '?' : signOf[`${order}`]
}

/** Right only if it is right in both directions. */
function isRight(ecosystem: string, { a, sign, b }: Comparison): boolean {
  return told(ecosystem, a, b) === sign && told(ecosystem, b, a) === opposite[sign]
}

function measure(): { readonly table: string; readonly wrong: readonly string[] } {
  const files = readdirSync(folder).filter((name) => name.endsWith('-versions.txt'))
  const wrong: string[] = []
  const rows = files.map((file) => {
    const ecosystem = file.replace('-versions.txt', '')
    const comparisons = readComparisons(join(folder, file))
    const missed = comparisons.filter((comparison) => !isRight(ecosystem, comparison))
    wrong.push(...missed.map(({ a, sign, b }) => `${ecosystem}: \`${a} ${sign} ${b}\`, told \`${told(ecosystem, a, b)}\``))
    return { file, order: schemeOf(ecosystem).name, comparisons: comparisons.length, right: comparisons.length - missed.length }
  })
  const total = (key: 'comparisons' | 'right') => rows.reduce((sum, row) => sum + row[key], 0)
  return { table: markdownTable([...rows, { file: 'all', order: '', comparisons: total('comparisons'), right: total('right') }]), wrong }
}

if (!existsSync(folder)) {
  console.warn('nothing is measured: ../shared/data is not there')
} else {
  const { table, wrong } = measure()
  const exceptions = wrong.length === 0 ? 'None of them is told wrongly.' : wrong.map((line) => `- ${line}`).join('\n')
  const text = readFileSync(page, 'utf8')
  const section = /(<!-- comparisons: begin -->\n)[\s\S]*(<!-- comparisons: end -->)/
  writeFileSync(
    page,
    text.replace(section, (_, begin: string, end: string) => `${begin}${table}\n\n${exceptions}\n${end}`),
  )
  console.log(`${table}\n\n${exceptions}`)
}
