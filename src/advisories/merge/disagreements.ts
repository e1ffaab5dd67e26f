import type { AdvisoryIndicator, AffectedProduct, VersionRange } from '../advisory.ts'
import type { Disagreement } from './case.ts'

/** Where advisories give one value different roles, or one of them demotes it. */
export function indicatorDisagreements(same: readonly AdvisoryIndicator[]): readonly Disagreement[] {
  const [first] = same
  if (!first || same.length < 2) return []
  const about = `${first.type} ${first.value}`
  const roles = same.filter(({ role }) => role !== 'unknown').map((one) => ({ advisory: sourceOf(one), value: one.role }))
  const demotions = same.map((one) => ({ advisory: sourceOf(one), value: one.demoted?.reason ?? 'counts' }))
  const differs = demotions.some(({ value }) => value === 'counts') && demotions.some(({ value }) => value !== 'counts')
  return [...differing(about, 'role', roles), ...(differs ? [{ about, field: 'demotion', says: demotions }] : [])]
}

/** Where advisories name different versions of one product. An advisory that names none says nothing. */
export function productDisagreements(same: readonly AffectedProduct[]): readonly Disagreement[] {
  const [first] = same
  if (!first || same.length < 2) return []
  const about = [first.vendor, first.product, first.platform && `(${first.platform})`].filter((part) => part).join(' ')
  const says = (pick: (product: AffectedProduct) => string) =>
    same.map((one) => ({ advisory: sourceOf(one), value: pick(one) })).filter(({ value }) => value !== '')
  return [
    ...differing(
      about,
      'versions',
      says(({ versions, ranges }) => [...[...versions].sort(), ...ranges.map(rangeText)].join(', ')),
    ),
    ...differing(
      about,
      'fixed',
      says(({ fixed }) => [...fixed].sort().join(', ')),
    ),
  ]
}

function differing(about: string, field: string, says: Disagreement['says']): readonly Disagreement[] {
  const sources = new Set(says.map(({ advisory }) => advisory))
  return sources.size > 1 && new Set(says.map(({ value }) => value)).size > 1 ? [{ about, field, says }] : []
}

function sourceOf({ sources }: { readonly sources: readonly { readonly advisory: string }[] }): string {
  return sources[0]?.advisory ?? ''
}

/** A range in words: `from 1.0 before 2.0`. */
function rangeText({ from, after, through, before }: VersionRange): string {
  const parts = [from && `from ${from}`, after && `after ${after}`, through && `through ${through}`, before && `before ${before}`].filter((part) => part)
  return parts.length > 0 ? parts.join(' ') : 'all versions'
}
