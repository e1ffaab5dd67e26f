import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { tarOf, zipOf } from '../../../test/support/archives.ts'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing, run } from '../../../test/support/tool.ts'
import { unpackHere } from './here.ts'
import { unpackRelease } from './unpack.ts'

/** How many mutations: some hundred in a test run, `GATEHOUSE_FUZZ_RUNS=10000` for a long one. */
const runs = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 300)
/** One in so many goes through the process that unpacks, as in the product. */
const throughProcess = 50
const limits = { seconds: 5, memory: 2 ** 30, bytes: 64 * 2 ** 20, ratioFrom: 2 ** 20, entries: 5000 }

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

const files = [
  { name: 'package/package.json', content: '{"name":"x","version":"1.0.0"}' },
  { name: 'package/index.js', content: 'module.exports = 1\n'.repeat(200) },
  { name: 'package/lib/inner.zip', content: zipOf([{ name: 'a.txt', content: 'a'.repeat(500) }]) },
]

/** Real containers, as far as the tools are there, and those that Node can write. */
function samples(): [name: string, bytes: Buffer][] {
  const tar = tarOf(...files)
  const found: [string, Buffer][] = [
    ['a.tar', tar],
    ['a.tgz', gzipSync(tar)],
    ['a.tar.zst', zstdCompressSync(tar)],
    ['a.zip', zipOf(files, 'comment')],
  ]
  const home = join(folder.path, 'tree')
  for (const { name, content } of files) {
    mkdirSync(join(home, name, '..'), { recursive: true })
    writeFileSync(join(home, name), content)
  }
  const tools: [program: string, name: string, args: string[]][] = [
    ['bsdtar', 'a.cpio', ['--format=newc', '-cf', '../a.cpio', '.']],
    ['bsdtar', 'a.iso', ['--format=iso9660', '-cf', '../a.iso', '.']],
    ['bsdtar', 'a.tar.xz', ['-cJf', '../a.tar.xz', '.']],
    ['ar', 'a.a', ['rc', '../a.a', 'package/index.js', 'package/package.json']],
    ['7z', 'a.7z', ['a', '-bd', '../a.7z', '.']],
    ['gcab', 'a.cab', ['-cz', '../a.cab', 'package/index.js', 'package/package.json']],
  ]
  for (const [program, name, args] of tools) {
    if (missing(program)) continue
    run(program, args, { cwd: home })
    found.push([name, readFileSync(join(folder.path, name))])
  }
  if (!missing('makensis')) {
    writeFileSync(
      join(home, 'a.nsi'),
      'SetCompressor lzma\nName T\nOutFile ../a.exe\nSection\nSetOutPath $TEMP\nFile package/index.js\nExec "$TEMP\\index.js"\nSectionEnd\n',
    )
    run('makensis', ['-V1', 'a.nsi'], { cwd: home })
    found.push(['a.exe', readFileSync(join(folder.path, 'a.exe'))])
  }
  if (!missing('wixl')) {
    writeFileSync(
      join(home, 'a.wxs'),
      '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Product Id="*" UpgradeCode="12345678-1234-1234-1234-111111111111" Name="T" Version="1.0.0" Manufacturer="T" Language="1033"><Package Compressed="yes"/><Media Id="1" Cabinet="a.cab" EmbedCab="yes"/><Directory Id="TARGETDIR" Name="SourceDir"><Component Id="c" Guid="12345678-1234-1234-1234-222222222222"><File Id="f" Source="package/index.js" Name="long name.js"/></Component></Directory><Feature Id="f" Level="1"><ComponentRef Id="c"/></Feature></Product></Wix>',
    )
    run('wixl', ['-o', '../a.msi', 'a.wxs'], { cwd: home })
    found.push(['a.msi', readFileSync(join(folder.path, 'a.msi'))])
  }
  return found
}

const whole = samples()

/** Bytes overwritten, doubled, cut out or cut off; mostly near beginning and end, where headers and indexes lie. */
const mutation = fc.record({
  sample: fc.nat(whole.length - 1),
  edits: fc.array(
    fc.record({
      kind: fc.constantFrom('set', 'set', 'set', 'number', 'double', 'remove', 'cut'),
      near: fc.constantFrom('begin', 'end', 'any'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 64 }),
      byte: fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x50),
    }),
    { minLength: 1, maxLength: 6 },
  ),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never

function mutated({ sample, edits }: Mutation): [name: string, bytes: Buffer] {
  const [name, original] = whole[sample] ?? ['empty', Buffer.alloc(0)]
  let bytes = Buffer.from(original)
  for (const { kind, near, at, length, byte } of edits) {
    const window = near === 'any' ? bytes.length : Math.min(bytes.length, 600)
    const offset = Math.floor(at * window) + (near === 'end' ? bytes.length - window : 0)
    const end = Math.min(bytes.length, offset + length)
    if (kind === 'set') bytes.fill(byte, offset, Math.min(bytes.length, offset + 1 + (length % 4)))
    else if (kind === 'number' && offset + 4 <= bytes.length) bytes.writeUInt32LE((Math.imul(length, 0x01010101) ^ byte) >>> 0, offset)
    else if (kind === 'double') bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(offset)])
    else if (kind === 'remove') bytes = Buffer.concat([bytes.subarray(0, offset), bytes.subarray(end)])
    else if (kind === 'cut' && offset > 0) bytes = bytes.subarray(0, offset)
  }
  return [name, bytes]
}

describe(`${runs} mutations of ${whole.length} real containers`, () => {
  it('neither throw nor run over their limits, and whatever comes out has a safe path', { timeout: 120_000 + 500 * runs }, async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(mutation, async (how) => {
        const [name, bytes] = mutated(how)
        const home = join(folder.path, `run-${count++}`)
        mkdirSync(home)
        const path = join(home, name)
        writeFileSync(path, bytes)
        const started = performance.now()
        const out = join(home, 'out')
        const unpacked = count % throughProcess === 0 ? await unpackRelease(path, { folder: out, limits }) : await unpackHere(path, out, limits)
        expect(performance.now() - started).toBeLessThan(1000 * limits.seconds + 5000)
        for (const member of unpacked.members) {
          expect(member.path.split('/')).not.toContain('..')
          expect(member.path).toMatch(/^[^/]/)
          expect(member.sha256).toMatch(/^[0-9a-f]{64}$/)
        }
        for (const { says } of unpacked.unopened) expect(says).not.toMatch(/Cannot read properties|is not a function|undefined|out of range/)
        rmSync(home, { recursive: true })
      }),
      { numRuns: runs, endOnFailure: true },
    )
  })
})
