import { decodeName } from '../../../base/decode.ts'
import { block, isTarHeader, isZero, type TarHeader, tarHeader } from '../../../base/tar/header.ts'
import { paxRecords } from '../../../base/tar/pax.ts'
import { plural } from '../../../base/text.ts'
import type { Out } from '../container.ts'
import { hardLink, symbolicLink } from '../links.ts'
import { Refused } from '../refused.ts'
import type { ByteStream } from '../stream.ts'

export { isTarHeader }

/** What headers of their own say of the entry that follows them. */
interface Extended {
  name?: string
  link?: string
  size?: number
  sparse?: boolean
}

const refusedTypes: Readonly<Record<string, readonly ['device', string]>> = {
  3: ['device', 'a character device'],
  4: ['device', 'a block device'],
  6: ['device', 'a named pipe'],
}

/** Puts out the entries of a tar archive; what follows its end becomes a member of its own. */
export async function readTar(stream: ByteStream, out: Out): Promise<void> {
  let extended: Extended = {}
  const everywhere: Extended = {}
  for (;;) {
    const bytes = await stream.peek(block)
    if (bytes.length < block) return endOfStream(bytes, out)
    if (isZero(bytes)) {
      await stream.take(block)
      const next = await stream.peek(block)
      if (next.length === block && !isZero(next) && isTarHeader(next)) continue
      return afterEnd(stream, out)
    }
    const header = tarHeader(bytes)
    if (header === undefined) {
      out.refuse('', 'damaged', `what stands at offset ${stream.offset} is no tar header: the rest was kept as .trailing`)
      return afterEnd(stream, out)
    }
    await stream.take(block)
    if (header.type === 'g') Object.assign(everywhere, await pax(header, stream, out))
    else if (header.type === 'x') Object.assign(extended, await pax(header, stream, out))
    else if (header.type === 'L') extended.name = await longName(header, stream, out)
    else if (header.type === 'K') extended.link = await longName(header, stream, out)
    else {
      await entry(header, { ...everywhere, ...extended }, stream, out)
      extended = {}
    }
  }
}

async function entry(header: TarHeader, extended: Extended, stream: ByteStream, out: Out): Promise<void> {
  const name = extended.name ?? header.name
  const link = extended.link ?? header.link
  const size = sizeOf(header, extended, name, out)
  const refused = refusedTypes[header.type]
  if (header.type === '2') out.refuse(name, 'link', symbolicLink(link))
  else if (header.type === '1') out.refuse(name, 'link', hardLink(link))
  else if (refused) out.refuse(name, refused[0], refused[1])
  const isFile = refused === undefined && header.type !== '1' && header.type !== '2' && header.type !== '5' && !(name.endsWith('/') && size === 0)
  if (header.type === 'S' || extended.sparse) out.refuse(name, 'unsupported', 'a sparse file: its parts were kept without the holes between them')
  if (isFile || size > 0) await content(name, header, size, stream, out)
}

/** Bytes that belong to a link, a folder or a device are hidden from every installer, so they are kept as well. */
async function content(name: string, header: TarHeader, size: number, stream: ByteStream, out: Out): Promise<void> {
  const member = out.begin(name, { mode: header.mode })
  try {
    await stream.pass(size, (bytes) => member.write(bytes))
  } finally {
    member.end()
  }
  const padding = (block - (size % block)) % block
  if ((await stream.peek(padding)).length === padding) await stream.take(padding)
}

/**
 * The size that counts for what follows. Readers disagree when the header and the extended header name two sizes: one
 * then sees entries that the other takes for content.
 */
function sizeOf(header: TarHeader, extended: Extended, name: string, out: Out): number {
  if (extended.size === undefined) return header.size
  if (header.size !== 0 && header.size !== extended.size)
    out.refuse(
      name,
      'damaged',
      `its header gives ${plural(header.size, 'byte')}, its extended header ${plural(extended.size, 'byte')}: programs will disagree about what follows`,
    )
  return extended.size
}

async function pax(header: TarHeader, stream: ByteStream, out: Out): Promise<Extended> {
  const found: Extended = {}
  for (const [key, value] of paxRecords(await small(header, stream, out))) {
    const text = decodeName(value)
    if (key === 'path') found.name = text
    else if (key === 'GNU.sparse.name') Object.assign(found, { name: text, sparse: true })
    else if (key === 'linkpath') found.link = text
    else if (key === 'size' && /^\d{1,15}$/.test(text)) found.size = Number(text)
  }
  return found
}

async function longName(header: TarHeader, stream: ByteStream, out: Out): Promise<string> {
  const bytes = await small(header, stream, out)
  const end = bytes.indexOf(0)
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end))
}

/** The content of a header that extends another: no honest one is large. */
async function small({ size }: TarHeader, stream: ByteStream, out: Out): Promise<Uint8Array> {
  if (size > Math.min(2 ** 20, out.limits.indexBytes)) throw new Refused('too-large', `an extended header of ${plural(size, 'byte')}`)
  const padded = size + ((block - (size % block)) % block)
  return Buffer.from((await stream.take(padded)).subarray(0, size))
}

/** Skips zeros; the first byte that is none begins hidden data. */
async function afterEnd(stream: ByteStream, out: Out): Promise<void> {
  for (let bytes = await stream.peek(block); bytes.length > 0 && isZero(bytes); bytes = await stream.peek(block)) await stream.take(bytes.length)
  if ((await stream.peek(1)).length === 0) return
  out.refuse('.trailing', 'damaged', `data at offset ${stream.offset}, after the end of the archive, where programs do not look`)
  const member = out.begin('.trailing')
  try {
    for await (const bytes of stream.rest()) member.write(bytes)
  } finally {
    member.end()
  }
}

function endOfStream(rest: Uint8Array, out: Out): void {
  if (!isZero(rest)) out.refuse('', 'damaged', 'it ends inside a header')
}
