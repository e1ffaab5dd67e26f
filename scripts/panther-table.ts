// Which cases of Panther's sign-in rules the analyses reproduce: written into docs/accounts.md between its marks. Needs ../shared/data.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { markdownTable } from '../bench/table.ts'
import { analyses } from '../src/analysis/analyses.ts'
import { emptyLake, findingsIn, refillFromFolder } from '../test/support/lake.ts'
import { withTime } from '../test/support/panther.ts'
import { noSharedData, sharedFile } from '../test/support/shared-data.ts'
import { outOfScope, rulesInScope } from './panther-rules.ts'

interface Case {
  readonly Name: string
  readonly ExpectedResult: boolean
  readonly Log: Record<string, unknown>
}

interface Rule {
  readonly LogTypes?: readonly string[]
  readonly Tests?: readonly Case[]
}

if (noSharedData('the table of Panther’s rules')) process.exit(0)

const rules = new Map(
  readdirSync(sharedFile('accounts', 'panther'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml'))
    .map((path) => [path.replace(/^.*\//, '').replace('.yml', ''), path] as const),
)
const unplaced = [...rules.keys()].filter((rule) => !(rule in rulesInScope) && !(rule in outOfScope))
if (unplaced.length > 0) throw new Error(`neither in scope nor out of it: ${unplaced.join(', ')}`)

await using test = await emptyLake()
const rows: Record<string, string | number>[] = []
const total = { right: 0, all: 0 }
for (const [rule, { analysis }] of Object.entries(rulesInScope)) {
  const { Tests: cases = [], LogTypes: [type = ''] = [] } = parse(readFileSync(sharedFile('accounts', 'panther', rules.get(rule) ?? ''), 'utf8')) as Rule
  const answers: { right: boolean; found: boolean; name: string }[] = []
  for (const one of cases) {
    const found = await finds(withTime(one.Log, type), analysis)
    answers.push({ right: found === one.ExpectedResult, found, name: one.Name })
  }
  const wrong = answers.filter(({ right }) => !right).map(({ name, found }) => `“${name}” ${found ? 'found' : 'not found'}`)
  const right = answers.filter((answer) => answer.right).length
  total.right += right
  total.all += answers.length
  rows.push({ rule, analysis, 'cases reproduced': `${right} of ${answers.length}`, otherwise: wrong.join('; ') })
}
rows.push({ rule: `all ${rows.length}`, analysis: '', 'cases reproduced': `${total.right} of ${total.all}`, otherwise: '' })
const outside = Object.entries(outOfScope).map(([rule, why]) => ({ rule, why }))
const text = `${markdownTable(rows)}\n\nNot in scope, and why:\n\n${markdownTable(outside)}\n`
const page = join(import.meta.dirname, '..', 'docs', 'accounts.md')
const marks = ['<!-- panther: made by scripts/panther-table.ts -->', '<!-- /panther -->'] as const
const [before, rest = ''] = readFileSync(page, 'utf8').split(marks[0])
writeFileSync(page, `${before}${marks[0]}\n\n${text}\n${marks[1]}${rest.split(marks[1])[1] ?? ''}`)
console.log(text)

/** Whether one log line, read as evidence, makes the analysis say something that counts (low or graver). */
async function finds(log: unknown, name: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-panther-'))
  try {
    writeFileSync(join(folder, 'log.ndjson'), `${JSON.stringify(log)}\n`)
    await refillFromFolder(test.lake, folder)
    const analysis = analyses.find((one) => one.name === name)
    if (!analysis) throw new Error(`no analysis ${name}`)
    return (await findingsIn(test.lake, analysis)).some(({ severity }) => severity >= 2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
