import { Blocks, u16, u32 } from './blocks.ts'

export interface WrittenResource {
  /** A number as in Microsoft's list (10: RCDATA, 16: version, 24: manifest) or a name. */
  readonly type: number | string
  readonly name: number | string
  readonly bytes: Uint8Array
}

/** The section .rsrc when it is loaded at `rva`: type → name → language (0x409). */
export function resourceSection(resources: readonly WrittenResource[], rva: number): Buffer {
  const types = [...new Set(resources.map(({ type }) => type))]
  const groups = types.map((type) => ({ type, own: resources.filter((resource) => resource.type === type) }))
  const folders = 1 + groups.length + resources.length
  const leaves = 16 * folders + 8 * (groups.length + 2 * resources.length)
  const rest = new Blocks(leaves + 16 * resources.length)
  const name = (id: number | string): number => {
    if (typeof id === 'number') return id
    const text = Buffer.from(id, 'utf16le')
    return 0x80000000 + rest.add(Buffer.concat([u16(id.length), text]))
  }
  const tree = new Blocks()
  const folder = (entries: readonly { readonly id: number | string; readonly to: number }[]) => {
    const ordered = [...entries.filter(({ id }) => typeof id === 'string'), ...entries.filter(({ id }) => typeof id === 'number')]
    const named = ordered.filter(({ id }) => typeof id === 'string').length
    tree.add(Buffer.concat([u32(0, 0, 0), u16(named, ordered.length - named)]))
    for (const { id, to } of ordered) tree.add(u32(name(id), to))
  }
  const typeFolders = 16 + 8 * groups.length
  let next = typeFolders
  const typeAt = groups.map(({ own }) => {
    const at = next
    next += 16 + 8 * own.length
    return at
  })
  const languageAt = resources.map((_, index) => next + 24 * index)
  folder(groups.map(({ type }, index) => ({ id: type, to: 0x80000000 + (typeAt[index] ?? 0) })))
  for (const { own } of groups) folder(own.map((resource) => ({ id: resource.name, to: 0x80000000 + (languageAt[resources.indexOf(resource)] ?? 0) })))
  for (const index of resources.keys()) folder([{ id: 0x409, to: leaves + 16 * index }])
  const data = resources.map(({ bytes }) => {
    rest.align(4)
    return u32(rva + rest.add(bytes), bytes.length, 0, 0)
  })
  return Buffer.concat([tree.bytes(), ...data, rest.bytes()])
}

/** A version resource with the strings given and the numbers of `FileVersion` where it is one. */
export function versionResource(strings: Readonly<Record<string, string>>): Buffer {
  const [major = 0, minor = 0, build = 0, revision = 0] = (strings.FileVersion ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0)
  const fixedInfo = u32(
    0xfeef04bd,
    0x10000,
    (major << 16) | minor,
    (build << 16) | revision,
    (major << 16) | minor,
    (build << 16) | revision,
    0x3f,
    0,
    0x40004,
    1,
    0,
    0,
    0,
  )
  const rows = Object.entries(strings).map(([key, value]) => block(key, wide(value), value.length + 1, true, []))
  const table = block('040904b0', Buffer.alloc(0), 0, true, rows)
  return block('VS_VERSION_INFO', fixedInfo, fixedInfo.length, false, [block('StringFileInfo', Buffer.alloc(0), 0, true, [table])])
}

function wide(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le')
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

function block(key: string, value: Buffer, valueLength: number, isText: boolean, children: readonly Buffer[]): Buffer {
  const head = padded(Buffer.concat([Buffer.alloc(6), wide(key)]))
  const whole = Buffer.concat([head, ...(children.length > 0 ? [padded(value), ...children.map(padded)] : [value])])
  whole.writeUInt16LE(whole.length, 0)
  whole.writeUInt16LE(valueLength, 2)
  whole.writeUInt16LE(isText ? 1 : 0, 4)
  return whole
}
