import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { image } from './index.ts'

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, check])
}

function png(...extra: readonly Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function ico(picture: Buffer): Buffer {
  const head = Buffer.from([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0])
  head.writeUInt32LE(picture.length, 14)
  return Buffer.concat([head, picture])
}

const gif = Buffer.from('47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffda0008010100003f00d2ff0055ffd9', 'hex')
const bmp = Buffer.concat([Buffer.from('424d3a0000000000000036000000280000000100000001000000010018000000000004000000', 'hex'), Buffer.alloc(58 - 38)])
const webp = Buffer.concat([Buffer.from('RIFF\u001a\0\0\0WEBPVP8L\u000d\0\0\0', 'latin1'), Buffer.alloc(14)])

function traits(bytes: Buffer) {
  const reading = image.read({ path: 'x', bytes })
  return { ...Object.fromEntries(reading.traits.map(({ name, value }) => [name.replace('image.', ''), value])), embedded: reading.embedded }
}

describe('image', () => {
  const pictures = { png: png(), ico: ico(png()), gif, jpeg, bmp, webp }

  it.each(Object.entries(pictures))('finds nothing behind a clean %s, and all of what is appended', (format, bytes) => {
    expect(image.recognise({ path: 'x', size: bytes.length, bytes })).toBeGreaterThanOrEqual(0.8)
    expect(traits(bytes)).toMatchObject({ format, 'trailing-bytes': 0, 'hidden-bytes': 0, 'trailing-base64': false, embedded: [] })
    const base64 = Buffer.from(randomBytes(300).toString('base64'))
    expect(traits(Buffer.concat([bytes, base64]))).toMatchObject({
      'trailing-bytes': 400,
      'trailing-base64': true,
      embedded: [{ name: 'trailing', offset: bytes.length, length: 400 }],
    })
    const payload = Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(4096)])
    expect(traits(Buffer.concat([bytes, payload]))).toMatchObject({ 'trailing-bytes': 4100, 'trailing-base64': false, 'trailing-format': 'zip' })
  })

  it('finds chunks that no viewer reads', () => {
    expect(traits(png(chunk('paYl', randomBytes(5000))))).toMatchObject({ 'hidden-bytes': 5000, 'trailing-bytes': 0 })
    expect(traits(png(chunk('tEXt', Buffer.from('Comment\0short'))))).toMatchObject({ 'hidden-bytes': 0 })
  })

  it('does not say that nothing follows when it cannot tell where the picture ends', () => {
    const reading = image.read({ path: 'x', bytes: png().subarray(0, 40) })
    expect(reading.traits.find(({ name }) => name === 'image.trailing-bytes')?.value).toBeNull()
    expect(reading.notes).not.toEqual([])
  })
})
