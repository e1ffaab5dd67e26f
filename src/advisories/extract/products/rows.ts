import { groupsIn } from './groups.ts'
import { platformIn } from './product-name.ts'
import type { VersionClaim } from './products.ts'
import { type Status, statusOf } from './status.ts'

/** What a row of a table with headings such as Product, Affected versions, Fixed in says. */
export function claimsOfRow(text: string, header: readonly string[]): readonly VersionClaim[] {
  const cells = text.split('\t')
  const find = (pattern: RegExp) => header.findIndex((name) => pattern.test(name))
  const product = cells[find(/\b(?:product|software|application|package|component|plug-?in|model|device|library)\b/i)]?.trim()
  if (!product || product.length > 120) return []
  const vendor = cells[find(/\b(?:vendor|manufacturer|supplier|developer)\b/i)]?.trim()
  const name = vendor && !product.toLowerCase().startsWith(vendor.toLowerCase()) ? `${vendor} ${product}` : product
  const platform = platformIn(cells[find(/\b(?:platform|operating system|os)\b/i)] ?? '') ?? platformIn(product)
  return header.flatMap((heading, column): readonly VersionClaim[] => {
    const status = statusOfColumn(heading)
    const cell = cells[column] ?? ''
    if (status === undefined || cell.trim() === '') return []
    const start = cells.slice(0, column).join('\t').length + (column > 0 ? 1 : 0)
    return groupsIn(cell).map((group) => ({
      product: name,
      platform: platform ?? platformIn(cell),
      status: statusOf(cell, group.start, group.end) ?? status,
      versions: group.versions,
      ranges: group.ranges,
      start: start + group.start,
      end: start + group.end,
    }))
  })
}

function statusOfColumn(heading: string): Status | undefined {
  if (/\b(?:not affected|unaffected)\b/i.test(heading)) return 'unaffected'
  if (/\b(?:fix(?:ed)?|patch(?:ed)?|solution|remediat\w+|resolved|recommended|updated?|upgrade)\b/i.test(heading)) return 'fixed'
  return /\b(?:affected|vulnerable|impacted|compromised|malicious|versions?|releases?)\b/i.test(heading) ? 'affected' : undefined
}
