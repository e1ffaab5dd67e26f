import { createHash } from 'node:crypto'
import { cms, der, type Identity } from './signing.ts'

const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest()
const numbers = (...values: readonly number[]) =>
  Buffer.concat(values.map((value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])))
const blob = (magic: number, content: Uint8Array) => Buffer.concat([numbers(magic, content.length + 8), content])

export interface MachOWish {
  readonly architecture?: 'arm64' | 'x86_64'
  readonly signer?: Identity
  readonly others?: readonly Identity[]
  readonly team?: string
  readonly entitlements?: string
  readonly fill?: number
  /** Digests of files beside the program. */
  readonly infoPlist?: Uint8Array
  /** A second directory with SHA-1 first, as for old systems; `false` in the attribute leaves it uncovered. */
  readonly twoDirectories?: 'covered' | 'uncovered'
  /** Room in the signature for more. */
  readonly slack?: Uint8Array
}

const codeSize = 3 * 4096 + 100
const hashTypes = { sha1: [1, 20], sha256: [2, 32] } as const

function directory(code: Uint8Array, name: keyof typeof hashTypes, special: ReadonlyMap<number, Uint8Array>, { signer, team }: MachOWish): Buffer {
  const [type, size] = hashTypes[name]
  const text = Buffer.from(`example.tool\0${team ?? ''}\0`)
  const slots = Math.max(0, ...special.keys())
  const hashesAt = 52 + text.length + slots * size
  const pages = Array.from({ length: Math.ceil(code.length / 4096) }, (_, index) => hash(name, code.subarray(index * 4096, (index + 1) * 4096)))
  const specials = Array.from({ length: slots }, (_, index) => special.get(slots - index)).map((content) =>
    content ? hash(name, content) : Buffer.alloc(size),
  )
  const header = numbers(0x20200, signer ? 0 : 2, hashesAt, 52, slots, pages.length, code.length)
  const rest = Buffer.concat([Buffer.from([size, type, 0, 12]), numbers(0, 0, team === undefined ? 0 : 52 + 'example.tool\0'.length)])
  return blob(0xfade0c02, Buffer.concat([header, rest, text, ...specials, ...pages]))
}

/** A signed Mach-O file of one architecture that does nothing. */
export function signedMachO(wish: MachOWish = {}): Buffer {
  const { architecture = 'arm64', signer, others = [], entitlements, infoPlist, twoDirectories, fill = 0x1f, slack = Buffer.alloc(0) } = wish
  const size = 6000
  const code = Buffer.alloc(codeSize, fill)
  for (const [index, value] of [0xfeedfacf, architecture === 'arm64' ? 0x0100000c : 0x01000007, 0, 2, 1, 16, 0, 0, 0x1d, 16, codeSize, size].entries())
    code.writeUInt32LE(value, index * 4)
  const inside = entitlements === undefined ? [] : ([[5, blob(0xfade7171, Buffer.from(entitlements))]] as const)
  const special = new Map<number, Uint8Array>([...inside, ...(infoPlist ? ([[1, infoPlist]] as const) : [])])
  const kinds = twoDirectories ? (['sha1', 'sha256'] as const) : (['sha256'] as const)
  const directories = kinds.map((kind) => directory(code, kind, special, wish))
  const [first = Buffer.alloc(0), second] = directories
  const covered = second && {
    type: '1.2.840.113635.100.9.2',
    values: [der(0x30, der(6, Buffer.from('608648016503040201', 'hex')), der(4, hash('sha256', twoDirectories === 'covered' ? second : first)))],
  }
  const signature = signer ? cms({ contentType: '1.2.840.113549.1.7.1', detached: first, signer, others, signed: covered ? [covered] : [] }) : Buffer.alloc(0)
  const blobs: (readonly [number, Uint8Array])[] = [
    [0, first],
    ...inside,
    ...(second ? ([[0x1000, second]] as const) : []),
    [0x10000, blob(0xfade0b01, signature)],
  ]
  return Buffer.concat([code, Buffer.concat([superBlob(blobs), slack, Buffer.alloc(size)]).subarray(0, size)])
}

function superBlob(blobs: readonly (readonly [number, Uint8Array])[]): Buffer {
  let at = 12 + blobs.length * 8
  const index = blobs.map(([slot, bytes]) => {
    const entry = numbers(slot, at)
    at += bytes.length
    return entry
  })
  return Buffer.concat([numbers(0xfade0cc0, at, blobs.length), ...index, ...blobs.map(([, bytes]) => bytes)])
}

/** A fat file of these slices. */
export function fat(...slices: readonly Buffer[]): Buffer {
  let at = 4096
  const entries = slices.map((slice) => {
    const entry = numbers(slice.readUInt32LE(4), 0, at, slice.length, 12)
    at += Math.ceil(slice.length / 4096) * 4096
    return entry
  })
  const head = Buffer.concat([numbers(0xcafebabe, slices.length), ...entries, Buffer.alloc(4096)]).subarray(0, 4096)
  return Buffer.concat([head, ...slices.map((slice) => Buffer.concat([slice, Buffer.alloc(4096)]).subarray(0, Math.ceil(slice.length / 4096) * 4096))])
}
