import type { JobSummary } from '../../../src/contract/job.ts'
import { asking, call } from './call.ts'
import { refresh } from './refresh.ts'

/** One job as it is; asked again while it goes on, in case the live events are cut off. */
export function jobQuery(id: string) {
  return {
    ...asking('getJob', { params: { id } }),
    refetchInterval: ({ state }: { readonly state: { readonly data: JobSummary | undefined } }) => (state.data && isOver(state.data) ? false : 5000),
  } as const
}

export function isOver({ state }: JobSummary): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled'
}

export async function cancelJob(id: string): Promise<void> {
  await call('cancelJob', { params: { id } })
  await refresh('getJob', 'listJobs')
}
