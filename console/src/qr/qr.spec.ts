import { describe, expect, it } from 'vitest'
import { codewordsOf } from './codewords.ts'
import { formatBits } from './grid.ts'
import { qrRows } from './qr.ts'
import { correctionOf } from './reed-solomon.ts'

describe('QR codes', () => {
  it('correct errors as ISO/IEC 18004, annex I, does for its example of version 1-M', () => {
    const data = Uint8Array.from([0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11])
    expect([...correctionOf(data, 10)]).toEqual([0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55])
  })

  it('say level and mask as the table of ISO/IEC 18004, annex C, has it', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(formatBits)).toEqual([0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0])
  })

  it('take the smallest version that holds the text', () => {
    // Capacities of level M in byte mode, ISO/IEC 18004, table 7.
    const capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287]
    for (const [index, bytes] of capacities.entries()) {
      expect(codewordsOf('x'.repeat(bytes)).version).toBe(index + 1)
      if (index + 1 < capacities.length) expect(codewordsOf('x'.repeat(bytes + 1)).version).toBe(index + 2)
    }
    expect(() => codewordsOf('x'.repeat(288))).toThrow(RangeError)
    expect(codewordsOf('ü'.repeat(8)).version).toBe(2)
  })

  it('have their finders in three corners, and timing between them', () => {
    const rows = qrRows('otpauth://totp/Gatehouse:anna?secret=JBSWY3DPEHPK3PXP')
    const size = rows.length
    const finder = [127, 65, 93, 93, 93, 65, 127]
    const corner = (x: number, y: number) => finder.map((_, dy) => finder.reduce((bits, __, dx) => bits * 2 + (rows[y + dy]?.[x + dx] ? 1 : 0), 0))
    expect([corner(0, 0), corner(size - 7, 0), corner(0, size - 7)]).toEqual([finder, finder, finder])
    expect(rows[6]?.slice(8, size - 8)).toEqual(Array.from({ length: size - 16 }, (_, at) => at % 2 === 0))
  })

  it('are read by another program: these rows were read by jsQR 1.4 as the text', () => {
    const rows = qrRows('A').map((row) => row.reduce((bits, dark) => bits * 2 + (dark ? 1 : 0), 0).toString(16))
    expect(rows.join(' ')).toMatchInlineSnapshot(
      `"1fd27f 105f41 17455d 175b5d 174e5d 104b41 1fd57f 1b00 16e74b b2bc8 19da0d 16827c 13c924 1649 1fd328 105836 174df1 175e7e 175560 1044a5 1fd090"`,
    )
  })
})
