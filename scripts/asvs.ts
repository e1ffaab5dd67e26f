import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const proof = { tests: z.array(z.string()).default([]), see: z.array(z.string()).default([]) }
const says = z.string().min(1)
const requirement = z.union([
  z.strictObject({ met: says, ...proof }).transform(({ met, ...rest }) => ({ answer: 'met' as const, says: met, ...rest })),
  z.strictObject({ 'not met': says }).transform((given) => ({ answer: 'not met' as const, says: given['not met'], tests: [], see: [] })),
  z.strictObject({ 'not applicable': says }).transform((given) => ({ answer: 'not applicable' as const, says: given['not applicable'], tests: [], see: [] })),
])
const file = z.strictObject({ tests: z.record(z.string(), z.string()), requirements: z.record(z.string().regex(/^V\d+\.\d+\.\d+$/), requirement) })

/** docs/asvs.yaml: how the service answers the requirements of OWASP ASVS 5.0. */
export function answers(): z.output<typeof file> {
  return file.parse(parse(readFileSync(join(import.meta.dirname, '..', 'docs', 'asvs.yaml'), 'utf8')))
}
