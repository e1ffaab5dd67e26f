import { type Channel, channelKey } from './channels.ts'
import type { RegularChannel, Rhythm } from './intervals-query.ts'
import type { RepeatedChannel, Repetition } from './repetition-query.ts'

/** A channel with what makes it look machine-made: a rhythm, a repeated exchange, or both. */
export interface Candidate extends Channel {
  readonly rhythms: readonly Rhythm[]
  readonly repetition?: Repetition
}

/** All candidates that lead to one destination: one finding, however many hosts. */
export interface Group {
  readonly destination: string
  readonly direction: Channel['direction']
  /** The strongest first. */
  readonly candidates: readonly [Candidate, ...Candidate[]]
}

/** Nats that speak for a timer; a repeated exchange without rhythm stands after all rhythms. */
export function strength({ rhythms, repetition }: Candidate): number {
  return rhythms[0]?.evidence ?? (repetition ? 1 - 1 / repetition.same : 0)
}

export function groupByDestination(regular: readonly RegularChannel[], repeated: readonly RepeatedChannel[]): readonly Group[] {
  const repetitions = new Map(repeated.map((channel) => [channelKey(channel), channel]))
  const known = new Set(regular.map(channelKey))
  const candidates: Candidate[] = [
    ...regular.map((channel) => ({ ...channel, ...repetition(repetitions.get(channelKey(channel))) })),
    ...repeated.filter((channel) => !known.has(channelKey(channel))).map((channel) => ({ ...channel, rhythms: [], ...repetition(channel) })),
  ]
  return [...Map.groupBy(candidates, ({ destination }) => destination).values()].flatMap((members) => {
    const [best, ...others] = members.sort((a, b) => strength(b) - strength(a) || (channelKey(a) < channelKey(b) ? -1 : 1))
    return best ? [{ destination: best.destination, direction: best.direction, candidates: [best, ...others] as const }] : []
  })
}

function repetition(found: Repetition | undefined): { repetition?: Repetition } {
  return found ? { repetition: { answered: found.answered, same: found.same, sent: found.sent, received: found.received } } : {}
}
