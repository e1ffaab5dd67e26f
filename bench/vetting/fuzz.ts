// Mutates real files and gives them to every reader and to the unpacker: no crash, no hang, memory in bounds.
//   node bench/vetting/fuzz.ts [--runs 10000] [--seed 1]
// Readers run here, in this process; the unpacker runs in its own, as it always does, on a hundredth of the mutations.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf } from '../../src/base/errors.ts'
import { readers } from '../../src/releases/inspect/readers.ts'
import type { InspectedFile, Reader } from '../../src/releases/reading.ts'
import { unpackRelease } from '../../src/releases/unpack/unpack.ts'
import { markdownTable } from '../table.ts'
import { watchChildren } from './child-memory.ts'
import { mutated } from './mutate.ts'
import { artifacts, installerSamples, samples } from './samples.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } })
const runs = Number(values.runs)
/** A reader is given the files that it claims at all, as inspecting does. */
const leastClaim = 0.1
/** A reader that takes more processor time for one of these small files is as bad as one that never ends. */
const mostSeconds = 5

interface Tally {
  mutations: number
  crashes: number
  slowest: number
  notes: string
}

const home = mkdtempSync(join(tmpdir(), 'gatehouse-fuzz-'))
const packed = await artifacts(home)
const files = [...(await samples()), ...(await installerSamples(packed, home))]
const seedsOf = new Map(readers.map((reader) => [reader, files.filter((file) => isReadBy(reader, file))]))
const share = Math.ceil(runs / [...seedsOf.values()].filter(({ length }) => length > 0).length)
const rows: Record<string, string | number>[] = []
let failed = false
for (const [reader, seeds] of seedsOf) {
  if (seeds.length === 0) {
    rows.push({ reader: reader.name, files: 0, mutations: 0, crashes: 0, 'slowest, ms': 0, 'peak RSS, MB': 0, first: 'no sample is read by it' })
    continue
  }
  const tally = fuzzed(reader, seeds, share)
  failed ||= tally.crashes > 0 || tally.slowest > 1000 * mostSeconds
  rows.push({
    reader: reader.name,
    files: seeds.length,
    mutations: tally.mutations,
    crashes: tally.crashes,
    'slowest, ms': Math.round(tally.slowest),
    'peak RSS, MB': Math.round(process.resourceUsage().maxRSS / 1000),
    first: tally.notes,
  })
}
rows.push(await unpackerFuzzed(packed, Math.max(40, Math.ceil(runs / 100))))
rmSync(home, { recursive: true, force: true })
console.log(markdownTable(rows))
console.log(`\n${rows.reduce((sum, row) => sum + Number(row.mutations), 0)} mutations, ${rows.reduce((sum, row) => sum + Number(row.crashes), 0)} crashes.`)
process.exitCode = failed ? 1 : 0

function isReadBy(reader: Reader, { path, bytes }: InspectedFile): boolean {
  return reader.recognise({ path, size: bytes.length, bytes: bytes.subarray(0, 4096) }) >= leastClaim
}

function fuzzed(reader: Reader, seeds: readonly InspectedFile[], count: number): Tally {
  const tally: Tally = { mutations: 0, crashes: 0, slowest: 0, notes: '' }
  for (let run = 0; run < count; run++) {
    const seed = seeds[run % seeds.length]
    if (seed === undefined) break
    const bytes = mutated(seed.bytes, `${values.seed}/${reader.name}/${run}`)
    const start = process.cpuUsage()
    try {
      reader.read({ path: seed.path, bytes })
    } catch (thrown) {
      tally.crashes += 1
      tally.notes ||= `run ${run} of ${seed.path}: ${messageOf(thrown).slice(0, 100)}`
    }
    const { user, system } = process.cpuUsage(start)
    tally.slowest = Math.max(tally.slowest, (user + system) / 1000)
    tally.mutations += 1
  }
  return tally
}

/** The unpacker answers to a broken file with a list of what it could not open; anything thrown is a crash. */
async function unpackerFuzzed(seeds: readonly string[], count: number): Promise<Record<string, string | number>> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-fuzz-'))
  using children = watchChildren()
  let [crashes, slowest, first] = [0, 0, '']
  try {
    for (let run = 0; run < count; run++) {
      const seed = seeds[run % seeds.length]
      if (seed === undefined) break
      const path = join(folder, `mutated-${seed.split('/').at(-1)}`)
      const out = join(folder, 'out')
      writeFileSync(path, mutated(readFileSync(seed), `${values.seed}/unpack/${run}`))
      const start = performance.now()
      try {
        await unpackRelease(path, { folder: out, limits: { seconds: 30 } })
      } catch (thrown) {
        crashes += 1
        first ||= `run ${run} of ${seed.split('/').at(-1)}: ${messageOf(thrown).slice(0, 100)}`
      }
      slowest = Math.max(slowest, performance.now() - start)
      rmSync(out, { recursive: true, force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  failed ||= crashes > 0
  return {
    reader: 'the unpacker',
    files: seeds.length,
    mutations: count,
    crashes,
    'slowest, ms': Math.round(slowest),
    'peak RSS, MB': Math.round((children.peak() ?? 0) / 1e6),
    first,
  }
}
