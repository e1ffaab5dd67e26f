import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits, type Limits } from '../base/limits.ts'
import { cut, type Piece } from './chunks.ts'

const restart = '\n#head '
const limits = (lineBytes: number): Limits => ({ ...defaultLimits, lineBytes })

async function* inParts(data: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, index = 0; at < data.length; index += 1) {
    const size = sizes[index % sizes.length] ?? data.length
    yield data.subarray(at, at + size)
    at += size
  }
}

function pieces(data: Buffer, sizes: readonly number[], size: number, lineBytes: number, header?: string): Promise<Piece[]> {
  return Array.fromAsync(cut(inParts(data, sizes), size, limits(lineBytes), header))
}

const bytesOf = (piece: Piece) => (piece.kind === 'lines' ? piece.data.length : piece.bytes)
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^[a-zäß\0]{0,30}$/) },
      { weight: 1, arbitrary: fc.constant('#head x') },
      { weight: 1, arbitrary: fc.constant('y'.repeat(90)) },
    ),
    { maxLength: 60 },
  )
  .chain((lines) => fc.constantFrom('', '\n').map((end) => Buffer.from(lines.join('\n') + end)))
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 })

describe('cut, for any text, any parts and any piece size', () => {
  test('gives every byte once, in order; only lines over the limit are left out', () =>
    fc.assert(
      fc.asyncProperty(
        text,
        sizes,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (data, parts, size, most, headed) => {
          const found = await pieces(data, parts, size, most, headed ? restart : undefined)
          let at = 0
          for (const piece of found) {
            expect(piece.offset).toBe(at)
            const own = data.subarray(at, at + bytesOf(piece))
            if (piece.kind === 'lines') expect(piece.data.equals(own)).toBe(true)
            at += bytesOf(piece)
          }
          expect(at).toBe(data.length)
          // What is kept and what is dropped, told from the text alone.
          const lines = data.toString('latin1').split('\n')
          const kept = found.flatMap((piece) => (piece.kind === 'lines' ? [piece.data.toString('latin1')] : [])).join('')
          const short = lines.map((line, index) => (line.length > most ? '' : index < lines.length - 1 ? `${line}\n` : line)).join('')
          expect(kept).toBe(short)
          expect(found.filter((piece) => piece.kind === 'dropped')).toHaveLength(lines.filter((line) => line.length > most).length)
        },
      ),
      { numRuns: 500 },
    ))

  test('never splits a line, but at the end', () =>
    fc.assert(
      fc.asyncProperty(text, sizes, fc.integer({ min: 1, max: 200 }), async (data, parts, size) => {
        const found = await pieces(data, parts, size, 1000, restart)
        for (const [index, piece] of found.entries()) {
          const ends = piece.kind === 'lines' && piece.data.at(-1) === 0x0a
          expect(piece.kind === 'lines' && piece.whole).toBe(ends)
          if (index < found.length - 1) expect(ends).toBe(true)
        }
      }),
    ))

  test('begins a piece at every header, says so, and has no header inside', () =>
    fc.assert(
      fc.asyncProperty(text, sizes, fc.integer({ min: 1, max: 200 }), async (data, parts, size) => {
        const found = await pieces(data, parts, size, 1000, restart)
        const starts = found.filter((piece) => piece.kind === 'lines' && piece.restart).map((piece) => piece.offset)
        const expected = [...`\n${data.toString('latin1')}`.matchAll(/(?<=\n)#head /g)].map((match) => match.index - 1)
        expect(starts).toEqual(expected)
        for (const piece of found) if (piece.kind === 'lines') expect(piece.data.indexOf(restart)).toBe(-1)
      }),
    ))

  test('is the same whatever parts the stream comes in, but for where pieces end', () =>
    fc.assert(
      fc.asyncProperty(text, sizes, sizes, async (data, one, other) => {
        const content = (found: readonly Piece[]) => found.flatMap((piece) => (piece.kind === 'lines' ? [piece.data.toString('latin1')] : [])).join('')
        expect(content(await pieces(data, one, 50, 40))).toBe(content(await pieces(data, other, 50, 40)))
      }),
    ))
})

describe('cut', () => {
  test('an empty stream has no pieces', async () => {
    expect(await pieces(Buffer.alloc(0), [1], 10, 10)).toEqual([])
  })

  test('a line of exactly the limit is kept, one byte more is dropped', async () => {
    const found = await pieces(Buffer.from('aaaaa\nbbbbbb\nccccc'), [3], 4, 5)
    expect(found.map((piece) => (piece.kind === 'lines' ? piece.data.toString() : piece.bytes)).join('|')).toBe('aaaaa\n|7|ccccc')
  })

  test('pieces are about as large as asked for', async () => {
    const data = Buffer.from('0123456789\n'.repeat(10_000))
    const found = await pieces(data, [1000], 20_000, 1000)
    for (const piece of found.slice(0, -1)) expect(Math.abs(bytesOf(piece) - 20_000)).toBeLessThan(1011)
  })

  test('a header is not torn apart where a piece would end within it', async () => {
    const header = '#head one\n#two\n#three\n'
    const data = Buffer.from(`${'x\n'.repeat(50)}${header}${'z\n'.repeat(200)}`)
    for (let size = 80; size < 140; size += 1) {
      const found = await pieces(data, [1], size, 1000, restart)
      const second = found.find((piece) => piece.kind === 'lines' && piece.restart)
      expect(second?.kind === 'lines' && second.data.toString().startsWith(header)).toBe(true)
    }
  })

  test('an endless line is dropped without being held', async () => {
    let made = 0
    async function* endless(): AsyncGenerator<Buffer> {
      for (; made < 2000; made += 1) yield Buffer.alloc(100_000, 0x78)
      yield Buffer.from('\nnext\n')
    }
    const before = process.memoryUsage().rss
    const found = await Array.fromAsync(cut(endless(), 2 ** 20, limits(2 ** 20)))
    expect(found).toMatchObject([
      { kind: 'dropped', bytes: 200_000_001, offset: 0 },
      { kind: 'lines', offset: 200_000_001, whole: true },
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })
})
