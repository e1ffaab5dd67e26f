import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

interface TarParts {
  readonly name: string
  readonly content?: string | Uint8Array
  /** `0` file, `2` symbolic link, `1` hard link, `3` device, `x` pax … */
  readonly type?: string
  readonly link?: string
  readonly mode?: number
  /** What the header says when it is not the length of the content. */
  readonly size?: number
}

/** One entry of a tar archive (POSIX.1-1988 ustar): header, content, padding. */
export function tarEntry({ name, content = '', type = '0', link = '', mode = 0o644, size }: TarParts): Buffer {
  const bytes = Buffer.from(content)
  const header = Buffer.alloc(512)
  header.write(name, 0, 100, 'latin1')
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1')
  header.write('0000000\x000000000\x00', 108, 'latin1')
  header.write(`${(size ?? bytes.length).toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.write('00000000000\x00', 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write(type, 156, 'latin1')
  header.write(link, 157, 100, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

/** Two blocks of zeros end an archive. */
export const tarEnd = Buffer.alloc(1024)

export function tarOf(...entries: readonly TarParts[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), tarEnd])
}

export function tgzOf(...entries: readonly TarParts[]): Buffer {
  return gzipSync(tarOf(...entries))
}

export interface ZipParts {
  readonly name: string
  readonly content?: string | Uint8Array
  /** What the local header says where that is not what the directory says. */
  readonly localName?: string
  readonly localSize?: number
  readonly flags?: number
  /** Unix mode with the type of file. */
  readonly mode?: number
  /** Offset of the local header when it is not its own. */
  readonly offset?: number
  /** Left out of the directory. */
  readonly isHidden?: boolean
}

/** A zip archive (PKWARE APPNOTE 4.3) with whatever is wrong about it. */
export function zipOf(entries: readonly ZipParts[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '')
    const packed = deflateRawSync(content)
    const name = Buffer.from(entry.name)
    const localName = Buffer.from(entry.localName ?? entry.name)
    const middle = (size: number): Buffer => {
      const fields = Buffer.alloc(20)
      fields.writeUInt16LE(entry.flags ?? 0, 0)
      fields.writeUInt16LE(8, 2)
      fields.writeUInt32LE(crc32(content), 8)
      fields.writeUInt32LE(packed.length, 12)
      fields.writeUInt32LE(size, 16)
      return fields
    }
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04\x14\0', 'latin1'),
      middle(entry.localSize ?? content.length),
      u16(localName.length, 0),
      localName,
      packed,
    ])
    if (!entry.isHidden) {
      const tail = Buffer.alloc(14)
      tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
      tail.writeUInt32LE(entry.offset ?? at, 10)
      central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03\x14\0', 'latin1'), middle(content.length), u16(name.length, 0), tail, name]))
    }
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(central.length, 8)
  end.writeUInt16LE(central.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...locals, directory, end, Buffer.from(comment, 'latin1')])
}

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 2 * index)
  return bytes
}
