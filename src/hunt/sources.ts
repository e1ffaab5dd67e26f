import type { Place } from '../advisories/advisory.ts'
import type { NamedIn } from '../model/hunt.ts'

const mostSources = 8

/** `page 4, line 12`, `indicator--…` */
function placeWords({ page, line, part }: Place): string {
  const words = [part, page !== undefined && `page ${page}`, line !== undefined && `line ${line}`]
  return words.filter((word) => word !== false && word !== undefined && word !== '').join(', ')
}

export function namedIn(sources: readonly { readonly advisory: string; readonly place: Place; readonly sentence: string }[]): readonly NamedIn[] {
  return sources.slice(0, mostSources).map(({ advisory, place, sentence }) => ({ advisory, place: placeWords(place), sentence: sentence.slice(0, 400) }))
}
