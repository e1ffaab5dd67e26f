import { useSyncExternalStore } from 'react'

/**
 * Some changes ask for a second factor shown in the last minutes. Whoever makes the request waits here while the dialog asks;
 * several requests at once share one dialog.
 */
let waiting: { readonly answer: Promise<boolean>; readonly settle: (shown: boolean) => void } | undefined
const listeners = new Set<() => void>()

function notify(): void {
  for (const listener of listeners) listener()
}

function ask(): Promise<boolean> {
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    waiting = { answer: promise, settle: resolve }
    notify()
  }
  return waiting.answer
}

function settle(shown: boolean): void {
  waiting?.settle(shown)
  waiting = undefined
  notify()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const stepUp = {
  /** Whether the person has shown the factor, or given up. */
  ask,
  settle,
  useIsAsked: (): boolean => useSyncExternalStore(subscribe, () => waiting !== undefined),
}
