import { z } from 'zod'

/** What a back-up holds: the state as a database, and each table of the lake as a file. */
export const manifest = z.strictObject({
  format: z.literal(1),
  version: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Of the files beside it: SHA-256 in lower case. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  /** Rows by table. */
  tables: z.record(z.string(), z.number().int().min(0)),
})
export type Manifest = z.infer<typeof manifest>

export const manifestFile = 'backup.json'
export const stateFile = 'state.sqlite'

/** The file of a table: the engine's own format, which keeps every type. */
export function tableFile(table: string): string {
  return `${table}.native.zst`
}
