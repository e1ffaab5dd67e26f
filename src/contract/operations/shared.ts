import { z } from 'zod'

/** Anybody who is signed in, and keys that may read. */
export const look = { role: 'viewer', scope: 'read' } as const
export const work = { role: 'analyst', scope: 'triage:write' } as const
export const start = { role: 'analyst', scope: 'jobs:write' } as const
/** What is one's own. */
export const own = { role: 'viewer' } as const
export const run = { role: 'admin' } as const
/** With a second factor shown a moment ago. */
export const runConfirmed = { role: 'admin', stepUp: true } as const

export const byId = z.object({ id: z.string().min(1).max(300) })
