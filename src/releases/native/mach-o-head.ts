const thin: ReadonlyMap<number, 'little' | 'big'> = new Map([
  [0xfeedface, 'big'],
  [0xfeedfacf, 'big'],
  [0xcefaedfe, 'little'],
  [0xcffaedfe, 'little'],
])
/** `cputype` without the bits for the width of addresses: VAX to PowerPC (`mach/machine.h`). */
const lastArchitecture = 18
/** `filetype`: object file to fileset (`mach-o/loader.h`). */
const lastType = 12
/** Programs have some hundred load commands at most. */
const mostCommands = 10_000
/** A Java class has the same first bytes as a fat file, and its version, from 45 on, where that one has the number of slices. */
const mostSlices = 32

/**
 * True when a file begins as Mach-O files do: not by the magic alone, which other data has as well, but by the header
 * behind it. No loader takes a file without such a header.
 */
export function beginsLikeMachO(head: Uint8Array): boolean {
  if (head.length < 28) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const magic = view.getUint32(0)
  if (magic === 0xcafebabe || magic === 0xcafebabf) {
    const count = view.getUint32(4)
    return count > 0 && count <= mostSlices && isArchitecture(view.getUint32(8))
  }
  const order = thin.get(magic)
  if (order === undefined) return false
  const field = (at: number) => view.getUint32(at, order === 'little')
  const [type, commands, length] = [field(12), field(16), field(20)]
  return isArchitecture(field(4)) && type > 0 && type <= lastType && commands <= mostCommands && length >= 8 * commands
}

function isArchitecture(cpu: number): boolean {
  const base = cpu & 0x00ffffff
  return base > 0 && base <= lastArchitecture
}
