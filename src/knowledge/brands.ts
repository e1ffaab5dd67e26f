import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const word = z.string().regex(/^[a-z0-9]{2,24}$/)
const domain = z.string().regex(/^[a-z0-9*][a-z0-9*.-]*\.[a-z0-9*-]+$/)

const brandSchema = z.strictObject({
  name: z.string().min(2),
  /** Distinctive names. */
  words: z.array(word).default([]),
  /** Abbreviations and names that are ordinary words too. */
  common: z.array(word).default([]),
  /** Registered domains of the brand; `*` stands for any part of a label. */
  domains: z.array(domain).min(1),
})

const fileSchema = z.strictObject({ brands: z.array(brandSchema).min(1), generic: z.array(word).min(1) })

export type Brand = z.output<typeof brandSchema>
export type Brands = z.output<typeof fileSchema>

/** Reads the text of a brands file. Throws a ZodError that names the place of whatever is not right. */
export function parseBrands(text: string): Brands {
  return fileSchema.parse(parse(text))
}

/** Vendor and cloud names, their own domains, and everyday technical words: rules/brands.yaml. */
export const brands: Brands = parseBrands(readFileSync(join(import.meta.dirname, '..', '..', 'rules', 'brands.yaml'), 'utf8'))
