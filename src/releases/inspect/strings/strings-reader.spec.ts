import { expect, it } from 'vitest'
import { strings } from './index.ts'

function recognise(bytes: Buffer): number {
  return strings.recognise({ path: 'x', size: bytes.length, bytes })
}

it('takes binary files that nothing else knows, and leaves text to others', () => {
  expect(recognise(Buffer.from([1, 2, 3, 4]))).toBeGreaterThan(0)
  expect(recognise(Buffer.from('wide text', 'utf16le'))).toBeGreaterThan(0)
  expect(recognise(Buffer.from('naïve text\n'))).toBe(0)
  expect(recognise(Buffer.alloc(0))).toBe(0)
})

it('reads the hosts and tells of a blob', () => {
  const bytes = Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from('Software\\Microsoft\\Windows\\CurrentVersion\\Run', 'utf16le'), Buffer.from([0xff])])
  const [tell] = strings.read({ path: 'x', bytes }).units
  expect(tell?.capabilities).toEqual(['persistence'])
  expect(tell?.place.offset).toBe(3 + 2 * 'Software\\Microsoft\\Windows\\'.length)
})
