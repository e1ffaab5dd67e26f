import { meaninglessBytes } from '../../test/reconstructions/random.ts'

const extremes = [0, 1, 0x7f, 0x80, 0xff]

/** The bytes with one to eight changes: turned bits, extreme values, numbers that lie, pieces cut, doubled, moved or zeroed. The same for the same label. */
export function mutated(bytes: Uint8Array, label: string): Uint8Array {
  const draws = meaninglessBytes(label, 256)
  let next = 0
  const draw = (below: number): number => {
    const value = draws.readUInt32LE(next)
    next = (next + 4) % 252
    return below <= 0 ? 0 : value % below
  }
  let result = Uint8Array.from(bytes)
  for (let change = 0, changes = 1 + draw(8); change < changes; change++) result = changed(result, draw)
  return result
}

function changed(bytes: Uint8Array<ArrayBuffer>, draw: (below: number) => number): Uint8Array<ArrayBuffer> {
  // Headers decide most: half of the changes fall into the first 512 bytes.
  const at = draw(2) === 0 ? draw(Math.min(512, bytes.length)) : draw(bytes.length)
  const length = 1 + draw(Math.min(4096, Math.max(1, bytes.length - at)))
  switch (draw(7)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8))
      return bytes
    case 1:
      bytes[at] = extremes[draw(extremes.length)] ?? 0
      return bytes
    case 2:
      bytes.fill(draw(2) === 0 ? 0xff : 0, at, at + 1 + draw(8))
      return bytes
    case 3:
      return bytes.slice(0, Math.max(1, at))
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length))
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at))
    default:
      return joined(bytes.subarray(0, at), bytes.subarray(draw(bytes.length), draw(bytes.length) + length), bytes.subarray(at))
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts))
}
