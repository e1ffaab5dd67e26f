import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import { ApiProblem } from './problem.ts'

/** Names that work can be given to. Who may not list people knows only themselves. */
export const assigneesQuery = queryOptions({
  queryKey: ['listUsers', 'assignees'],
  queryFn: async ({ signal }) => {
    try {
      const { items } = await call('listUsers', {}, signal)
      return items.filter(({ disabled }) => !disabled).map(({ name }) => name)
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 403) return []
      throw error
    }
  },
})
