import { open } from 'node:fs/promises'

/** First bytes of gzip (RFC 1952) and Zstandard (RFC 8878): what is packed is whole, or cannot be read. */
const packed = [Buffer.from([0x1f, 0x8b]), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])]

/** True for a file whose last line has no end: somebody may be writing it. */
export async function endsOpen(path: string): Promise<boolean> {
  await using file = await open(path)
  const { size } = await file.stat()
  if (size === 0) return false
  const head = Buffer.alloc(4)
  await file.read(head, 0, 4, 0)
  if (packed.some((magic) => head.subarray(0, magic.length).equals(magic))) return false
  const last = Buffer.alloc(1)
  await file.read(last, 0, 1, size - 1)
  return last[0] !== 0x0a
}
