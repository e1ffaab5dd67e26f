import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { vetRules } from '../weigh/weights.ts'
import type { Known } from './known.ts'

const version = z.union([z.string(), z.number()]).transform(String)
const hostTable = z.strictObject({
  version,
  kinds: z.array(z.strictObject({ kind: z.string(), hosts: z.array(z.string().regex(/^\.?[a-z0-9.-]+$/)) })),
  plain: z.array(z.string()),
})
const compromisedTable = z.strictObject({
  version,
  releases: z.array(
    z.strictObject({
      ecosystem: z.string(),
      name: z.string(),
      versions: z.array(z.string()).default([]),
      sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/)).default([]),
      says: z.string(),
      source: z.string(),
    }),
  ),
})
const names = z.array(z.string()).transform((list) => new Set(list))
const nameTable = z.strictObject({
  version,
  registries: names,
  commands: names,
  builders: names,
  libraries: names,
  actions: names,
  places: z.array(z.strictObject({ path: z.string(), says: z.string() })),
})

/** Known hosts and names and, unless switched off, known-compromised releases, with the versions of their tables. */
export function knownTables({ compromised = true }: { readonly compromised?: boolean } = {}): {
  readonly known: Known
  readonly rules: readonly { readonly name: string; readonly version: string }[]
} {
  const hosts = hostTable.parse(parse(readFileSync(join(vetRules, 'hosts.yaml'), 'utf8')))
  const { version: namesVersion, ...known } = nameTable.parse(parse(readFileSync(join(vetRules, 'names.yaml'), 'utf8')))
  const table = compromised ? compromisedTable.parse(parse(readFileSync(join(vetRules, 'compromised.yaml'), 'utf8'))) : undefined
  return {
    known: {
      compromised: table?.releases ?? [],
      hosts: new Map(hosts.kinds.flatMap(({ kind, hosts: names }) => names.map((name) => [name, kind] as const))),
      plainHosts: new Set(hosts.plain),
      names: known,
    },
    rules: [
      { name: 'hosts', version: hosts.version },
      { name: 'names', version: namesVersion },
      ...(table ? [{ name: 'known-compromised', version: table.version }] : []),
    ],
  }
}
