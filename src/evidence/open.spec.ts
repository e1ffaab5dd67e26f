import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { GatehouseError } from '../base/errors.ts'
import { defaultLimits, type Limits } from '../base/limits.ts'
import { byteStream, openEvidence } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-open-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

function file(content: Uint8Array): string {
  const path = join(folder, `file-${files++}`)
  writeFileSync(path, content)
  return path
}

interface Read {
  readonly bytes: Buffer
  readonly problem: GatehouseError | undefined
}

async function read(path: string, limits: Limits = defaultLimits, step?: number, pause = 0): Promise<Read> {
  const evidence = await openEvidence(path, limits)
  const parts: Buffer[] = []
  try {
    for await (const part of byteStream(evidence, limits, step)) {
      parts.push(part)
      if (pause > 0) await wait(pause)
    }
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
    return { bytes: Buffer.concat(parts), problem: error }
  }
  return { bytes: Buffer.concat(parts), problem: undefined }
}

/** Bytes that do not compress, the same in every run. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let index = 0, state = 1; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 5000 }),
  fc.string({ maxLength: 200 }).map((part) => new TextEncoder().encode(part.repeat(500))),
)
const packers = {
  none: (bytes: Uint8Array) => Buffer.from(bytes),
  gzip: (bytes: Uint8Array) => gzipSync(bytes),
  zstd: (bytes: Uint8Array) => zstdCompressSync(bytes),
}

describe('what was packed comes out', () => {
  test.each(['gzip', 'zstd'] as const)('%s, in one member or several, read in steps of any size', (kind) =>
    fc.assert(
      fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 4 }), fc.integer({ min: 64, max: 5000 }), async (parts, step) => {
        const path = file(Buffer.concat(parts.map(packers[kind])))
        expect((await openEvidence(path, defaultLimits)).compression).toBe(kind)
        const { bytes, problem } = await read(path, defaultLimits, step)
        expect(problem).toBeUndefined()
        expect(bytes.equals(Buffer.concat(parts))).toBe(true)
      }),
      { numRuns: 60 },
    ),
  )

  test('a plain file, and an empty one', async () => {
    expect((await read(file(noise(200_000)))).bytes.equals(noise(200_000))).toBe(true)
    const empty = await openEvidence(file(Buffer.alloc(0)), defaultLimits)
    expect(empty).toMatchObject({ compression: 'none', size: 0, head: { text: '', whole: true } })
    expect(await read(empty.path)).toEqual({ bytes: Buffer.alloc(0), problem: undefined })
  })

  test('an empty gzip file, and one padded with zero bytes', async () => {
    expect(await read(file(gzipSync('')))).toEqual({ bytes: Buffer.alloc(0), problem: undefined })
    expect((await read(file(Buffer.concat([gzipSync('abc'), Buffer.alloc(512)])))).bytes.toString()).toBe('abc')
  })

  test('zstd that begins with a skippable frame, as parallel compressors write it', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])
    expect((await read(file(Buffer.concat([skippable, zstdCompressSync('one'), skippable, zstdCompressSync('two')])))).bytes.toString()).toBe('onetwo')
  })
})

describe('the head', () => {
  test('is the first 64 KiB, decompressed', async () => {
    const content = noise(100_000)
    for (const pack of Object.values(packers)) {
      const { head } = await openEvidence(file(pack(content)), defaultLimits)
      expect(Buffer.from(head.bytes).equals(content.subarray(0, 65_536))).toBe(true)
      expect(head.whole).toBe(false)
    }
  })

  test('of a damaged file is what can be read of it', async () => {
    const { head } = await openEvidence(file(gzipSync(noise(10_000)).subarray(0, 6000)), defaultLimits)
    expect(head.bytes.length).toBeGreaterThan(5000)
    expect(noise(10_000).subarray(0, head.bytes.length).equals(Buffer.from(head.bytes))).toBe(true)
  })
})

describe('a damaged file gives what comes before the damage, and then says so', () => {
  const content = Buffer.concat([noise(300_000), Buffer.from('the same line again\n'.repeat(20_000))])

  test.each([1, 2, 3, 4, 5, 6])('gzip cut off at %i/7, however slowly it is read', async (sevenths) => {
    const packed = gzipSync(content)
    const cut = packed.subarray(0, Math.floor((packed.length * sevenths) / 7))
    const expected = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH })
    for (const pause of [0, 5]) {
      const { bytes, problem } = await read(file(cut), defaultLimits, 65_536, pause)
      expect(problem?.code).toBe('EVIDENCE_UNREADABLE')
      expect(bytes.equals(expected)).toBe(true)
    }
  })

  test('zstd cut off', async () => {
    const packed = zstdCompressSync(content)
    const { bytes, problem } = await read(file(packed.subarray(0, packed.length - 10)))
    expect(problem?.code).toBe('EVIDENCE_UNREADABLE')
    expect(bytes.length).toBeGreaterThan(content.length / 2)
    expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true)
  })

  test.each(['gzip', 'zstd'] as const)('%s with something else behind it', async (kind) => {
    for (const size of [3000, content.length]) {
      const { bytes, problem } = await read(file(Buffer.concat([packers[kind](content.subarray(0, size)), Buffer.from('no more of it')])))
      expect(problem?.code).toBe('EVIDENCE_UNREADABLE')
      expect(bytes.length).toBeGreaterThanOrEqual(size - 64)
      expect(content.subarray(0, bytes.length).equals(bytes)).toBe(true)
    }
  })

  test('any bytes that claim to be compressed do not throw anything else', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom([0x1f, 0x8b], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], [0x28, 0xb5, 0x2f, 0xfd]),
        fc.uint8Array({ maxLength: 300 }),
        async (magic, rest) => {
          const { problem } = await read(file(Buffer.from([...magic, ...rest])))
          expect(problem === undefined || problem.code === 'EVIDENCE_UNREADABLE').toBe(true)
        },
      ),
      { numRuns: 60 },
    ))
})

describe('limits', () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000))

  test('a bomb is stopped soon after the ratio is passed', async () => {
    const limits = { ...defaultLimits, ratio: 200, ratioFrom: 1_000_000 }
    const { bytes, problem } = await read(file(bomb), limits)
    expect(problem?.code).toBe('LIMIT_EXCEEDED')
    expect(bytes.length).toBeLessThan(5_000_000)
  })

  test('a well compressed log is no bomb, nor is a small file', async () => {
    expect((await read(file(bomb), { ...defaultLimits, ratio: 2000, ratioFrom: 1_000_000 })).problem).toBeUndefined()
    expect((await read(file(bomb))).problem).toBeUndefined()
  })

  test('the size of a file is limited whether it is compressed or not', async () => {
    const limits = { ...defaultLimits, fileBytes: 100_000 }
    for (const pack of Object.values(packers)) {
      expect((await read(file(pack(noise(100_000))), limits)).problem).toBeUndefined()
      expect((await read(file(pack(noise(100_001))), limits)).problem?.code).toBe('LIMIT_EXCEEDED')
    }
  })
})
