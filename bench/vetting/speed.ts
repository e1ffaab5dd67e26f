// Speed of vetting: whole pairs in the real processes, and the parts of them on one core.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspectMember } from '../../src/releases/inspect/inspect-member.ts'
import { inspectLimits } from '../../src/releases/inspect/inspection.ts'
import { inspector } from '../../src/releases/inspect/inspector.ts'
import { javascript } from '../../src/releases/inspect/javascript/index.ts'
import { vetRelease } from '../../src/releases/vet.ts'
import { ownRules } from '../../src/releases/yara/sources.ts'
import { readTarball } from '../../test/reconstructions/package-files.ts'
import { meaninglessBytes } from '../../test/reconstructions/random.ts'
import { fetchPins, type Pin, pinnedPath } from '../../test/support/corpus.ts'
import { markdownTable, timed } from '../table.ts'
import { watchChildren } from './child-memory.ts'
import { corpus, pairsOf } from './manifest.ts'

const next: readonly [Pin, Pin] = [
  { name: 'next', version: '15.5.5', integrity: 'sha512-OQVdBPtpBfq7HxFN0kOVb7rXXOSIkt5lTzDJDGRBcOyVvNRIWFauMqi1gIHd1pszq1542vMOGY0HP4CaiALfkA==' },
  { name: 'next', version: '15.5.6', integrity: 'sha512-zTxsnI3LQo3c9HSdSf91O1jMNsEzIXDShXd4wVdg9y5shwLqBXi4ZtUUJyB86KGVSJLZx0PFONvO54aheGX8QQ==' },
]

function pinned(name: string, version: string): readonly [Pin, Pin] {
  const pair = corpus()
    .filter((package_) => package_.name === name)
    .flatMap(pairsOf)
    .find((each) => each.new.version === version)
  if (pair === undefined) throw new Error(`${name} ${version} is not in the manifest`)
  return [pair.old, pair.new]
}

const pairs = [
  { what: 'a typical pair: commander', goal: '< 1 s', pins: pinned('commander', '15.1.0'), runs: 3 },
  { what: 'typescript', goal: '< 5 s', pins: pinned('typescript', '5.9.3'), runs: 3 },
  { what: 'typescript, the old release vetted before', goal: '–', pins: pinned('typescript', '5.9.3'), runs: 3, kept: true },
  { what: 'next', goal: '–', pins: next, runs: 1 },
]
const missing = await fetchPins(pairs.flatMap(({ pins }) => pins))
if (missing.size > 0)
  console.log(`Not measured, because the registry cannot be reached: ${[...missing.keys()].map(({ name, version }) => `${name} ${version}`).join(', ')}.\n`)

const rows: Record<string, string | number>[] = []
for (const { what, goal, pins, runs, kept } of pairs.filter((pair) => !pair.pins.some((pin) => missing.has(pin)))) {
  const [old, now] = pins
  const options = { known: false }
  const previous = kept ? (await vetRelease({ release: { artifact: pinnedPath(old) }, options })).record : { artifact: pinnedPath(old) }
  const megabytes = [...readTarball(readFileSync(pinnedPath(now))).values()].reduce((sum, { length }) => sum + length, 0) / 1e6
  using children = watchChildren()
  const seconds: number[] = []
  const worked = processorSeconds()
  for (let run = 0; run < runs; run++) seconds.push(await timed(() => vetRelease({ release: { artifact: pinnedPath(now) }, previous, options })))
  rows.push({
    what,
    'MB unpacked': megabytes.toFixed(1),
    'seconds, median': median(seconds).toFixed(2),
    'processor seconds, mean': worked === undefined ? '–' : (((processorSeconds() ?? 0) - worked) / runs).toFixed(2),
    goal,
    'largest worker, MB': children.peak() === undefined ? '–' : Math.round((children.peak() ?? 0) / 1e6),
  })
}
console.log(markdownTable(rows))

const parts: Record<string, string | number>[] = []
const scripts = scriptsOf(pairs.filter(({ pins, kept }) => !kept && !missing.has(pins[1])).map(({ pins }) => pins[1]))
if (scripts.length > 0) parts.push(rate('JavaScript, read into units', '≥ 8 MB/s', scripts, (file) => javascript.read(file)))
const tools = inspector({ rules: [ownRules], families: true, limits: inspectLimits })
const binaries = [{ path: 'node', bytes: new Uint8Array(readFileSync(process.execPath).subarray(0, 64e6)) }]
parts.push(rate('binaries: reader, strings and rules', '≥ 25 MB/s', binaries, (file) => inspectMember(file, tools)))
const noise = [{ path: 'noise', bytes: new Uint8Array(meaninglessBytes('speed', 64e6)) }]
parts.push(rate('SHA-256', '≥ 150 MB/s', noise, ({ bytes }) => createHash('sha256').update(bytes).digest()))
console.log(`\n${markdownTable(parts)}`)

/** Of this process and of the children that have ended, on every core, where the system tells it (Linux). A busy machine changes it little. */
function processorSeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)?.split(' ').slice(11, 15) ?? []
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}

function scriptsOf(pins: readonly Pin[]) {
  return pins
    .flatMap((pin) =>
      [...readTarball(readFileSync(pinnedPath(pin)))]
        .filter(([path, { length }]) => /\.[cm]?js$/.test(path) && length > 2000)
        .map(([path, bytes]) => ({ path: join(pin.name, path), bytes: new Uint8Array(bytes) })),
    )
    .slice(0, 400)
}

function rate(
  what: string,
  goal: string,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  read: (file: { readonly path: string; readonly bytes: Uint8Array }) => unknown,
): Record<string, string | number> {
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  // Once for the compiler to warm up.
  for (const file of files.slice(0, 20)) read(file)
  const start = performance.now()
  for (const file of files) read(file)
  return { what, MB: megabytes.toFixed(1), 'MB/s': ((1000 * megabytes) / (performance.now() - start)).toFixed(1), goal }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
