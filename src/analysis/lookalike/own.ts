import type { Brand } from '../../knowledge/brands.ts'

/**
 * A test for a brand's own domains. Without a brand: is it one of any brand's registered domains? With one: does it lie at
 * or below a domain of that brand (a customer's space on GitHub is not Microsoft's)?
 */
export function ownership(brands: readonly Brand[]): (domain: string, brand?: Brand) => boolean {
  const own = new Map(brands.map((brand) => [brand, matcher(brand.domains)]))
  const any = matcher(brands.flatMap((brand) => brand.domains))
  return (domain, brand) => (brand ? parents(domain).some((parent) => own.get(brand)?.(parent)) : any(domain))
}

/** `a.b.c` → `a.b.c`, `b.c`. */
function parents(domain: string): readonly string[] {
  const parts = domain.split('.')
  return parts.slice(0, -1).map((_, index) => parts.slice(index).join('.'))
}

function matcher(domains: readonly string[]): (domain: string) => boolean {
  const exact = new Set(domains)
  const patterns = domains
    .filter((domain) => domain.includes('*'))
    .map((domain) => new RegExp(`^${domain.replaceAll('.', '\\.').replaceAll('*', '[a-z0-9-]+')}$`))
  return (domain) => exact.has(domain) || patterns.some((pattern) => pattern.test(domain))
}
