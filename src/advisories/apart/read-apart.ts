import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { linesOf } from '../../base/apart/lines.ts'
import { packageFolder } from '../../base/apart/packages.ts'
import { startApart } from '../../base/apart/start.ts'
import { type Ended, watchApart } from '../../base/apart/watch.ts'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { bytes as sizeOf } from '../../base/text.ts'
import { duration } from '../../base/time.ts'
import type { Advisory } from '../advisory.ts'
import { type AdvisoryLimits, defaultAdvisoryLimits, tooLarge, unreadable } from '../limits.ts'
import type { Answer, Order } from './order.ts'

export interface ReadApartOptions {
  /** What the advisory is known by; the file's own name unless it is given. */
  readonly name?: string | undefined
  readonly limits?: Partial<AdvisoryLimits> | undefined
  readonly signal?: AbortSignal | undefined
}

const flags = ['--max-semi-space-size=8', '--disable-proto=delete', '--disallow-code-generation-from-strings']
const role = { name: 'advisory', entry: join(import.meta.dirname, 'child.ts'), room: join(import.meta.dirname, '..'), flags }
/** A reader that can still look at the clock ends by itself; so many times its limit later it is taken for endless. */
const patience = 2

/**
 * Reads an advisory as `readAdvisory` does, in a process of its own: it may read our code and the installed packages, may write and start nothing, and has
 * no network. What takes too long or too much memory, or breaks the reader, ends with that process. Throws EVIDENCE_UNREADABLE for it, and for a path that
 * cannot be opened; LIMIT_EXCEEDED, USAGE for a folder, the reason of the signal.
 */
export async function readApart(path: string, options: ReadApartOptions = {}): Promise<Advisory> {
  const { name = basename(path), signal } = options
  const limits = { ...defaultAdvisoryLimits, ...options.limits }
  signal?.throwIfAborted()
  const file = await opened(path, name, limits)
  const started = startApart({
    role,
    folder: tmpdir(),
    readable: [join(packageFolder(), '*')],
    heap: limits.memory,
    stdio: ['pipe', 'ignore', 'ignore', file.fd, 'pipe'],
  })
  await file.close()
  started.child.stdin?.end(JSON.stringify({ name, limits } satisfies Order))
  const answered = advisoryOf(started.child.stdio[4] as Readable)
  const ended = await watchApart(started, { milliseconds: patience * limits.milliseconds, memory: limits.memory, signal })
  const advisory = await answered
  if (ended === 'done' && advisory) return advisory
  throw unreadable(name, `: ${why(ended, limits)}.`)
}

/** Put together again; undefined when it broke off before its end. */
async function advisoryOf(answers: Readable): Promise<Advisory | undefined> {
  const lists: Record<string, unknown[]> = {}
  try {
    for await (const line of linesOf(answers)) {
      const answer = JSON.parse(line) as Answer
      if ('rest' in answer) return { ...answer.rest, ...lists } as unknown as Advisory
      lists[answer.list] ??= []
      for (const item of answer.items) lists[answer.list]?.push(item)
    }
  } catch {
    // What a process leaves behind that was killed in the middle of a line: its end tells why.
  }
  return undefined
}

function why(ended: Ended, { milliseconds, memory }: AdvisoryLimits): string {
  if (ended === 'time') return `it takes longer than ${duration((patience * milliseconds) / 1000)}`
  if (ended === 'memory') return `it takes more than ${sizeOf(memory)} of memory`
  return 'the process that read it broke off'
}

async function opened(path: string, name: string, limits: AdvisoryLimits): Promise<FileHandle> {
  try {
    await using stack = new AsyncDisposableStack()
    const file = stack.use(await open(path))
    const found = await file.stat()
    if (found.isDirectory()) throw new GatehouseError('USAGE', `${path} is a folder, not an advisory`, { hint: 'Name the files in it.' })
    if (found.size > limits.bytes) throw tooLarge(name, found.size, limits)
    stack.move()
    return file
  } catch (error) {
    if (error instanceof GatehouseError) throw error
    throw new GatehouseError('EVIDENCE_UNREADABLE', `The advisory ${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
