import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Apart, startApart } from '../../base/apart/start.ts'
import { type Ended, watchApart } from '../../base/apart/watch.ts'
import type { Order } from './order.ts'

interface Run {
  readonly order: Order
  /** Open files: the manifest to write, the artifact to read. */
  readonly manifest: number
  readonly artifact: number | undefined
  readonly signal: AbortSignal | undefined
  /** Called now and then while it works. */
  readonly onLook: () => void
}

const flags = ['--disable-proto=delete', '--disallow-code-generation-from-strings']
const role = { name: 'unpack', entry: join(import.meta.dirname, 'child.ts'), room: join(import.meta.dirname, '..'), flags }
/** After its own limit, so that a process that can still speak says by itself what took so long. */
const grace = 500

/** Starts the process that unpacks, watches it from outside, and kills it when it is over a limit. */
export function runChild({ order, manifest, artifact, signal, onLook }: Run): Promise<Ended> {
  signal?.throwIfAborted()
  const started = startApart({ folder: order.folder, ...rights(order), stdio: ['pipe', manifest, 'ignore', artifact ?? 'ignore'] })
  started.child.stdin?.end(JSON.stringify(order))
  const { seconds, memory } = order.limits
  // Where the system does not tell its memory, it looks after itself: see `check` in budget.ts.
  return watchApart(started, { milliseconds: 1000 * seconds + grace, memory, signal, onLook })
}

/** Read, besides our code: 7-Zip, the folder of the members, a folder that is the artifact. Write: the folder of the members. No addons. */
export function rights(order: Order): Omit<Apart, 'folder' | 'stdio'> {
  const sevenZip = dirname(createRequire(import.meta.url).resolve('7z-wasm/package.json'))
  const readable = [join(sevenZip, '*'), join(order.folder, '*')]
  return {
    role,
    readable: order.isFolder ? [...readable, join(order.artifact, '*')] : readable,
    writable: [join(order.folder, '*')],
    heap: order.limits.memory / 2,
  }
}
