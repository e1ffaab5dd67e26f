import { Cursor } from '../cursor.ts'
import type { Out } from './container.ts'
import { symbolicLink } from './links.ts'
import { Refused } from './refused.ts'
import { exactly, type Source } from './source.ts'

export interface AsarFile {
  readonly name: string
  /** In the archive. */
  readonly offset: number
  readonly size: number
  readonly mode: number
}

/** Deepest folder in an index. */
const deepest = 128

/** The files that an asar's index names, in its order. Links, and files that lie beside the archive, are refused. */
export function readAsarIndex(source: Source, out: Out): { files: AsarFile[]; base: number } {
  const head = new Cursor(exactly(source, 0, 16))
  const [outer, length] = [head.u32(4), head.u32(12)]
  if (length > out.limits.indexBytes) throw new Refused('too-large', `an index of ${length} bytes`)
  const base = 8 + outer
  const files: AsarFile[] = []
  walk(parse(exactly(source, 16, length)), '', 0)
  return { files, base }

  function walk(node: unknown, path: string, depth: number): void {
    if (depth > deepest) out.refuse(path, 'too-deep', `more than ${deepest} folders deep`)
    else if (!isRecord(node) || !isRecord(node.files)) out.refuse(path, 'damaged', 'its index is not as it should be')
    else for (const [name, entry] of Object.entries(node.files)) named(entry, path === '' ? name : `${path}/${name}`, depth)
  }

  function named(entry: unknown, name: string, depth: number): void {
    if (!isRecord(entry)) out.refuse(name, 'damaged', 'its entry in the index is not as it should be')
    else if (isRecord(entry.files)) walk(entry, name, depth + 1)
    else if (typeof entry.link === 'string') out.refuse(name, 'link', symbolicLink(entry.link))
    else if (entry.unpacked === true) out.refuse(name, 'link', 'it lies beside the archive, in its .unpacked folder')
    else file(entry, name)
  }

  function file(entry: Readonly<Record<string, unknown>>, name: string): void {
    const offset = typeof entry.offset === 'string' && /^\d{1,15}$/.test(entry.offset) ? Number(entry.offset) : undefined
    const size = typeof entry.size === 'number' && Number.isSafeInteger(entry.size) && entry.size >= 0 ? entry.size : undefined
    if (offset === undefined || size === undefined) out.refuse(name, 'damaged', 'its entry in the index has no offset or size')
    else files.push({ name, offset: base + offset, size, mode: entry.executable === true ? 0o755 : 0o644 })
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw new Refused('damaged', 'its index is no JSON')
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
