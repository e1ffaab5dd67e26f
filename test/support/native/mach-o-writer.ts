import { createHash } from 'node:crypto'
import { Blocks, fixed, u16, u32, u64 } from './blocks.ts'

export interface MachOParts {
  readonly cpu?: 'x86_64' | 'arm64'
  readonly kind?: 'library' | 'program'
  readonly installName?: string
  /** Paths of linked libraries. */
  readonly libraries?: readonly string[]
  /** Symbols with their first underscore, and the path of the library they come from. */
  readonly imports?: readonly { readonly name: string; readonly from?: string }[]
  readonly exports?: readonly string[]
  /** Functions that run when the file is loaded; those that name an export run it. */
  readonly constructors?: readonly (string | null)[]
  readonly runPaths?: readonly string[]
  /** Content of __TEXT,__cstring. */
  readonly text?: Uint8Array
  /** Sign ad hoc, with the page hashes of the content, under this identifier. */
  readonly identifier?: string
  readonly team?: string
  /** Property list of entitlements, XML. */
  readonly entitlements?: string
  readonly uuid?: Uint8Array
}

const cpus = { x86_64: [0x1000007, 3], arm64: [0x100000c, 0] } as const
const page = 0x4000

/** A 64-bit Mach-O file that LLVM's tools read. Its code does nothing. */
export function writeMachO(parts: MachOParts): Buffer {
  const libraries = parts.libraries ?? ['/usr/lib/libSystem.B.dylib']
  const exported = parts.exports ?? []
  const constructors = parts.constructors ?? []
  const code = Buffer.alloc(exported.length + constructors.length + 1, 0xc3)
  const content = parts.text ?? Buffer.alloc(0)
  const headerSpace = 0x1000
  const codeAt = headerSpace
  const textAt = codeAt + Math.ceil(code.length / 16) * 16
  const textEnd = Math.ceil((textAt + content.length) / page) * page
  const targets = constructors.map((name, index) => codeAt + (name === null ? exported.length + index : exported.indexOf(name)))
  const pointers = u64(...targets)
  const dataEnd = textEnd + (targets.length > 0 ? page : 0)
  const link = linkEdit(parts, libraries, codeAt)
  const signed = parts.identifier !== undefined
  const tablesEnd = dataEnd + link.size
  const signatureAt = Math.ceil(tablesEnd / 16) * 16
  const signatureSize = signed ? signatureLength(parts, signatureAt) : 0
  const end = signed ? signatureAt + signatureSize : tablesEnd
  const commands = [
    segmentCommand('__TEXT', 0, textEnd, 0, textEnd, 5, [
      { name: '__text', segment: '__TEXT', at: codeAt, size: code.length, flags: 0x80000400 },
      { name: '__cstring', segment: '__TEXT', at: textAt, size: content.length, flags: 2 },
    ]),
    ...(targets.length > 0
      ? [
          segmentCommand('__DATA', textEnd, page, textEnd, page, 3, [
            { name: '__mod_init_func', segment: '__DATA', at: textEnd, size: pointers.length, flags: 9 },
          ]),
        ]
      : []),
    segmentCommand('__LINKEDIT', dataEnd, Math.ceil((end - dataEnd) / page) * page, dataEnd, end - dataEnd, 1, []),
    ...(parts.kind === 'program' ? [] : [dylibCommand(0xd, parts.installName ?? '@rpath/library.dylib')]),
    Buffer.concat([u32(0x1b, 24), Buffer.from(parts.uuid ?? Buffer.alloc(16, 1))]),
    ...libraries.map((path) => dylibCommand(0xc, path)),
    ...(parts.runPaths ?? []).map((path) => textCommand(0x8000001c, 12, path)),
    u32(2, 24, dataEnd, link.count, dataEnd + 16 * link.count, link.strings),
    u32(0xb, 80, 0, 0, 0, exported.length, exported.length, link.count - exported.length, ...Array.from({ length: 12 }, () => 0)),
    ...(signed ? [u32(0x1d, 16, signatureAt, signatureSize)] : []),
  ]
  const size = commands.reduce((sum, command) => sum + command.length, 0)
  if (size + 32 > headerSpace) throw new Error('too many commands for one page')
  const [cpu, subtype] = cpus[parts.cpu ?? 'x86_64']
  const file = new Blocks()
  file.add(u32(0xfeedfacf, cpu, subtype, parts.kind === 'program' ? 2 : 6, commands.length, size, 0x85, 0))
  for (const command of commands) file.add(command)
  file.align(headerSpace)
  file.add(code)
  file.align(16)
  file.add(content)
  file.align(page)
  file.add(pointers)
  if (targets.length > 0) file.align(page)
  file.add(link.bytes)
  if (signed) {
    file.align(16)
    file.add(signatureOf(parts, file.bytes()))
  }
  return file.bytes()
}

/** A fat file of the slices given; `wide` for the form with 64-bit offsets. */
export function writeFat(slices: readonly Buffer[], wide = false): Buffer {
  const big = (...values: readonly number[]) => Buffer.from(u32(...values)).swap32()
  const entry = wide ? 32 : 20
  let at = Math.ceil((8 + entry * slices.length) / page) * page
  const head: Buffer[] = [big(wide ? 0xcafebabf : 0xcafebabe, slices.length)]
  const body: Buffer[] = []
  for (const slice of slices) {
    const place = wide ? [0, at, 0, slice.length] : [at, slice.length]
    head.push(big(slice.readUInt32LE(4), slice.readUInt32LE(8), ...place, 14, ...(wide ? [0] : [])))
    body.push(slice, Buffer.alloc((page - (slice.length % page)) % page))
    at += Math.ceil(slice.length / page) * page
  }
  const first = Buffer.concat(head)
  const gap = Buffer.alloc(Math.ceil(first.length / page) * page - first.length)
  return Buffer.concat([first, gap, ...body.slice(0, -1)])
}

interface WrittenSection {
  readonly name: string
  readonly segment: string
  readonly at: number
  readonly size: number
  readonly flags: number
}

function segmentCommand(name: string, address: number, memory: number, at: number, size: number, rights: number, sections: readonly WrittenSection[]): Buffer {
  return Buffer.concat([
    u32(0x19, 72 + 80 * sections.length),
    fixed(name, 16),
    u64(address, memory, at, size),
    u32(rights, rights, sections.length, 0),
    ...sections.map((section) =>
      Buffer.concat([fixed(section.name, 16), fixed(section.segment, 16), u64(section.at, section.size), u32(section.at, 0, 0, 0, section.flags, 0, 0, 0)]),
    ),
  ])
}

function textCommand(command: number, offset: number, text: string, between: Buffer = Buffer.alloc(0)): Buffer {
  const size = Math.ceil((offset + text.length + 1) / 8) * 8
  return Buffer.concat([u32(command, size, offset), between, fixed(text, size - offset)])
}

function dylibCommand(command: number, path: string): Buffer {
  return textCommand(command, 24, path, u32(2, 0x10000, 0x10000))
}

function linkEdit(parts: MachOParts, libraries: readonly string[], codeAt: number): { bytes: Buffer; size: number; count: number; strings: number } {
  const strings = new Blocks()
  strings.text(' ')
  const defined = (parts.exports ?? []).map((name, index) => Buffer.concat([u32(strings.text(name)), Buffer.from([0x0f, 1]), u16(0), u64(codeAt + index)]))
  const wanted = (parts.imports ?? []).map(({ name, from }) => {
    const ordinal = from === undefined ? 1 : libraries.indexOf(from) + 1
    return Buffer.concat([u32(strings.text(name)), Buffer.from([1, 0]), u16(ordinal << 8), u64(0)])
  })
  strings.align(8)
  const bytes = Buffer.concat([...defined, ...wanted, strings.bytes()])
  return { bytes, size: bytes.length, count: defined.length + wanted.length, strings: strings.at }
}

const hashedPage = 4096

function big(...values: readonly number[]): Buffer {
  return Buffer.from(u32(...values)).swap32()
}

function directoryLength(parts: MachOParts, codeLimit: number): number {
  return 52 + (parts.identifier ?? '').length + 1 + (parts.team === undefined ? 0 : parts.team.length + 1) + 32 * (5 + Math.ceil(codeLimit / hashedPage))
}

function entitlementBlob(parts: MachOParts): Buffer {
  const text = Buffer.from(parts.entitlements ?? '')
  return text.length === 0 ? text : Buffer.concat([big(0xfade7171, 8 + text.length), text])
}

function signatureLength(parts: MachOParts, codeLimit: number): number {
  const blob = entitlementBlob(parts)
  return 12 + 8 * (blob.length > 0 ? 2 : 1) + directoryLength(parts, codeLimit) + blob.length
}

/** A signature ad hoc (cs_blobs.h): a code directory with SHA-256 of every page, and the entitlements. */
function signatureOf(parts: MachOParts, code: Buffer): Buffer {
  const identifier = Buffer.from(`${parts.identifier ?? ''}\0`)
  const team = parts.team === undefined ? Buffer.alloc(0) : Buffer.from(`${parts.team}\0`)
  const blob = entitlementBlob(parts)
  const slots = Math.ceil(code.length / hashedPage)
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const special = [blob.length > 0 ? hash(blob) : Buffer.alloc(32), ...Array.from({ length: 4 }, () => Buffer.alloc(32))]
  const pages = Array.from({ length: slots }, (_, index) => hash(code.subarray(index * hashedPage, (index + 1) * hashedPage)))
  const hashes = 52 + identifier.length + team.length + 32 * special.length
  const directory = Buffer.concat([
    big(0xfade0c02, directoryLength(parts, code.length), 0x20200, 2, hashes, 52, special.length, slots, code.length),
    Buffer.from([32, 2, 0, 12]),
    big(0, 0, team.length > 0 ? 52 + identifier.length : 0),
    identifier,
    team,
    ...special,
    ...pages,
  ])
  const index = 12 + 8 * (blob.length > 0 ? 2 : 1)
  const entries = [big(0, index), ...(blob.length > 0 ? [big(5, index + directory.length)] : [])]
  return Buffer.concat([big(0xfade0cc0, index + directory.length + blob.length, entries.length), ...entries, directory, blob])
}
