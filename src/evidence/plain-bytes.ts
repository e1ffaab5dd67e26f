import { encodingOf } from '../base/decode.ts'
import type { Limits } from '../base/limits.ts'
import { elementsAsLines } from './json-list.ts'
import { byteStream, type Evidence } from './open.ts'

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

/** The bytes of a file as UTF-8: decompressed, turned from UTF-16 where it is that, without a byte order mark, a list as lines. */
export function plainBytes(evidence: Evidence, limits: Limits): AsyncGenerator<Buffer> {
  return evidence.list ? elementsAsLines(utf8(evidence, limits)) : utf8(evidence, limits)
}

async function* utf8(evidence: Evidence, limits: Limits): AsyncGenerator<Buffer> {
  const encoding = encodingOf(evidence.head.bytes)
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding)
    for await (const part of byteStream(evidence, limits)) yield Buffer.from(decoder.decode(part, { stream: true }))
    yield Buffer.from(decoder.decode())
    return
  }
  let first = true
  for await (const part of byteStream(evidence, limits)) {
    yield first && part.subarray(0, 3).equals(utf8Mark) ? part.subarray(3) : part
    first = false
  }
}

/** Whether the unpacked bytes are UTF-8 as they stand. */
export function isPlain(head: Uint8Array): boolean {
  return encodingOf(head) === 'utf-8' && !utf8Mark.equals(head.subarray(0, 3))
}
