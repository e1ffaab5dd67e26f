import { createHash } from 'node:crypto'
import { type Attribute, cms, type Hash, type Identity, indirectData, indirectDataType } from './signing.ts'

const peAt = 0x80
const optionalAt = peAt + 24
export const places = { checksum: optionalAt + 64, directory: optionalAt + 112 + 32, section: 0x200, end: 0x600 } as const

/** A 64-bit program of two sections that does nothing; no signature. */
export function smallPe(): Buffer {
  const file = Buffer.alloc(places.end)
  file.write('MZ', 0, 'latin1')
  file.writeUInt32LE(peAt, 60)
  file.write('PE\0\0', peAt, 'latin1')
  file.writeUInt16LE(0x8664, peAt + 4)
  file.writeUInt16LE(2, peAt + 6)
  file.writeUInt16LE(240, peAt + 20)
  file.writeUInt16LE(0x22, peAt + 22)
  file.writeUInt16LE(0x20b, optionalAt)
  for (const [at, value] of [
    [16, 0x1000],
    [32, 0x1000],
    [36, 0x200],
    [56, 0x3000],
    [60, 0x200],
    [108, 16],
  ] as const)
    file.writeUInt32LE(value, optionalAt + at)
  file.writeUInt16LE(6, optionalAt + 48)
  file.writeUInt16LE(3, optionalAt + 68)
  for (const [index, name] of ['.text', '.data'].entries()) {
    const at = optionalAt + 240 + index * 40
    file.write(name, at, 'latin1')
    for (const [offset, value] of [
      [8, 0x200],
      [12, 0x1000 * (index + 1)],
      [16, 0x200],
      [20, 0x200 * (index + 1)],
      [36, 0x60000020],
    ] as const)
      file.writeUInt32LE(value, at + offset)
    file.fill(0xc3 + index, 0x200 * (index + 1), 0x200 * (index + 2))
  }
  return file
}

/** The Authenticode digest of a program without a signature, written apart from the code that is tested. */
export function unsignedDigest(file: Buffer, hash: Hash): Buffer {
  const parts = [file.subarray(0, places.checksum), file.subarray(places.checksum + 4, places.directory), file.subarray(places.directory + 8)]
  return createHash(hash).update(Buffer.concat(parts)).digest()
}

/** Puts a PKCS #7 blob into the certificate table at the end; `slack` goes behind it, inside the table. */
export function withTable(file: Buffer, blob: Uint8Array, slack: Uint8Array = Buffer.alloc(0)): Buffer {
  const length = Math.ceil((8 + blob.length + slack.length) / 8) * 8
  const table = Buffer.alloc(length)
  table.writeUInt32LE(length, 0)
  table.writeUInt16LE(0x200, 4)
  table.writeUInt16LE(2, 6)
  table.set(blob, 8)
  table.set(slack, 8 + blob.length)
  const signed = Buffer.concat([file, table])
  signed.writeUInt32LE(file.length, places.directory)
  signed.writeUInt32LE(length, places.directory + 4)
  return signed
}

interface Wish {
  readonly signer: Identity
  readonly others?: readonly Identity[]
  readonly hash?: Hash
  readonly unsigned?: (signature: Buffer) => readonly Attribute[]
}

export function authenticodeBlob(file: Buffer, { signer, others = [], hash = 'sha256', unsigned }: Wish): Buffer {
  const content = indirectData(hash, unsignedDigest(file, hash))
  return cms({ contentType: indirectDataType, content, signer, others, hash, ...(unsigned && { unsigned }) })
}

export function signedPe(wish: Wish, slack?: Uint8Array): Buffer {
  const file = smallPe()
  return withTable(file, authenticodeBlob(file, wish), slack)
}
