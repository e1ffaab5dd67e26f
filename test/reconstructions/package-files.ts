import { gunzipSync, gzipSync } from 'node:zlib'

/** Contents of a package by path, without the leading `package/`. */
export type PackageFiles = Map<string, Buffer>

const block = 512

/** The files of a gzipped tar, its first folder taken off as npm does. Trusts its input: it reads only pinned tarballs. */
export function readTarball(packed: Uint8Array): PackageFiles {
  const bytes = gunzipSync(packed)
  const files: PackageFiles = new Map()
  let long: string | undefined
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block)
    if (header[0] === 0) break
    const size = Number.parseInt(text(header, 124, 12).trim() || '0', 8)
    const content = bytes.subarray(at + block, at + block + size)
    const type = text(header, 156, 1)
    if (type === 'x') long = /\d+ path=(.*)\n/.exec(content.toString())?.[1] ?? long
    else if (type === 'L') long = content.toString().replace(/\0.*$/s, '')
    else {
      const prefix = text(header, 345, 155)
      const path = long ?? (prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`)
      if (type === '0' || type === '') files.set(path.split('/').slice(1).join('/'), Buffer.from(content))
      long = undefined
    }
    at += block + Math.ceil(size / block) * block
  }
  return files
}

/** The same as a gzipped tar, as npm packs it. */
export function writeTarball(files: PackageFiles, folder = 'package'): Buffer {
  const parts: Buffer[] = []
  for (const [path, content] of files) {
    const name = `${folder}/${path}`
    if (Buffer.byteLength(name) > 100) parts.push(...entry('PaxHeader/path', pax('path', name), 'x'))
    parts.push(...entry(name.slice(0, 100), content, '0'))
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 6 })
}

function entry(name: string, content: Buffer, type: string): Buffer[] {
  const header = Buffer.alloc(block)
  header.write(name, 0, 100)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  // 26 October 1985, the time that npm gives to every file.
  header.write('03560116604\0', 136)
  header.write('        ', 148)
  header.write(type, 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return [header, content, Buffer.alloc((block - (content.length % block)) % block)]
}

function pax(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest) + 1
  while (String(length).length + Buffer.byteLength(rest) !== length) length = String(length).length + Buffer.byteLength(rest)
  return Buffer.from(`${length}${rest}`)
}

function text(header: Uint8Array, at: number, length: number): string {
  return Buffer.from(header.subarray(at, at + length))
    .toString('latin1')
    .replace(/\0.*$/s, '')
}
