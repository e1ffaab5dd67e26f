// Load, joins and all analyses together, as `gatehouse assess` does them, in a fresh process for each size.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assessFolder } from '../src/assess/assess.ts'
import { openWorkspace } from '../src/assess/workspace.ts'
import { defaultLimits } from '../src/base/limits.ts'
import { privateRanges } from '../src/base/net.ts'
import { settings } from '../src/base/settings.ts'
import { oneLog } from './evidence.ts'
import { markdownTable, peak } from './table.ts'

const sizes = [1_000_000, 5_000_000, 20_000_000]

interface Measured {
  readonly seconds: Readonly<Record<string, number>>
  readonly peak: number
}

/** Runs in the child: one assessment, and what each step of it took. */
async function measure(rows: number): Promise<Measured> {
  const evidence = await oneLog(rows)
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const seconds: Record<string, number> = { reading: 0, joining: 0, analysing: 0 }
  let doing = 'reading'
  let since = performance.now()
  const turn = (next: string) => {
    const now = performance.now()
    seconds[doing] = (seconds[doing] ?? 0) + (now - since) / 1000
    doing = next
    since = now
  }
  {
    await using workspace = await openWorkspace(folder, { memory: settings['lake.memory'].default })
    const signal = new AbortController().signal
    await assessFolder(evidence, workspace, { limits: defaultLimits, internal: privateRanges, settings: {}, signal, onStep: (step) => turn(step.doing) })
    turn('end')
  }
  rmSync(folder, { recursive: true, force: true })
  return { seconds, peak: peak() }
}

const size = process.argv[2]
if (size !== undefined) {
  console.log(JSON.stringify(await measure(Number(size))))
} else {
  const table = []
  for (const rows of sizes) {
    await oneLog(rows)
    const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, String(rows)], { encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    const { seconds, peak: memory } = JSON.parse(stdout) as Measured
    const total = Object.values(seconds).reduce((sum, value) => sum + value, 0)
    const shown = Object.fromEntries(
      Object.entries(seconds)
        .filter(([step]) => step !== 'end')
        .map(([step, value]) => [`${step}, s`, value.toFixed(1)]),
    )
    table.push({
      rows: rows.toLocaleString('en-GB'),
      ...shown,
      'all, s': total.toFixed(1),
      'µs per row': ((total / rows) * 1e6).toFixed(1),
      'peak, GB': memory,
    })
  }
  console.log(markdownTable(table))
}
