import { describe, expect, it } from 'vitest'
import { qrRows } from './qr-rows.ts'

const quiet = 4

/** Masks of ISO/IEC 18004, table 10. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** Modules of versions 1 to 3 that hold no data: finders with the format beside them, timing, and the one alignment pattern. */
function isTaken(x: number, y: number, size: number): boolean {
  const corner = (x < 9 && (y < 9 || y >= size - 8)) || (x >= size - 8 && y < 9)
  const aligned = size > 21 && Math.abs(x - (size - 7)) <= 2 && Math.abs(y - (size - 7)) <= 2
  return corner || aligned || x === 6 || y === 6
}

/** Reads a code of versions 1 to 3, level M, in byte mode, as ISO/IEC 18004 writes it: one block, the data before its correction. */
function read(rows: readonly (readonly boolean[])[]): string {
  const modules = rows.slice(quiet, -quiet).map((row) => row.slice(quiet, -quiet))
  const size = modules.length
  const dark = (x: number, y: number) => modules[y]?.[x] ?? false
  const format = [0, 1, 2, 3, 4].reduce((bits, x) => bits * 2 + Number(dark(x, 8)), 0) ^ 0b10101
  expect(format >> 3).toBe(0b00)
  const mask = masks[format & 7] ?? (() => false)
  const bits: number[] = []
  for (let right = size - 1, upwards = true; right > 0; right -= right === 8 ? 3 : 2, upwards = !upwards)
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = upwards ? size - 1 - step : step
        if (!isTaken(x, y, size)) bits.push(Number(dark(x, y) !== mask(x, y)))
      }
  const number = (from: number, length: number) => Number.parseInt(bits.slice(from, from + length).join(''), 2)
  expect(number(0, 4)).toBe(0b0100)
  return new TextDecoder().decode(Uint8Array.from({ length: number(4, 8) }, (_, at) => number(12 + 8 * at, 8)))
}

describe('QR codes', () => {
  it.each(['a', 'otpauth://totp/a?secret=x', 'otpauth://totp/Gü:a?secret=JBSWY3DPEHPK'])('are read as what was written: %s', (text) => {
    expect(read(qrRows(text))).toBe(text)
  })

  it('have a quiet zone, and hold the longest address that the service makes', () => {
    const rows = qrRows(`otpauth://totp/Gatehouse:${'a'.repeat(254)}?secret=${'A'.repeat(52)}&issuer=Gatehouse`)
    const edge = [...rows.slice(0, quiet), ...rows.slice(-quiet)].flat()
    expect(edge).not.toContain(true)
    expect(rows.every((row) => !row.slice(0, quiet).includes(true) && row.length === rows.length)).toBe(true)
  })
})
