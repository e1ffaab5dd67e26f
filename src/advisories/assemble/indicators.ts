import type { AdvisoryIndicator, IndicatorRole, Mention } from '../advisory.ts'
import { demotionOf, type Parties } from '../demote/demote.ts'
import type { WarningLists } from '../demote/warning-lists.ts'
import type { Draft } from '../format.ts'
import { strongestRole } from './role.ts'

/** Mentions kept of one value in one advisory. */
const mostMentions = 20

interface Gathered {
  readonly first: Draft
  readonly mentions: Mention[]
  /** Reasons against single mentions; undefined for one that has none. */
  readonly reasons: (string | undefined)[]
  readonly roles: IndicatorRole[]
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
    const gathered: Gathered = known ?? { first: draft, mentions: [], reasons: [], roles: [], partOf: draft.partOf }
    if (known === undefined) this.#values.set(key, gathered)
    if (draft.partOf === undefined) gathered.partOf = undefined
    gathered.reasons.push(draft.demoted)
    if (draft.demoted === undefined || gathered.roles.length === 0) gathered.roles.push(draft.role)
    const { place, asWritten, sentence, role } = draft
    const again = gathered.mentions.some((mention) => mention.sentence === sentence && mention.place.line === place.line && mention.place.page === place.page)
    if (gathered.mentions.length < mostMentions && !again) gathered.mentions.push({ advisory: this.#advisory, place, asWritten, sentence, role })
  }

  indicators(parties: Parties, lists: WarningLists): readonly AdvisoryIndicator[] {
    return [...this.#values.values()].map((gathered) => finished(gathered, parties, lists))
  }
}

function finished({ first, mentions, reasons, roles, partOf }: Gathered, parties: Parties, lists: WarningLists): AdvisoryIndicator {
  const { type, value } = first
  const against = demotionOf(type, value, parties, lists, strongestRole(roles.filter((_, index) => reasons[index] === undefined)))
  const reason = against?.reason ?? (reasons.every((said) => said !== undefined) ? reasons[0] : undefined)
  // The words of a mention that counts say more than those of a link.
  const [main] = mentions.filter((_, index) => reasons[index] === undefined)
  const { asWritten, place, sentence } = main ?? first
  const role = against?.role ?? strongestRole(roles)
  return { type, value, asWritten, place, sentence, role, partOf, sources: mentions, demoted: reason === undefined ? undefined : { reason } }
}
