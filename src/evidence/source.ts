import { createHash, type Hash } from 'node:crypto'
import { GatehouseError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Source } from './format.ts'
import { byteStream, type Evidence } from './open.ts'
import { encodingOf } from './text.ts'

export interface CountedSource extends Source {
  /** What was read so far: bytes and their SHA-256. */
  readonly read: { bytes: number; readonly hash: Hash }
}

/** A document as its format reads it: whole, or line by line, decoded, within the limits. */
export function sourceOf(evidence: Evidence, limits: Limits): CountedSource {
  const read = { bytes: 0, hash: createHash('sha256') }
  async function* pieces(): AsyncGenerator<string> {
    const decoder = new TextDecoder(encodingOf(evidence.head.bytes))
    for await (const part of byteStream(evidence, limits)) {
      read.bytes += part.length
      read.hash.update(part)
      if (read.bytes > limits.documentBytes) {
        throw new GatehouseError('LIMIT_EXCEEDED', `a document of more than ${limits.documentBytes} bytes`, { hint: 'Raise limits.documentBytes in gatehouse.yaml.' })
      }
      yield decoder.decode(part, { stream: true })
    }
    yield decoder.decode()
  }
  return {
    path: evidence.path,
    head: evidence.head,
    modified: evidence.modified,
    read,
    text: async () => (await Array.fromAsync(pieces())).join(''),
    lines: () => linesOf(pieces()),
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }> {
  let rest = ''
  let line = 0
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      line += 1
      yield { line, text: text.endsWith('\r') ? text.slice(0, -1) : text }
    }
  }
  if (rest !== '') yield { line: line + 1, text: rest }
}
