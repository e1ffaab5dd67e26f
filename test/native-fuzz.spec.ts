import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elf } from '../src/releases/inspect/elf/index.ts'
import { image } from '../src/releases/inspect/image/index.ts'
import { machO } from '../src/releases/inspect/mach-o/index.ts'
import { pe } from '../src/releases/inspect/pe/index.ts'
import { strings } from '../src/releases/inspect/strings/index.ts'
import type { Reader } from '../src/releases/reading.ts'
import { writeElf } from './support/native/elf-writer.ts'
import { writeFat, writeMachO } from './support/native/mach-o-writer.ts'
import { versionResource } from './support/native/pe-resources.ts'
import { writePe } from './support/native/pe-writer.ts'

/** Mutations a reader; GATEHOUSE_FUZZ_RUNS for more. Real programs of other platforms may be named in GATEHOUSE_FUZZ_FILES (`:` between). */
const runs = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 300)
const readers: readonly Reader[] = [pe, elf, machO, image, strings]

const apple = () =>
  writeMachO({
    exports: ['_a'],
    imports: [{ name: '_popen' }],
    constructors: ['_a', null],
    identifier: 'org.example',
    entitlements: '<key>x</key><true/>',
    runPaths: ['@rpath'],
  })
const program = (bits: 32 | 64) =>
  writePe({
    bits,
    imports: { 'kernel32.dll': ['CreateFileW'], 'ws2_32.dll': [4] },
    delayImports: { 'winhttp.dll': ['WinHttpOpen'] },
    exports: [{ name: 'a' }, { name: 'b', forward: 'c.d' }],
    resources: [
      { type: 16, name: 1, bytes: versionResource({ ProductName: 'x', FileVersion: '1.2.3.4' }) },
      { type: 'DATA', name: 131, bytes: Buffer.alloc(64, 1) },
    ],
    tlsCallbacks: 1,
    pdb: 'x.pdb',
    certificate: { der: Buffer.concat([Buffer.from([0x30, 0x81, 0x80]), Buffer.alloc(128)]), slack: Buffer.alloc(64, 5) },
  })
const library = () =>
  writeElf({ needed: ['libc.so.6'], imports: ['system'], exports: ['a'], ifuncs: ['b'], hiddenResolvers: 2, constructors: ['a', null], soname: 'x' })
const gif = () => Buffer.from('47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b', 'hex')

const named = (process.env.GATEHOUSE_FUZZ_FILES ?? '').split(':').filter((file) => file !== '')
const real = ['/bin/ls', '/bin/true', ...named].filter((file) => existsSync(file)).map((file) => readFileSync(file))
const bases = [
  program(32),
  program(64),
  library(),
  writeElf({ imports: ['a'], exports: ['b'], sectionHeaders: false }),
  apple(),
  writeFat([apple(), apple()]),
  writeFat([apple()], true),
  gif(),
  ...real,
]

/** Numbers that lie: at the edges of the fields that hold sizes, offsets and counts. */
const liars = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff]

const change = fc.record({
  /** Most changes fall on headers and tables, which lie at either end. */
  where: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 1500 }) },
    { weight: 1, arbitrary: fc.integer({ min: -3000, max: -1 }) },
    { weight: 1, arbitrary: fc.nat() },
  ),
  value: fc.constantFrom(...liars),
  width: fc.constantFrom(1, 2, 4, 8),
})

function mutate(base: Buffer, changes: readonly { where: number; value: number; width: number }[], keep: number): Buffer {
  const bytes = Buffer.from(base)
  for (const { where, value, width } of changes) {
    const at = where < 0 ? bytes.length + (where % bytes.length) : where % bytes.length
    for (let index = 0; index < width && at + index < bytes.length; index++) bytes[at + index] = index < 4 ? (value >>> (8 * index)) & 0xff : 0
  }
  return bytes.subarray(0, Math.ceil(bytes.length * keep))
}

describe('readers of binaries', () => {
  it.each(readers.map((reader) => [reader.name, reader] as const))(
    '%s reads whatever it is given, in time and within bounds',
    (_, reader) => {
      // Each reader meets the files of all formats: being chosen wrongly must do no harm, either.
      fc.assert(
        fc.property(
          fc.nat({ max: bases.length - 1 }),
          fc.array(change, { maxLength: 12 }),
          fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
          (index, changes, keep) => {
            const bytes = mutate(bases[index] ?? gif(), changes, keep)
            const started = performance.now()
            const recognised = reader.recognise({ path: 'x', size: bytes.length, bytes: bytes.subarray(0, 4096) })
            const reading = reader.read({ path: 'x', bytes })
            expect(recognised).toBeGreaterThanOrEqual(0)
            expect(performance.now() - started).toBeLessThan(5_000)
            expect(reading.notes.length).toBeLessThanOrEqual(60)
            // 240 characters, of which each may be shown as an escape of six.
            for (const unit of reading.units) expect(unit.says.length).toBeLessThanOrEqual(6 * 241)
            for (const part of reading.embedded ?? []) expect(part.offset >= 0 && part.length >= 0 && part.offset + part.length <= bytes.length).toBe(true)
          },
        ),
        { numRuns: runs },
      )
    },
    600_000,
  )

  it('read files of nothing, of one byte and of their magic number alone', () => {
    const magics = ['', '4d', '4d5a', '7f454c46', 'cafebabe', 'cffaedfe', '89504e470d0a1a0a', '00000100', 'ffd8ff', '474946383961', '424d', '52494646']
    for (const reader of readers) for (const magic of magics) expect(() => reader.read({ path: 'x', bytes: Buffer.from(magic, 'hex') })).not.toThrow()
  })
})
