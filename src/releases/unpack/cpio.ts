import { decodeName } from '../../base/decode.ts'
import type { Out } from './container.ts'
import { symbolicLink } from './links.ts'
import { Refused } from './refused.ts'
import type { ByteStream } from './stream.ts'

const headerBytes = 110
const kinds: Readonly<Record<number, string>> = { 7: 'a named pipe', 14: 'a character device', 42: 'a block device', 77: 'a socket' }

/** Puts out a cpio archive in the "new" ASCII formats 070701 and 070702, as in rpm packages and initial file systems. */
export async function readCpio(stream: ByteStream, out: Out): Promise<void> {
  for (;;) {
    const header = Buffer.from(await stream.take(headerBytes)).toString('latin1')
    if (!/^07070[12][0-9A-Fa-f]{104}$/.test(header)) throw new Refused('damaged', `what stands at offset ${stream.offset - headerBytes} is no cpio header`)
    const field = (index: number): number => Number.parseInt(header.slice(6 + 8 * index, 14 + 8 * index), 16)
    const [mode, size, nameBytes] = [field(1), field(6), field(11)]
    if (nameBytes > 2 ** 16) throw new Refused('damaged', 'a name longer than 65,536 bytes')
    const name = decodeName((await stream.take(nameBytes)).subarray(0, Math.max(0, nameBytes - 1)))
    await skip(stream, headerBytes + nameBytes)
    if (name === 'TRAILER!!!') return
    await entry(name, mode, size, stream, out)
    await skip(stream, size)
  }
}

async function entry(name: string, mode: number, size: number, stream: ByteStream, out: Out): Promise<void> {
  const type = (mode >> 12) & 0o17
  if (type === 0o12) {
    const target = decodeName(await stream.take(Math.min(size, 2 ** 16)))
    if (size > 2 ** 16) throw new Refused('damaged', 'a link longer than 65,536 bytes')
    return out.refuse(name, 'link', symbolicLink(target))
  }
  const kind = kinds[type << 3]
  if (kind) out.refuse(name, 'device', kind)
  if (size === 0 && (kind || type === 0o04)) return
  const member = out.begin(name, { mode })
  try {
    await stream.pass(size, (bytes) => member.write(bytes))
  } finally {
    member.end()
  }
}

/** Names and contents end on a multiple of four. */
async function skip(stream: ByteStream, length: number): Promise<void> {
  await stream.take((4 - (length % 4)) % 4)
}
