import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { knownTables } from '../releases/facts/known-tables.ts'

const names = { name: z.string().min(2), vendors: z.array(z.string().min(2)).default([]), also: z.array(z.string().min(2)).default([]) }

const schema = z.strictObject({
  version: z.union([z.string(), z.number()]).transform(String),
  products: z.array(z.strictObject(names)),
  exploited: z.array(z.strictObject({ ...names, upTo: z.string(), says: z.string(), source: z.string() })),
})

/** Releases that were a way in: tampered with, or exploited as they were. */
export interface ExposedRelease {
  readonly kind: 'compromised' | 'exploited'
  /** npm, pypi, deb …; windows and macos for products of those systems; any for all systems. */
  readonly ecosystem: string
  readonly name: string
  /** Names that inventories give it, itself included. */
  readonly names: readonly string[]
  readonly vendors: readonly string[]
  /** Exact versions, or all up to one. */
  readonly versions: readonly string[]
  readonly upTo?: string
  readonly says: string
  readonly source: string
}

/** Reads the text of an exposed file. Throws a ZodError that names the place of whatever is not right. */
export function parseExposed(text: string): z.output<typeof schema> {
  return schema.parse(parse(text))
}

/** rules/vet/compromised.yaml with what rules/exposed.yaml adds. */
export const exposedReleases: readonly ExposedRelease[] = read()

function read(): readonly ExposedRelease[] {
  const { products, exploited } = parseExposed(readFileSync(join(import.meta.dirname, '..', '..', 'rules', 'exposed.yaml'), 'utf8'))
  const byName = new Map(products.map((product) => [product.name, product]))
  return [
    ...knownTables()
      .known.compromised.filter((release) => release.versions.length > 0)
      .map(({ ecosystem, name, versions, says, source }) => {
        const product = byName.get(name)
        return {
          kind: 'compromised' as const,
          ecosystem,
          name,
          names: [name, ...(product?.also ?? [])],
          vendors: product?.vendors ?? [],
          versions,
          says,
          source,
        }
      }),
    ...exploited.map(({ name, also, ...rest }) => ({ kind: 'exploited' as const, ecosystem: 'any', name, names: [name, ...also], versions: [], ...rest })),
  ]
}
