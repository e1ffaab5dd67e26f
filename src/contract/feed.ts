import { z } from 'zod'

/** How far one feed of reference knowledge can be relied on. */
const feedState = z
  .object({
    name: z.string(),
    title: z.string(),
    state: z.enum(['fresh', 'stale', 'missing']),
    /** Of the data itself, else when it was fetched. */
    dated: z.string().optional(),
    fetched: z.string().optional(),
    records: z.number().int(),
    /** In words: `of 2026-08-25, 3 days old`. */
    says: z.string(),
    /** Why the last try to fetch it failed. */
    problem: z.string().optional(),
  })
  .meta({ id: 'FeedState' })
export const feedList = z.object({ items: z.array(feedState) }).meta({ id: 'FeedList' })

/** Fetches the feeds that are named, all where none is; `from`: a folder where the service runs, absolute, or the address of a mirror. */
export const newFeedUpdate = z
  .object({ feeds: z.array(z.string().min(1).max(64)).max(200).default([]), from: z.string().min(1).max(4096).optional() })
  .meta({ id: 'NewFeedUpdate' })
