import { describe, expect, it } from 'vitest'
import { beginsLikeMachO } from './mach-o-head.ts'

function head(hex: string): Uint8Array {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(32)])
}

describe('the beginning of a file', () => {
  it.each([
    // cputype x86_64, any subtype, MH_EXECUTE, 16 commands in 1296 bytes (`otool -h` of a program of macOS).
    ['of a program', 'cffaedfe0700000103000000020000001000000010050000'],
    ['of a big-endian library', 'feedface000000120000000000000006000000080000040c'],
    ['of a fat file', 'cafebabe000000020100000700000003'],
  ])('%s is like Mach-O', (_, hex) => {
    expect(beginsLikeMachO(head(hex))).toBe(true)
  })

  it.each([
    ['random data behind the magic', 'feedface9c41d7e2ab03f1775de0986612c4b88f01ee7a3d'],
    ['a class of Java', 'cafebabe0000003401ab0a0003'],
    ['commands that have no room', 'cffaedfe0700000103000000020000001000000010000000'],
    ['the magic only', 'feedface'],
  ])('with %s is not', (_, hex) => {
    expect(beginsLikeMachO(head(hex))).toBe(false)
  })
})
