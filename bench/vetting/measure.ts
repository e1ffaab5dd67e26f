// Measures `gatehouse vet`: recall over the reconstructed attacks, block and hold rates over benign releases.
//   node bench/vetting/measure.ts [--half tuning|held-out] [--packages N] [--only NAME,…] [--attacks] [--benign] [--facts N] [--write]
import { parseArgs } from 'node:util'
import { builtInWeights } from '../../src/releases/weigh/weights.ts'
import { attackFindings, benignFindings } from './collect.ts'
import type { Half } from './manifest.ts'
import { type AttackRow, attackRow, attackTables, type BenignRow, benignRow, benignTables, factsOf } from './tables.ts'
import { writeMeasured } from './write-measured.ts'

const { values } = parseArgs({
  options: {
    half: { type: 'string', default: 'tuning' },
    packages: { type: 'string' },
    only: { type: 'string', default: '' },
    attacks: { type: 'boolean', default: false },
    benign: { type: 'boolean', default: false },
    facts: { type: 'string', default: '6' },
    write: { type: 'boolean', default: false },
  },
})
const half: Half = values.half === 'held-out' ? 'held-out' : 'tuning'
const only = values.only.split(',').filter((name) => name !== '')
const weights = builtInWeights()
const shown = Number(values.facts)

console.log('Known-compromised releases and rules of known families are switched off.\n')
const attacks: AttackRow[] = []
if (!values.benign) {
  for await (const each of attackFindings(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))) {
    const row = attackRow(each, weights)
    attacks.push(row)
    console.log(
      `${row.word.padEnd(8)} ${String(row.points).padStart(6)} ${row.classes.padEnd(5)} ${row.name}${row.failed === undefined ? '' : ` (${row.failed})`}`,
    )
    if (row.word !== 'BLOCK') console.log(factsOf(row.facts, shown))
  }
}
const benign: BenignRow[] = []
if (!values.attacks) {
  for await (const each of benignFindings(half, values.packages === undefined ? undefined : Number(values.packages), only)) {
    const row = benignRow(each, weights)
    benign.push(row)
    if (row.word === 'ALLOW') continue
    console.log(
      `${row.word.padEnd(8)} ${String(row.points).padStart(6)} ${row.classes.padEnd(5)} ${row.pair}${row.failed === undefined ? '' : ` (${row.failed})`}`,
    )
    console.log(factsOf(row.facts, shown))
  }
}
const attackPart = attackTables(attacks)
const benignPart = benignTables(benign, half)
console.log(`\n${attackPart}\n\n${benignPart}`)
if (values.write) writeMeasured({ ...(attacks.length > 0 && { attacks: attackPart }), ...(benign.length > 0 && { benign: benignPart }) })
