import type { FeedCopy } from '../../base/questions/feeds.ts'
import { plural } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import { type FeedDefinition, feeds } from './definitions.ts'

export type Freshness = 'fresh' | 'stale' | 'missing'

/** How far a feed can be relied on. */
export interface FeedState {
  readonly name: string
  readonly title: string
  readonly state: Freshness
  /** ISO 8601, UTC: of the data itself, else when it was fetched; absent where neither is known. */
  readonly dated?: string
  readonly fetched?: string
  readonly records: number
  /** In words: `25 August 2025, 3 days old`. */
  readonly says: string
}

/** The state of every feed that is defined, and of copies that were read beside them. `now` in seconds since 1970. */
export function feedStates(copies: readonly FeedCopy[], now: number, definitions: readonly FeedDefinition[] = feeds): readonly FeedState[] {
  const others = copies.filter((copy) => !definitions.some((definition) => isOf(copy, definition)))
  return [
    ...definitions.map((definition) =>
      stateOf(
        definition,
        copies.find((copy) => isOf(copy, definition)),
        now,
      ),
    ),
    ...others.map((copy) => {
      const ageLimit = Math.max(...definitions.filter(({ format }) => format === copy.feed).map(({ staleAfterDays }) => staleAfterDays), 0) || 30
      const title = `${copy.feed.toUpperCase()} from files${copy.part === '' ? '' : `: ${copy.part}`}`
      return stateOf({ name: `${copy.feed}: ${copy.part || 'all'}`, title, staleAfterDays: ageLimit }, copy, now)
    }),
  ]
}

function isOf(copy: FeedCopy, { format, part }: FeedDefinition): boolean {
  return copy.feed === format && copy.part === part
}

function stateOf(
  { name, title, staleAfterDays }: Pick<FeedDefinition, 'name' | 'title' | 'staleAfterDays'>,
  copy: FeedCopy | undefined,
  now: number,
): FeedState {
  if (!copy) return { name, title, state: 'missing', records: 0, says: 'missing: nothing can be told by it' }
  const day = copy.dated ?? copy.fetched
  const fetched = copy.fetched === null ? {} : { fetched: isoFromSeconds(copy.fetched) }
  if (day === null) return { name, title, state: 'stale', ...fetched, records: copy.records, says: 'of an unknown day' }
  const days = Math.max(0, Math.floor((now - day) / 86_400))
  const state = days > staleAfterDays || !copy.whole ? 'stale' : 'fresh'
  const basis = copy.dated === null ? 'fetched on ' : 'of '
  const says = `${basis}${isoFromSeconds(day).slice(0, 10)}, ${plural(days, 'day')} old${days > staleAfterDays ? ': stale' : ''}${copy.whole ? '' : '; not whole'}`
  return { name, title, state, dated: isoFromSeconds(day), ...fetched, records: copy.records, says }
}
