import type { AdvisoryIndicator, IndicatorRole } from '../advisory.ts'
import { demotionOf, type Parties } from '../demote/demote.ts'
import type { WarningLists } from '../demote/warning-lists.ts'
import type { Draft } from '../format.ts'
import { strongestRole } from './role.ts'

/** Mentions kept of one value in one advisory. */
const mostMentions = 20

/** Small, and with its mentions made at the end: a list may hold 100,000 values, each mentioned once. */
interface Gathered {
  /** The first draft of each place. */
  readonly drafts: Draft[]
  /** The first draft that has nothing against it; its words say more than those of a link. */
  counting: Draft | undefined
  /** The strongest of the drafts that have nothing against them. */
  role: IndicatorRole | undefined
  partOf: 'url' | undefined
}

/** Collects drafts by type and value. */
export class Gathering {
  readonly #advisory: string
  readonly #most: number
  readonly #values = new Map<string, Gathered>()
  left = 0

  constructor(advisory: string, most: number) {
    this.#advisory = advisory
    this.#most = most
  }

  add(draft: Draft): void {
    const key = `${draft.type} ${draft.value}`
    const known = this.#values.get(key)
    if (known === undefined && this.#values.size >= this.#most) {
      this.left += 1
      return
    }
    const gathered: Gathered = known ?? { drafts: [], counting: undefined, role: undefined, partOf: draft.partOf }
    if (known === undefined) this.#values.set(key, gathered)
    if (draft.partOf === undefined) gathered.partOf = undefined
    if (draft.demoted === undefined) {
      gathered.counting ??= draft
      gathered.role = gathered.role === undefined ? draft.role : strongestRole([gathered.role, draft.role])
    }
    const { place, sentence } = draft
    const again = gathered.drafts.some((each) => each.sentence === sentence && each.place.line === place.line && each.place.page === place.page)
    if (gathered.drafts.length < mostMentions && !again) gathered.drafts.push(draft)
  }

  indicators(parties: Parties, lists: WarningLists): readonly AdvisoryIndicator[] {
    return [...this.#values.values()].map((gathered) => finished(gathered, this.#advisory, parties, lists))
  }
}

function finished({ drafts, counting, role, partOf }: Gathered, advisory: string, parties: Parties, lists: WarningLists): AdvisoryIndicator {
  const [first] = drafts as [Draft, ...Draft[]]
  const { type, value, asWritten, place, sentence } = counting ?? first
  const against = demotionOf(type, value, parties, lists, role ?? 'unknown')
  const reason = against?.reason ?? (counting === undefined ? first.demoted : undefined)
  return {
    type,
    value,
    asWritten,
    place,
    sentence,
    role: against?.role ?? role ?? first.role,
    partOf,
    sources: drafts.map((draft) => ({ advisory, place: draft.place, asWritten: draft.asWritten, sentence: draft.sentence, role: draft.role })),
    demoted: reason === undefined ? undefined : { reason },
  }
}
