import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { sameMaker } from '../base/product-identity/vendor.ts'
import { plainName } from '../base/text.ts'

const name = z.string().min(2)

const toolSchema = z.strictObject({
  name,
  /** As inventories write the product. */
  names: z.array(name).min(1),
  vendors: z.array(name),
  kind: z.enum(['protection', 'sensor', 'vpn']),
  /** Products that carry its engine or signatures. */
  parts: z.array(name).default([]),
  /** Registered domains of its updates and its console; empty where none is its alone. */
  domains: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+$/)),
})

const fileSchema = z.strictObject({ tools: z.array(toolSchema).min(1) })

export type SecurityTool = z.output<typeof toolSchema>

/** Reads the text of a file of security tools. Throws a ZodError that names the place of whatever is not right. */
export function parseSecurityTools(text: string): readonly SecurityTool[] {
  return fileSchema.parse(parse(text)).tools
}

/** rules/security-tools.yaml */
export const securityTools: readonly SecurityTool[] = parseSecurityTools(
  readFileSync(join(import.meta.dirname, '..', '..', 'rules', 'security-tools.yaml'), 'utf8'),
)

/**
 * The tool that an installed product is, or is a part of; undefined when it is none. The whole name has to be the same but for versions and architectures that
 * inventories add. Where the inventory names a maker and the tool has known ones, it has to be one of them.
 */
export function securityToolOf(product: string, vendor: string): SecurityTool | undefined {
  const bare = plainName(
    product
      .slice(0, 300)
      .replace(/\([^()]{0,80}\)/g, ' ')
      .replace(/\bv?\d+(?:\.\d+)+\b/g, ' '),
  )
  const found = byName.get(plainName(product)) ?? byName.get(bare)
  if (!found) return undefined
  const { vendors } = found
  const known = vendor === '' || vendors.length === 0 || vendors.some((one) => sameMaker(one, vendor) === true)
  return known ? found : undefined
}

const byName: ReadonlyMap<string, SecurityTool> = new Map(
  securityTools.flatMap((tool) => [...tool.names, ...tool.parts].map((one) => [plainName(one), tool] as const)),
)
