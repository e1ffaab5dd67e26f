import { exit } from '../base/exit.ts'

let act = leave

/** What Ctrl-C does unless a command says otherwise. */
function leave(): void {
  process.stderr.write('\nInterrupted. What was read is kept; run the same command again to go on.\n')
  process.exit(exit.interrupted)
}

/** Listens for Ctrl-C, and for being asked to end. */
export function listenForInterrupts(): void {
  process.on('SIGINT', () => act())
}

/** A signal that Ctrl-C and a request to end abort, for commands that have to clean up. A second Ctrl-C ends at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    act = leave
    controller.abort(new Interrupted())
  }
  act = stop
  process.on('SIGTERM', stop)
  return controller.signal
}

/** The user has had enough. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted')
    this.name = 'Interrupted'
  }
}
