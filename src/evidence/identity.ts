import { createHash } from 'node:crypto'
import { GatehouseError } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import type { Sources, StoredSource } from '../state/sources.ts'
import type { Format } from './format.ts'
import type { Evidence } from './open.ts'
import { plainBytes } from './plain-bytes.ts'

/** Bytes of the beginning that tell which sources a file may be. */
const headLength = 4096

export type Identity =
  /** Read before, every byte of it. */
  | { readonly is: 'known'; readonly source: StoredSource }
  /** Begins with all that was read of a source: it grew, or its reading was interrupted. */
  | { readonly is: 'longer'; readonly source: StoredSource }
  | { readonly is: 'new' }

/** Says by content whether a file was read before; its name does not matter. */
export async function identify(evidence: Evidence, format: Format, sources: Sources, limits: Limits): Promise<Identity> {
  const lengths = await sources.headLengths(format.name)
  const hashes = lengths.filter((length) => length <= evidence.head.bytes.length).map((length) => sha256(evidence.head.bytes.subarray(0, length)))
  const candidates = await sources.byHeads(format.name, hashes)
  if (candidates.length === 0) return { is: 'new' }
  const content = await digests(
    evidence,
    limits,
    candidates.map((candidate) => candidate.bytes),
  )
  const known = await sources.byContent(format.name, content.bytes, content.hash)
  if (known) {
    await sources.saw({ source: known.id, path: evidence.path, stamp: evidence.stamp, bytes: content.bytes, hash: content.hash })
    return { is: 'known', source: known }
  }
  const longer = candidates.find((candidate) => content.at.get(candidate.bytes) === candidate.hash)
  return longer ? { is: 'longer', source: longer } : { is: 'new' }
}

/** A source of which nothing was read yet. */
export function newSource(evidence: Evidence, format: Format): Omit<StoredSource, 'id'> {
  const head = evidence.head.bytes.subarray(0, headLength)
  return {
    path: evidence.path,
    format: format.name,
    head_bytes: head.length,
    head_hash: sha256(head),
    bytes: 0,
    lines: 0,
    hash: sha256(''),
    done: 0,
    outcome: 'partial',
    skipped: 0,
    skipped_tail: 0,
    rows: '{}',
    lost: 0,
  }
}

/** SHA-256 of the whole content and of its first so many bytes. What lies beyond a damage does not count. */
export async function digests(evidence: Evidence, limits: Limits, lengths: readonly number[] = []) {
  const hash = createHash('sha256')
  const at = new Map<number, string>([[0, hash.copy().digest('hex')]])
  const marks = [...new Set(lengths)].filter((length) => length > 0).sort((a, b) => a - b)
  let bytes = 0
  try {
    for await (const part of plainBytes(evidence, limits)) {
      let start = 0
      while (marks[0] !== undefined && marks[0] <= bytes + part.length) {
        const end = marks[0] - bytes
        hash.update(part.subarray(start, end))
        at.set(marks[0], hash.copy().digest('hex'))
        marks.shift()
        start = end
      }
      hash.update(part.subarray(start))
      bytes += part.length
    }
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
  }
  return { bytes, hash: hash.digest('hex'), at }
}
