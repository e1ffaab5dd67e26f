import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { OperationName } from '../../../../src/contract/operations.ts'
import { type Answer, call, type Sent } from '../../api/call.ts'

interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly total: number
}

/** Operations that answer page after page. */
type Paged = { [Name in OperationName]: Answer<Name> extends PageOf<unknown> ? Name : never }[OperationName]

/** Filters as they stand in an address: the service reads and checks them. */
type Filters = Readonly<Record<string, string | undefined>>

/** A list of the service, page after page by its cursor. While filters change the old rows stay, so that nothing jumps. */
export function usePages<Name extends Paged>(name: Name, filters: Filters, limit = 200) {
  const pages = useInfiniteQuery({
    queryKey: [name, filters],
    queryFn: ({ pageParam, signal }) => call(name, { query: { ...filters, limit, cursor: pageParam } } as unknown as Sent<Name>, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last as PageOf<unknown>).next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(
    () => (pages.data?.pages ?? []).flatMap((page) => (page as PageOf<unknown>).items) as unknown as readonly Answer<Name>['items'][number][],
    [pages.data],
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  return {
    query: pages,
    first: pages.data?.pages[0],
    rows,
    more: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined,
  }
}
