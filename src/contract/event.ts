import { z } from 'zod'

/**
 * One event of `GET /api/v1/events` (Server-Sent Events). It says what changed, not how: ask again for what you show.
 * `id` rises; a client that comes back with Last-Event-ID gets what it missed, or `reset` where that is no longer known.
 */
export const serviceEvent = z
  .object({
    type: z.enum(['job', 'incident', 'finding', 'evidence', 'hunt', 'vetting', 'settings', 'reset']),
    /** Id of what changed; absent: many. */
    id: z.string().optional(),
    at: z.string(),
    /** For jobs: as they are now, so that a bar moves without another request. */
    job: z
      .object({
        id: z.string(),
        state: z.string(),
        progress: z.object({ says: z.string(), share: z.number().nullable() }).nullable(),
      })
      .optional(),
  })
  .meta({ id: 'ServiceEvent' })
export type ServiceEvent = z.infer<typeof serviceEvent>
