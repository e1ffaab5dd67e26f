import { decodeName } from '../../base/decode.ts'
import { GatehouseError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { block, isTarHeader, isZero, type TarHeader, tarHeader } from '../../base/tar/header.ts'
import { paxRecords } from '../../base/tar/pax.ts'
import { longestName, type Member, mostMembers } from './member.ts'

/** A header's own records are short. */
const longestExtension = 2 ** 20

/**
 * The regular files of a tar archive, one in memory at a time; links and devices are passed over. Throws EVIDENCE_UNREADABLE where the archive
 * breaks off or holds what is no header, after the files before it.
 */
export async function* tarMembers(parts: AsyncIterable<Buffer>, limits: Limits): AsyncGenerator<Member> {
  const stream = new Pull(parts)
  let said: { name?: string; size?: number } = {}
  for (let members = 0; ; ) {
    const header = await nextHeader(stream)
    if (!header) return
    const size = said.size ?? header.size
    if ('xgLKS'.includes(header.type)) {
      said = { ...said, ...(await extension(stream, header, size)) }
      continue
    }
    const name = (said.name ?? header.name).slice(0, longestName)
    said = {}
    const isFile = header.type === '0' || header.type === '7'
    if (isFile && size <= limits.documentBytes) {
      members += 1
      if (members > mostMembers) throw new GatehouseError('LIMIT_EXCEEDED', `more than ${mostMembers} files in one archive`)
      yield { name, bytes: await stream.take(size) }
    } else {
      await stream.pass(size)
      if (isFile) yield { name, problem: `larger than ${limits.documentBytes} bytes` }
    }
    await stream.pass(padding(size))
  }
}

/** Undefined at the end: a block of zeros, or nothing. */
async function nextHeader(stream: Pull): Promise<TarHeader | undefined> {
  const bytes = await stream.upTo(block)
  if (bytes.length === 0 || isZero(bytes)) return undefined
  const header = isTarHeader(bytes) ? tarHeader(bytes) : undefined
  if (!header) throw new GatehouseError('EVIDENCE_UNREADABLE', 'the tar archive is damaged: what follows is no header of a file')
  return header
}

/** What a header of its own says of the file that follows. */
async function extension(stream: Pull, header: TarHeader, size: number): Promise<{ name?: string; size?: number }> {
  if (size > longestExtension) throw new GatehouseError('LIMIT_EXCEEDED', `a header of more than ${longestExtension} bytes in a tar archive`)
  const bytes = await stream.take(size)
  await stream.pass(padding(size))
  if (header.type === 'L') return { name: decodeName(bytes).replace(/\0.*$/s, '') }
  if (header.type !== 'x') return {}
  const records = new Map(paxRecords(bytes))
  const [path, length] = [records.get('path'), Number(decodeName(records.get('size') ?? Buffer.alloc(0)) || Number.NaN)]
  return { ...(path && { name: decodeName(path) }), ...(Number.isSafeInteger(length) && length >= 0 && { size: length }) }
}

function padding(size: number): number {
  return (block - (size % block)) % block
}

/** Takes exactly so many bytes from a stream that comes in parts of any size. */
class Pull {
  readonly #parts: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(parts: AsyncIterable<Buffer>) {
    this.#parts = parts[Symbol.asyncIterator]()
  }

  /** So many bytes, fewer only at the end. */
  async upTo(size: number): Promise<Buffer> {
    const taken: Buffer[] = []
    let length = 0
    while (length < size) {
      if (this.#rest.length === 0 && !(await this.#next())) break
      const part = this.#rest.subarray(0, size - length)
      this.#rest = this.#rest.subarray(part.length)
      taken.push(part)
      length += part.length
    }
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken)
  }

  async take(size: number): Promise<Buffer> {
    const bytes = await this.upTo(size)
    if (bytes.length < size) throw new GatehouseError('EVIDENCE_UNREADABLE', 'the tar archive breaks off inside a file')
    return bytes
  }

  async pass(size: number): Promise<void> {
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#next())) throw new GatehouseError('EVIDENCE_UNREADABLE', 'the tar archive breaks off inside a file')
      const part = Math.min(left, this.#rest.length)
      this.#rest = this.#rest.subarray(part)
      left -= part
    }
  }

  async #next(): Promise<boolean> {
    const { value, done } = await this.#parts.next()
    this.#rest = done ? this.#rest : value
    return !done
  }
}
