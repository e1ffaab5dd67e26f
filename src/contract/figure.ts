import { z } from 'zod'
import type { BarsFigure, BeaconFigure, CohortFigure, CurveFigure, Figure, TimelineFigure } from '../model/figure.ts'

const said = { title: z.string(), summary: z.string() }
const span = z.tuple([z.number(), z.number()]).readonly()

const beacon = z.object({
  kind: z.literal('beacon'),
  ...said,
  points: z.array(z.tuple([z.number(), z.number(), z.number()]).readonly()).readonly(),
  period: z.number().exactOptional(),
}) satisfies z.ZodType<BeaconFigure>

export const cohortFigure = z
  .object({
    kind: z.literal('cohort'),
    ...said,
    destination: z.string(),
    releases: z.array(z.string()).readonly(),
    hosts: z
      .array(
        z.object({
          name: z.string(),
          contact: z.number().nullable(),
          has: z.array(z.union([z.literal(0), z.literal(1), z.null()])).readonly(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'CohortFigure' }) satisfies z.ZodType<CohortFigure>

export const timelineFigure = z
  .object({
    kind: z.literal('timeline'),
    ...said,
    lanes: z
      .array(
        z.object({
          name: z.string(),
          events: z
            .array(z.object({ time: z.number(), until: z.number().exactOptional(), label: z.string(), tone: z.enum(['plain', 'warn', 'bad']) }))
            .readonly(),
          gaps: z.array(span).readonly().exactOptional(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'TimelineFigure' }) satisfies z.ZodType<TimelineFigure>

const bars = z.object({
  kind: z.literal('bars'),
  ...said,
  unit: z.string(),
  bars: z.array(z.object({ name: z.string(), value: z.number(), mark: z.boolean().exactOptional() })).readonly(),
  level: z.object({ name: z.string(), value: z.number() }).exactOptional(),
}) satisfies z.ZodType<BarsFigure>

const step = z.tuple([z.number(), z.number(), z.number().exactOptional(), z.number().exactOptional()]).readonly()
const curve = z.object({
  kind: z.literal('curve'),
  ...said,
  days: z.string(),
  share: z.string(),
  curves: z.array(z.object({ name: z.string(), steps: z.array(step).readonly() })).readonly(),
  limit: z.object({ name: z.string(), day: z.number() }).exactOptional(),
}) satisfies z.ZodType<CurveFigure>

/** The data of a picture; `src/figures` draws it. */
export const figure = z.discriminatedUnion('kind', [beacon, cohortFigure, timelineFigure, bars, curve]).meta({ id: 'Figure' }) satisfies z.ZodType<Figure>
