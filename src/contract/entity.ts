import { z } from 'zod'
import { entity, entityKind, findingSummary } from './finding.ts'
import { incidentSummary } from './incident.ts'
import { vettingSummary } from './software.ts'

export const entityQuery = z.object({ kind: entityKind, id: z.string().min(1).max(2000) })

/** Everything that is known of a host, account, release, destination or file. Each value pivots in one step. */
export const entityPage = z
  .object({
    entity,
    /** Plain facts: name and value; null: unknown. A value that is an entity itself leads there. */
    facts: z.array(z.object({ name: z.string(), value: z.string().nullable(), entity: entity.optional() })),
    first: z.string().nullable(),
    last: z.string().nullable(),
    incidents: z.array(incidentSummary),
    findings: z.array(findingSummary),
    findingCount: z.number().int(),
    /** What it has to do with: hosts of a release, destinations of a host … with a plain word for how. */
    related: z.array(z.object({ title: z.string(), items: z.array(z.object({ entity, says: z.string() })), total: z.number().int() })),
    vettings: z.array(vettingSummary),
    /** Tables of the lake with rows of it, and the filters that show them. */
    rows: z.array(z.object({ table: z.string(), title: z.string(), column: z.string(), rows: z.number().int() })),
  })
  .meta({ id: 'EntityPage' })
export type EntityPage = z.infer<typeof entityPage>

/** Ctrl-K: what fits the words, the best first. */
export const searchQuery = z.object({ text: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) })
export const searchAnswer = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(['incident', 'finding', 'host', 'account', 'software', 'release', 'destination', 'file', 'hunt', 'vetting', 'source', 'query']),
        id: z.string(),
        title: z.string(),
        says: z.string(),
      }),
    ),
  })
  .meta({ id: 'SearchAnswer' })
export type SearchAnswer = z.infer<typeof searchAnswer>
