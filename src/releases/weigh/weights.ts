import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const share = z.number().min(0).max(1)
const points = z.number().min(0).max(100)
const schema = z.strictObject({
  version: z.union([z.string(), z.number()]).transform(String),
  block: z.number().positive(),
  hold: z.number().positive(),
  'class-most': z.number().positive(),
  repeat: z.number().min(0).max(1),
  step: z.strictObject({ patch: z.number().positive(), minor: z.number().positive(), major: z.number().positive() }),
  scopes: z.strictObject({ flow: share, stretch: share, joined: share, familiar: share, idle: share }),
  dilution: z.strictObject({ alone: z.number().positive(), half: z.number().positive() }),
  points: z.record(z.string(), points),
})

/** The numbers behind a verdict: rules/vet/weights.yaml. */
export type Weights = z.output<typeof schema>

/** Folder of the tables of vet. */
export const vetRules = join(import.meta.dirname, '..', '..', '..', 'rules', 'vet')

/** Parses the text of a weights file. Throws a ZodError for what is none. */
export function parseWeights(text: string): Weights {
  return schema.parse(parse(text))
}

let builtIn: Weights | undefined

export function builtInWeights(): Weights {
  builtIn ??= parseWeights(readFileSync(join(vetRules, 'weights.yaml'), 'utf8'))
  return builtIn
}
