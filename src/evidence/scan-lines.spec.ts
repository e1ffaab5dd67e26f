import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanLines } from './scan-lines.ts'

async function* inParts(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0
  for (let index = 0; from < bytes.length; index += 1) {
    const size = Math.max(1, sizes[index % Math.max(1, sizes.length)] ?? 7)
    // A copy with an odd beginning: words of memory are not words of the part.
    const held = Buffer.alloc(Math.min(size, bytes.length - from) + (index % 4))
    bytes.copy(held, index % 4, from, from + size)
    yield held.subarray(index % 4)
    from += size
  }
}

describe('a stream of lines', () => {
  it('is counted and hashed however it comes in parts, and refused where a line is too long or open', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '\x0b', '\x0a\x0b'[1] as string, '\x8a', 'é', '\0', '\xff'), maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(20), { maxLength: 5 }),
        async (lines, closed, most, sizes) => {
          const text = lines.map((one) => `${one}\n`).join('') + (closed ? '' : 'open')
          const bytes = Buffer.from(text)
          const scan = await scanLines(inParts(bytes, sizes), most)
          const tooLong = [...lines, ...(closed ? [] : ['open'])].some((one) => Buffer.byteLength(one) > most)
          if (tooLong || !closed) expect(scan).toBeUndefined()
          else expect(scan).toMatchObject({ lines: lines.length, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('shows whole lines of its beginning and its end', async () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`)
    const scan = await scanLines(inParts(Buffer.from(lines.join('')), [50]), 1000)
    const shown = scan?.ends.toString().split('\n') ?? []
    expect(shown[0]).toBe('line 0')
    expect(shown.slice(-2)).toEqual(['line 99', ''])
    expect(shown.every((one) => one === '' || /^line \d+$/.test(one))).toBe(true)
  })

  it('is refused where a new header begins at its beginning or end', async () => {
    const body = 'x\n'.repeat(10)
    expect(await scanLines(inParts(Buffer.from(`#head\n${body}`), [8]), 100, '\n#head')).toMatchObject({ lines: 11 })
    expect(await scanLines(inParts(Buffer.from(`#head\n${body}#head\n`), [8]), 100, '\n#head')).toBeUndefined()
  })
})
