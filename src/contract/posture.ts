import { z } from 'zod'
import type { PosturePart } from '../model/posture.ts'
import { figure } from './figure.ts'

/** One side of the posture, such as second factors or patch age: a conclusion, the values behind it, and their picture. */
export const posturePart = z
  .object({
    name: z.string(),
    title: z.string(),
    /** The conclusion first. */
    says: z.string(),
    columns: z.array(z.object({ name: z.string(), numeric: z.boolean().exactOptional() })).readonly(),
    /** Parallel to the columns; null: not known. */
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()])).readonly()).readonly(),
    note: z.string().exactOptional(),
    figure: figure.exactOptional(),
  })
  .meta({ id: 'PosturePart' }) satisfies z.ZodType<PosturePart>

export const posture = z
  .object({
    parts: z.array(posturePart),
    /** Parts that cannot be told, and the evidence that they lack. */
    missing: z.array(z.object({ title: z.string(), needs: z.string() })),
  })
  .meta({ id: 'Posture' })
export type Posture = z.infer<typeof posture>
