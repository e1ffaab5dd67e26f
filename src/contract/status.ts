import { z } from 'zod'
import type { AnalysisStatus, Coverage, Verdict } from '../model/status.ts'

/** ISO 8601, UTC. */
export const moment = z.iso.datetime({ offset: true })

export const outcome = z.enum(['succeeded', 'partial', 'failed', 'skipped']).meta({ id: 'Outcome' })
export const verdictWord = z.enum(['HIT', 'EXPOSED', 'NOT SEEN', 'CANNOT TELL']).meta({ id: 'VerdictWord' })

export const verdict = z.object({ word: verdictWord, sentence: z.string(), next: z.string() }).meta({ id: 'Verdict' }) satisfies z.ZodType<Verdict>

export const coverage = z
  .object({
    table: z.string(),
    source: z.string(),
    rows: z.number(),
    first: z.string().exactOptional(),
    last: z.string().exactOptional(),
    gaps: z.array(z.object({ from: z.string(), until: z.string() })).readonly(),
  })
  .meta({ id: 'Coverage' }) satisfies z.ZodType<Coverage>

export const analysisStatus = z.object({
  analysis: z.string(),
  version: z.number(),
  outcome,
  reason: z.string().exactOptional(),
  findings: z.number(),
  seconds: z.number(),
}) satisfies z.ZodType<AnalysisStatus>
