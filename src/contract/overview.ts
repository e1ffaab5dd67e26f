import { z } from 'zod'
import { incidentSummary } from './incident.ts'
import { jobSummary } from './job.ts'
import { posturePart } from './posture.ts'
import { moment, outcome, verdict } from './status.ts'

/** One stripe of the coverage strip: a kind of evidence over time. */
const coverageLane = z.object({
  table: z.string(),
  title: z.string(),
  rows: z.number().int(),
  sources: z.number().int(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  gaps: z.array(z.object({ from: z.string(), until: z.string() })),
})

export const overview = z
  .object({
    /** Null until something was assessed. */
    verdict: verdict.nullable(),
    assessedAt: moment.nullable(),
    /** At most five, the gravest that are open first. */
    incidents: z.array(incidentSummary),
    open: z.number().int(),
    coverage: z.array(coverageLane),
    posture: z.array(posturePart),
    evidence: z.object({ sources: z.number().int(), rows: z.number().int(), last: z.string().nullable() }),
    /** How the analyses ended: what was skipped is not what was not found. */
    analyses: z.array(z.object({ value: outcome, count: z.number().int() })),
    jobs: z.array(jobSummary),
    /** What stands in the way of a good answer, in plain words. */
    notes: z.array(z.string()),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof overview>
