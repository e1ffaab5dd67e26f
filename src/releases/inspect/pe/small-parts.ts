import { sha256 } from '../../../base/hash.ts'
import { printable } from '../../../base/text.ts'
import type { Notes } from '../../native/parts.ts'
import type { Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { directories, type PeImage } from './headers.ts'

const mostCallbacks = 64
const mostDebugEntries = 64

/** Kind `tls-callback`: code that runs before the entry point. Their addresses move with every build, so they are told apart by their number. */
export function readTlsCallbacks(image: PeImage, notes: Notes): Unit[] {
  const units: Unit[] = []
  const directory = image.directory(directories.tls)
  if (directory === undefined) return units
  notes.part('the TLS directory', () => {
    const { cursor } = image
    const wide = image.bits === 64
    const pointer = (at: number) => (wide ? cursor.u64(at) : cursor.u32(at))
    const list = pointer(image.at(directory.rva) + (wide ? 24 : 12))
    if (list === 0) return
    const first = image.at(list - image.imageBase)
    for (let index = 0; index < mostCallbacks; index++) {
      const at = first + (index * image.bits) / 8
      if (pointer(at) === 0) return
      units.push(unitOf({ kind: 'tls-callback', text: `#${index + 1}`, says: `function ${index + 1} that runs before the entry point`, place: { offset: at } }))
    }
    notes.add(`only the first ${mostCallbacks} TLS callbacks were read`)
  })
  return units
}

/** `pe.pdb`: the path of the symbols on the machine that built the file; `pe.reproducible`: timestamps are hashes. */
export function readDebug(image: PeImage, notes: Notes): Trait[] {
  const traits: Trait[] = []
  let reproducible = false
  const directory = image.directory(directories.debug)
  if (directory !== undefined) {
    notes.part('the debug directory', () => {
      const { cursor } = image
      const first = image.at(directory.rva)
      for (let index = 0; index < Math.min(mostDebugEntries, Math.floor(directory.size / 28)); index++) {
        const type = cursor.u32(first + 28 * index + 12)
        const at = cursor.u32(first + 28 * index + 24)
        if (type === 16) reproducible = true
        if (type === 2 && cursor.has(at, 24) && cursor.u32(at) === 0x53445352)
          traits.push({ name: 'pe.pdb', value: printable(utf8(cursor.bytes, at + 24)), place: { offset: at } })
      }
    })
  }
  return [...traits, { name: 'pe.reproducible', value: reproducible }]
}

function utf8(bytes: Uint8Array, at: number): string {
  const stretch = bytes.subarray(at, at + 520)
  const end = stretch.indexOf(0)
  return Buffer.from(end < 0 ? stretch : stretch.subarray(0, end)).toString('utf8')
}

/**
 * `pe.rich-hash`: the tools of Microsoft's that compiled and linked the file, as counted by the linker in the DOS stub.
 * SHA-256 over the header made readable, first 32 digits; '' when there is none.
 */
export function readRichHeader(image: PeImage): Trait[] {
  const { bytes } = image.cursor
  const stub = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(image.peOffset, bytes.length, 4096))
  const rich = stub.indexOf('Rich', 64, 'latin1')
  if (rich < 0 || rich + 8 > stub.length) return [{ name: 'pe.rich-hash', value: '' }]
  const key = stub.readUInt32LE(rich + 4)
  let start = rich - 4
  while (start >= 64 && (stub.readUInt32LE(start) ^ key) >>> 0 !== 0x536e6144) start -= 4
  if (start < 64) return [{ name: 'pe.rich-hash', value: null }]
  const clear = Buffer.alloc(rich - start)
  for (let at = start; at + 4 <= rich; at += 4) clear.writeUInt32LE((stub.readUInt32LE(at) ^ key) >>> 0, at - start)
  return [
    { name: 'pe.rich-hash', value: sha256(clear).slice(0, 32), place: { offset: start } },
    { name: 'pe.rich-tools', value: (rich - start - 16) / 8 },
  ]
}
