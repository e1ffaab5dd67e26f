import type { Started } from './start.ts'
import { residentBytes } from './used.ts'

/** How a process ended: `broke` for whatever it could not tell itself. */
export type Ended = 'done' | 'time' | 'memory' | 'broke'

export interface WatchOptions {
  /** Wall clock, after which it is killed. */
  readonly milliseconds: number
  /** Resident set in bytes, above which it is killed; where the system does not tell it, V8's own limit is the only one. */
  readonly memory: number
  readonly signal?: AbortSignal | undefined
  /** Called now and then while it works. */
  readonly onLook?: () => void
}

/** Between two looks at the process. */
const lookEvery = 50

/** Watches a process from outside until it has ended, and kills it when it is over a limit. Rejects with the reason of the signal, or when it does not start. */
export function watchApart({ child, forgetCompiled }: Started, { milliseconds, memory, signal, onLook }: WatchOptions): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  let reason: Ended = 'broke'
  const end = (why: Ended): void => {
    reason = why
    child.kill('SIGKILL')
  }
  const stop = (): void => end('broke')
  const timer = setTimeout(end, milliseconds, 'time')
  const watch = setInterval(() => {
    if (residentBytes(child.pid) > memory) end('memory')
    onLook?.()
  }, lookEvery)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const settle = (): void => {
    clearTimeout(timer)
    clearInterval(watch)
    signal?.removeEventListener('abort', stop)
    forgetCompiled()
  }
  child.once('error', (error) => {
    settle()
    reject(error)
  })
  child.once('close', (code) => {
    settle()
    if (signal?.aborted) reject(signal.reason)
    else resolve(code === 0 ? 'done' : reason)
  })
  return promise
}
