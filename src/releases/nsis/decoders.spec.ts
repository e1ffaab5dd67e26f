import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing, run } from '../../../test/support/tool.ts'
import { BzipError, unbzipNsis } from './bzip2.ts'
import { LzmaError, unlzma } from './lzma.ts'

/** Text with repeats near and far, then noise: literals, matches, repeated distances. */
const plain = Buffer.concat([
  Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(400)),
  Buffer.from(Array.from({ length: 20_000 }, (_, index) => (Math.imul(index + 1, 2654435761) >>> 11) & 255)),
  Buffer.alloc(5000, 7),
  Buffer.from('the quick brown fox'),
])

describe('LZMA', () => {
  it.skipIf(missing('xz'))('decodes what xz packs', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'a'), plain)
    run('xz', ['--format=lzma', '-9', join(folder.path, 'a')])
    const packed = readFileSync(join(folder.path, 'a.lzma'))
    // The file has eight bytes of length between the properties and the stream.
    const raw = Buffer.concat([packed.subarray(0, 5), packed.subarray(13)])
    expect(Buffer.compare(unlzma(raw, plain.length), plain)).toBe(0)
    expect(Buffer.compare(unlzma(raw, 1000), plain.subarray(0, 1000))).toBe(0)
    expect(Buffer.compare(unlzma(raw, 2 * plain.length), plain)).toBe(0)
    expect(() => unlzma(raw.subarray(0, 200), plain.length)).toThrow(LzmaError)
  })

  it('refuses any bytes with its own error, within its bound', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 400 }), (bytes) => {
        bytes.set([0x5d, 0, 0, 0x80, 0, 0].slice(0, bytes.length))
        try {
          expect(unlzma(bytes, 5000).length).toBeLessThanOrEqual(5000)
        } catch (error) {
          expect(error).toBeInstanceOf(LzmaError)
        }
      }),
    )
  })
})

describe('bzip2 in the form of NSIS', () => {
  it('refuses any bytes with its own error, within its bound', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 400 }), (bytes) => {
        bytes.set([0x31].slice(0, bytes.length))
        try {
          expect(unbzipNsis(bytes, 5000).length).toBeLessThanOrEqual(5000)
        } catch (error) {
          expect(error).toBeInstanceOf(BzipError)
        }
      }),
    )
  })
})
