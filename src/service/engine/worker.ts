import { type FromWorker, packError, type ToWorker } from './protocol.ts'

/** What a piece of work gets besides what it opened and what it was asked. */
export interface Task {
  readonly signal: AbortSignal
  /** Tells how far it is. */
  readonly onStep: (step: unknown) => void
}

/** Kinds of work by name. Inputs and results are plain data: they travel between processes. */
export type Works<Opened> = Readonly<Record<string, (opened: Opened, input: never, task: Task) => Promise<unknown>>>

/**
 * Makes this process work for the service: it opens what it needs with the settings that come first, then does what it is asked, side by
 * side. It ends with the service, however that ends.
 */
export function workFor<Opened extends AsyncDisposable>(open: (settings: never) => Promise<Opened>, works: Works<Opened>): void {
  const running = new Map<number, AbortController>()
  let opened: Opened | undefined
  const send = (message: FromWorker) => {
    // A service that has just ended hears nothing: that is told by the event of the connection.
    if (process.connected) process.send?.(message, () => undefined)
  }
  // Ctrl-C reaches the whole group of processes: the service decides when its workers end.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  // At once: an orderly exit would wait for the native engine, and keep the workspace from the next service meanwhile. What was acknowledged is on the disk.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.on('message', (message: ToWorker) => void take(message))

  async function take(message: ToWorker): Promise<void> {
    if (message.kind === 'begin') await begin(message.settings)
    else if (message.kind === 'ask') await answer(message)
    else if (message.kind === 'cancel') running.get(message.id)?.abort()
    else await end()
  }

  async function begin(settings: unknown): Promise<void> {
    try {
      opened = await open(settings as never)
      send({ kind: 'ready' })
    } catch (error) {
      send({ kind: 'unable', thrown: packError(error) })
    }
  }

  async function answer({ id, work, input }: ToWorker & { kind: 'ask' }): Promise<void> {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const does = works[work]
      if (!opened || !does) throw new Error(`no such work: ${work}`)
      const onStep = (step: unknown) => send({ kind: 'step', id, step })
      send({ kind: 'answer', id, result: await does(opened, input as never, { signal: controller.signal, onStep }) })
    } catch (error) {
      send({ kind: 'threw', id, thrown: packError(error) })
    } finally {
      running.delete(id)
    }
  }

  async function end(): Promise<void> {
    for (const controller of running.values()) controller.abort()
    await opened?.[Symbol.asyncDispose]()
    process.exit(0)
  }
}
