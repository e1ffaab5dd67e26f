import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** What is done when the service says that nobody is signed in any more. */
let whenSignedOut: () => void = () => {}

export function onSignedOut(run: () => void): void {
  whenSignedOut = run
}

/** Answers that another try would not change. */
function isFinal(error: Error): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429
}

/**
 * Nothing is asked again by itself when a window comes to the front: lists would move under the cursor. Live events say what is new, and
 * the reader decides.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) whenSignedOut()
    },
  }),
  defaultOptions: {
    queries: { staleTime: 30_000, refetchOnWindowFocus: false, refetchOnReconnect: false, retry: (count, error) => count < 2 && !isFinal(error) },
  },
})
