import { z } from 'zod'
import { figure, table } from './figure.ts'

/** One side of the posture, such as second factors or patch age: a conclusion, its picture, and the values behind it. */
export const posturePart = z
  .object({
    name: z.string(),
    title: z.string(),
    /** told: there is an answer; missing: the evidence for it is not there (`missing` says which). */
    state: z.enum(['told', 'missing']),
    /** One sentence, the conclusion first. */
    says: z.string(),
    missing: z.string().optional(),
    figures: z.array(figure),
    tables: z.array(z.object({ title: z.string(), table })),
    /** Amounts for a small multiple: out of how many, how many are as they should be, and of how many it is not known. */
    measure: z.object({ good: z.number(), bad: z.number(), unknown: z.number(), unit: z.string() }).optional(),
    /** Ids of the findings of this part. */
    findings: z.array(z.string()),
  })
  .meta({ id: 'PosturePart' })
export type PosturePart = z.infer<typeof posturePart>

export const posture = z.object({ parts: z.array(posturePart) }).meta({ id: 'Posture' })
export type Posture = z.infer<typeof posture>
