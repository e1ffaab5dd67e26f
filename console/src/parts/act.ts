import { useState } from 'react'

export interface Act<Arguments extends readonly unknown[]> {
  readonly run: (...given: Arguments) => void
  readonly busy: boolean
  /** Why the last try failed; gone with the next try. */
  readonly error: Error | undefined
  readonly forget: () => void
}

/** Something that a person does and the service answers: whether it is under way, and what went wrong. */
export function useAct<Arguments extends readonly unknown[]>(act: (...given: Arguments) => Promise<unknown>): Act<Arguments> {
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: Error }>({ busy: false })
  const run = async (...given: Arguments) => {
    setState({ busy: true })
    try {
      await act(...given)
      setState({ busy: false })
    } catch (error) {
      setState({ busy: false, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }
  return { run: (...given) => void run(...given), busy: state.busy, error: state.error, forget: () => setState({ busy: false }) }
}
