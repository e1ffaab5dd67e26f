import { BeyondEnd, Cursor } from '../../cursor.ts'

/** One architecture of a Mach-O file; its offsets count from its own beginning. */
export interface Slice {
  /** `x86_64`, `arm64` … */
  readonly name: string
  readonly bytes: Uint8Array
  /** Where in the file it begins. */
  readonly offset: number
  /** Place of the code signature; undefined: none. */
  readonly signature?: { readonly offset: number; readonly size: number }
}

const architectures: Readonly<Record<number, string>> = { 7: 'i386', 12: 'arm', 18: 'ppc', 16777223: 'x86_64', 16777228: 'arm64', 33554444: 'arm64_32' }
const codeSignature = 0x1d
/** A Java class has the same first bytes as a fat file, and its version where that one has the number of slices. */
const mostSlices = 20

function thinOrder(magicBig: number): 'little' | 'big' | undefined {
  if (magicBig === 0xcefaedfe || magicBig === 0xcffaedfe) return 'little'
  return magicBig === 0xfeedface || magicBig === 0xfeedfacf ? 'big' : undefined
}

/** The slices of a fat file, or the one of a thin file. Throws BeyondEnd. */
export function readSlices(bytes: Uint8Array): Slice[] {
  const cursor = new Cursor(bytes, 'big')
  const magic = cursor.u32(0)
  if (magic !== 0xcafebabe && magic !== 0xcafebabf) return [readSlice(bytes, 0)]
  const wide = magic === 0xcafebabf
  const count = cursor.u32(4)
  if (count > mostSlices) throw new BeyondEnd(4)
  const slices = Array.from({ length: count }, (_, index) => {
    const at = 8 + index * (wide ? 32 : 20)
    const offset = wide ? cursor.u64(at + 8) : cursor.u32(at + 8)
    return readSlice(cursor.slice(offset, wide ? cursor.u64(at + 16) : cursor.u32(at + 12)), offset)
  })
  // Slices do not overlap: whoever makes them do wants the same bytes checked many times.
  if (slices.reduce((sum, slice) => sum + slice.bytes.length, 0) > bytes.length) throw new BeyondEnd(bytes.length)
  return slices
}

function readSlice(bytes: Uint8Array, offset: number): Slice {
  const order = thinOrder(new Cursor(bytes, 'big').u32(0))
  if (order === undefined) throw new BeyondEnd(offset)
  const cursor = new Cursor(bytes, order)
  const wide = (cursor.u32(0) & 1) === 1
  const name = architectures[cursor.u32(4)] ?? `cpu-${cursor.u32(4)}`
  const commands = cursor.u32(16)
  let at = wide ? 32 : 28
  for (let index = 0; index < commands; index++) {
    const size = cursor.u32(at + 4)
    if (size < 8) throw new BeyondEnd(offset + at)
    if (cursor.u32(at) === codeSignature) return { name, bytes, offset, signature: { offset: cursor.u32(at + 8), size: cursor.u32(at + 12) } }
    at += size
  }
  return { name, bytes, offset }
}
