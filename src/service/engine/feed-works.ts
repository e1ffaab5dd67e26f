import { type FeedList, type FeedOutcome, listFeeds, updateFeeds } from '../../assess/feeds.ts'
import { feeds } from '../../knowledge/feeds/definitions.ts'
import { defaultDownload } from '../../knowledge/feeds/download.ts'
import type { OpenedLake } from './lake-worker.ts'
import type { Task } from './worker.ts'

export interface FeedsInput {
  readonly job: string
  /** All where none is named. */
  readonly feeds: readonly string[]
  readonly from?: string
}

export function stateOfFeeds({ workspace }: OpenedLake): Promise<FeedList> {
  return listFeeds(workspace, feeds)
}

export function fetchFeeds({ workspace, settings }: OpenedLake, { feeds: names, from }: FeedsInput, { signal, onStep }: Task): Promise<readonly FeedOutcome[]> {
  return updateFeeds(workspace, {
    feeds: names.length === 0 ? feeds : feeds.filter(({ name }) => names.includes(name)),
    from,
    limits: settings.limits,
    signal,
    settings: { ...defaultDownload, allow: settings.outgoing },
    onStep: (says) => onStep({ says }),
  })
}
