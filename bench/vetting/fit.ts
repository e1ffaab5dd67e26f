// Fits the points of rules/vet/weights.yaml to the tuning half of the benign corpus and the development reconstructions.
//   node bench/vetting/fit.ts [--packages N] [--only NAME,…] [--write]
// The held-out half and the held-out reconstructions are never read. The method is in fitting.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseWeights, vetRules } from '../../src/releases/weigh/weights.ts'
import { markdownTable } from '../table.ts'
import { attackFindings, benignFindings } from './collect.ts'
import { type Example, fitted, lossOf } from './fitting.ts'

const { values } = parseArgs({ options: { packages: { type: 'string' }, only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } } })
const most = values.packages === undefined ? undefined : Number(values.packages)
const only = values.only.split(',').filter((name) => name !== '')
const path = join(vetRules, 'weights.yaml')
const text = readFileSync(path, 'utf8')
const weights = parseWeights(text)

const examples: Example[] = []
for await (const { reconstruction, steps } of attackFindings(({ use }) => use === 'development')) {
  if (steps.length > 0) examples.push({ kind: 'attack', group: reconstruction.attack, steps })
}
for await (const { package: group, findings } of benignFindings('tuning', most, only)) {
  if (findings !== undefined) examples.push({ kind: 'benign', group, steps: [findings] })
}
const proposed = fitted(weights, examples)
const names = Object.keys(weights.points)
const changed = names.filter((name) => proposed.points[name] !== weights.points[name])
const [before, after] = [lossOf(weights, examples), lossOf(proposed, examples)]
console.log(`${examples.filter(({ kind }) => kind === 'attack').length} attacks, ${examples.filter(({ kind }) => kind === 'benign').length} benign pairs.`)
console.log(
  markdownTable([
    { weights: 'now', ...before },
    { weights: 'proposed', ...after },
  ]),
)
console.log(`\nOne class counts at most ${proposed['class-most']} (now ${weights['class-most']}).\n`)
console.log(
  changed.length === 0
    ? 'No change is better.'
    : markdownTable(changed.map((name) => ({ fact: name, now: weights.points[name] ?? 0, proposed: proposed.points[name] ?? 0 }))),
)
if (values.write && after.loss < before.loss) {
  const lines = text.split('\n').map((line) => {
    const name = /^ {2}([\w-]+): \d+(?:\.\d+)?$/.exec(line)?.[1]
    return name !== undefined && changed.includes(name) ? `  ${name}: ${proposed.points[name]}` : line
  })
  writeFileSync(
    path,
    lines
      .join('\n')
      .replace(/^version: (\d+)$/m, (_, version: string) => `version: ${Number(version) + 1}`)
      .replace(/^class-most: \d+(?:\.\d+)?$/m, `class-most: ${proposed['class-most']}`),
  )
}
