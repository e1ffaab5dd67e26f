import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestLine, sourceText } from './source-text.ts'

test('the way back from characters to bytes and lines is that of Buffer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 5000 }), fc.boolean(), fc.nat(), (text, mark, pick) => {
      const bytes = Buffer.concat([mark ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0), Buffer.from(text)])
      const source = sourceText(bytes)
      const index = pick % (text.length + 1)
      // Between the halves of a pair there is no byte to point at.
      fc.pre(text.startsWith('\ufeff') === false && !(index > 0 && /[\ud800-\udbff]/.test(text.charAt(index - 1))))
      expect(source.text).toBe(text)
      expect(source.place(index)).toEqual({ offset: (mark ? 3 : 0) + Buffer.byteLength(text.slice(0, index)), line: text.slice(0, index).split('\n').length })
      expect(longestLine(text)).toBe(Math.max(...text.split('\n').map((line) => line.length)))
    }),
  )
})

test('UTF-16 with its mark, and bytes that are no UTF-8', () => {
  const wide = sourceText(Buffer.from('\ufeffab\ncd', 'utf16le'))
  expect(wide.text).toBe('ab\ncd')
  expect(wide.place(3)).toEqual({ offset: 8, line: 2 })
  expect(sourceText(Uint8Array.of(0x61, 0xff, 0x62)).notes).toHaveLength(1)
  expect(sourceText(Buffer.from('a\ufffdb')).notes).toEqual([])
})
