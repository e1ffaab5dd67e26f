import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compiledCopy } from '../compiled/compiled.ts'
import type { Order } from './order.ts'

/** How the process ended: `broke` for whatever it could not tell itself. */
export type Ended = 'done' | 'time' | 'memory' | 'broke'

interface Run {
  readonly order: Order
  /** Open files: the manifest to write, the artifact to read. */
  readonly manifest: number
  readonly artifact: number | undefined
  readonly signal: AbortSignal | undefined
  /** Called now and then while it works. */
  readonly onLook: () => void
}

const child = join(import.meta.dirname, 'child.ts')
const project = join(import.meta.dirname, '..', '..', '..')
/** Between two looks at the process. */
const lookEvery = 50
/** After its own limit, so that a process that can still speak says by itself what took so long. */
const grace = 500
/** Pages of Linux: /proc counts in them. */
const page = 4096

/** Starts the process that unpacks, watches it from outside, and kills it when it is over a limit. */
export function runChild({ order, manifest, artifact, signal, onLook }: Run): Promise<Ended> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const compiled = compiledCopy('unpack', order.folder)
  const run = spawn(process.execPath, [...childFlags(order, compiled), child], {
    stdio: ['pipe', manifest, 'ignore', artifact ?? 'ignore'],
    env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled },
    cwd: order.folder,
    windowsHide: true,
  })
  let reason: Ended = 'broke'
  const end = (why: Ended): void => {
    reason = why
    run.kill('SIGKILL')
  }
  const stop = (): void => end('broke')
  const timer = setTimeout(end, 1000 * order.limits.seconds + grace, 'time')
  const watch = setInterval(() => {
    if (residentBytes(run.pid) > order.limits.memory) end('memory')
    onLook()
  }, lookEvery)
  signal?.addEventListener('abort', stop, { once: true })
  const settle = (): void => {
    clearTimeout(timer)
    clearInterval(watch)
    signal?.removeEventListener('abort', stop)
    if (compiled !== undefined) rmSync(compiled, { recursive: true, force: true })
  }
  run.once('error', (error) => {
    settle()
    reject(error)
  })
  run.once('close', (code) => {
    settle()
    if (signal?.aborted) reject(signal.reason)
    else resolve(code === 0 ? 'done' : reason)
  })
  // A process that dies before it has read its order closes the pipe: its end tells more than that.
  run.stdin?.on('error', () => {})
  run.stdin?.end(JSON.stringify(order))
  return promise
}

/** Read: our own code, 7-Zip, a folder that is the artifact. Write: the folder of the members, its copy of compiled code. No addons, processes, workers. */
export function childFlags(order: Order, compiled?: string): string[] {
  const sevenZip = dirname(createRequire(import.meta.url).resolve('7z-wasm/package.json'))
  const readable = [join(project, 'src', '*'), join(project, 'package.json'), join(sevenZip, '*'), join(order.folder, '*')]
  if (order.isFolder) readable.push(join(order.artifact, '*'))
  const writable = [join(order.folder, '*')]
  if (compiled !== undefined) {
    readable.push(join(compiled, '*'))
    writable.push(join(compiled, '*'))
  }
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
    `--max-old-space-size=${Math.ceil(order.limits.memory / 2 ** 20 / 2)}`,
    '--disable-proto=delete',
    '--disallow-code-generation-from-strings',
    '--no-warnings',
  ]
}

/** 0 where the system does not tell: the process then looks after itself, see `check` in budget.ts. */
function residentBytes(process: number | undefined): number {
  try {
    return page * Number(readFileSync(`/proc/${process}/statm`, 'latin1').split(' ')[1])
  } catch {
    return 0
  }
}
