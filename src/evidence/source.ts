import { decode, encodingOf } from '../base/decode.ts'
import { GatehouseError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { archiveKind, membersOf } from './archive/members.ts'
import type { Source, SourceDocument } from './format.ts'
import { byteStream, type Evidence } from './open.ts'

/** A document as its format reads it: whole, or line by line, decoded, within the limits. */
export function sourceOf(evidence: Evidence, limits: Limits): Source {
  async function* pieces(): AsyncGenerator<string> {
    const decoder = new TextDecoder(encodingOf(evidence.head.bytes))
    let bytes = 0
    for await (const part of byteStream(evidence, limits)) {
      bytes += part.length
      if (bytes > limits.documentBytes) {
        throw new GatehouseError('LIMIT_EXCEEDED', `a document of more than ${limits.documentBytes} bytes`, {
          hint: 'Raise limits.documentBytes in gatehouse.yaml.',
        })
      }
      yield decoder.decode(part, { stream: true })
    }
    yield decoder.decode()
  }
  const text = async () => (await Array.fromAsync(pieces())).join('')
  return {
    path: evidence.path,
    head: evidence.head,
    modified: evidence.modified,
    text,
    lines: () => linesOf(pieces()),
    documents: () => documentsOf(evidence, limits, text),
  }
}

async function* documentsOf(evidence: Evidence, limits: Limits, text: () => Promise<string>): AsyncGenerator<SourceDocument> {
  const kind = archiveKind(evidence)
  if (!kind) return yield { name: evidence.path, number: 1, text: await text() }
  let number = 0
  for await (const member of membersOf(evidence, kind, limits)) {
    number += 1
    yield 'bytes' in member ? { name: member.name, number, text: decode(member.bytes) } : { ...member, number }
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }> {
  // What there is of a line that has not ended: joined once, however many pieces it takes.
  let begun: string[] = []
  let line = 0
  const whole = (end: string) => {
    const text = begun.length === 0 ? end : [...begun, end].join('')
    begun = []
    line += 1
    return { line, text: text.endsWith('\r') ? text.slice(0, -1) : text }
  }
  for await (const piece of pieces) {
    const lines = piece.split('\n')
    const rest = lines.pop() ?? ''
    for (const text of lines) yield whole(text)
    if (rest !== '') begun.push(rest)
  }
  if (begun.length > 0) yield whole('')
}
