import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Trouble } from './trouble.tsx'
import { Waiting } from './waiting.tsx'

interface AskedProps<T> {
  readonly query: UseQueryResult<T>
  readonly what?: string
  readonly children: (data: T) => ReactNode
}

/** What a query answers; until then that it is on its way, and when it fails why. Old data stays on the screen beside the trouble. */
export function Asked<T>({ query, what, children }: AskedProps<T>) {
  const trouble = query.error ? <Trouble error={query.error} retry={() => void query.refetch()} /> : undefined
  if (query.data === undefined) return trouble ?? <Waiting {...(what !== undefined && { what })} />
  return (
    <>
      {trouble}
      {children(query.data)}
    </>
  )
}
