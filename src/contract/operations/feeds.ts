import { feedList, newFeedUpdate } from '../feed.ts'
import { accepted } from '../job.ts'
import { operation } from '../operation.ts'
import { look, run } from './shared.ts'

export const feedsOperations = {
  listFeeds: operation({
    id: 'listFeeds',
    method: 'GET',
    path: '/feeds',
    tag: 'feeds',
    says: 'Every feed of reference knowledge with the date of its data: fresh, stale or missing.',
    access: look,
    answer: feedList,
  }),
  updateFeeds: operation({
    id: 'updateFeeds',
    method: 'POST',
    path: '/feeds/updates',
    tag: 'feeds',
    says: 'Fetches reference knowledge, and looks at everything again when there is something new.',
    access: run,
    body: newFeedUpdate,
    status: 202,
    answer: accepted,
  }),
} as const
