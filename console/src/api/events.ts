import { useEffect, useSyncExternalStore } from 'react'
import type { ServiceEvent } from '../../../src/contract/event.ts'
import type { JobSummary } from '../../../src/contract/job.ts'
import type { OperationName } from '../../../src/contract/operations.ts'
import { asking } from './call.ts'
import { queryClient } from './query-client.ts'
import { refresh } from './refresh.ts'

type Kind = ServiceEvent['type']

/** What has changed since it was last shown: ids by kind. */
let news: ReadonlyMap<Kind, ReadonlySet<string>> = new Map()
const listeners = new Set<() => void>()

function publish(next: typeof news): void {
  news = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function take(event: ServiceEvent): void {
  if (event.type === 'reset') void queryClient.invalidateQueries()
  else if (event.type === 'job') moveJob(event)
  else publish(new Map([...news, [event.type, new Set([...(news.get(event.type) ?? []), event.id ?? event.at])]]))
}

/** A bar moves at once; the rest of the job, and what shows at once what came of one, is asked for when it begins or ends. */
function moveJob({ job }: ServiceEvent): void {
  const id = job?.id ?? ''
  const { queryKey } = asking('getJob', { params: { id } })
  const known = queryClient.getQueryData<JobSummary>(queryKey)
  if (job && known?.state === job.state) queryClient.setQueryData<JobSummary>(queryKey, { ...known, progress: job.progress })
  else void refresh('getJob', 'listJobs', 'listFeeds')
}

/** Listens as long as the component is on the screen. The browser comes back by itself and says where it was. */
export function useEvents(): void {
  useEffect(() => {
    const source = new EventSource('/api/v1/events')
    const read = (message: MessageEvent<string>) => take(JSON.parse(message.data) as ServiceEvent)
    const kinds: readonly Kind[] = ['job', 'incident', 'finding', 'evidence', 'hunt', 'vetting', 'settings', 'reset']
    for (const kind of ['message', ...kinds]) source.addEventListener(kind, read)
    return () => source.close()
  }, [])
}

/** How much is new of a kind, and how to show it: these operations are asked again and the count begins anew. */
export function useNews(kind: Kind, ...shown: readonly OperationName[]): { readonly count: number; readonly show: () => void } {
  const count = useSyncExternalStore(subscribe, () => news.get(kind)?.size ?? 0)
  const show = () => {
    publish(new Map([...news].filter(([known]) => known !== kind)))
    void refresh(...shown)
  }
  return { count, show }
}
