import { z } from 'zod'

/** Tests a column against a value. `contains` and `begins` are for texts; `in range` for addresses (CIDR); `unknown` takes no value. */
const operators = ['is', 'is not', 'one of', 'contains', 'begins', 'at least', 'at most', 'in range', 'unknown', 'known'] as const
const value = z.union([z.string().max(2000), z.number(), z.boolean()])
const filter = z.object({
  column: z.string().max(100),
  operator: z.enum(operators),
  value: z.union([value, z.array(value).max(1000)]).optional(),
})

/** A question to the lake: one table, filters that all have to hold, and how to sort. Never SQL. */
export const lakeQuery = z
  .object({
    table: z.string().max(100),
    filters: z.array(filter).max(50).default([]),
    /** Columns to show; all when absent. */
    columns: z.array(z.string().max(100)).max(100).optional(),
    /** Count rows by these columns instead of listing them. */
    groupBy: z.array(z.string().max(100)).max(5).optional(),
    sort: z.object({ column: z.string().max(100), descending: z.boolean().default(true) }).optional(),
    limit: z.number().int().min(1).max(1000).default(200),
    offset: z.number().int().min(0).max(100_000).default(0),
  })
  .meta({ id: 'LakeQuery' })
export type LakeQuery = z.infer<typeof lakeQuery>

export const lakeAnswer = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.string(), doc: z.string() })),
    /** Parallel to the columns; null: unknown. */
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]))),
    /** True when there are more rows than the limit. */
    more: z.boolean(),
    seconds: z.number(),
  })
  .meta({ id: 'LakeAnswer' })

export const lakeTables = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        rows: z.number().int(),
        columns: z.array(z.object({ name: z.string(), type: z.string(), doc: z.string() })),
      }),
    ),
  })
  .meta({ id: 'LakeTables' })

export const newSavedQuery = z.object({ name: z.string().trim().min(1).max(200), query: lakeQuery }).meta({ id: 'NewSavedQuery' })
export const savedQuery = newSavedQuery.extend({ id: z.string(), by: z.string(), at: z.string() }).meta({ id: 'SavedQuery' })
export const savedQueryList = z.object({ items: z.array(savedQuery) }).meta({ id: 'SavedQueryList' })
