import type { ReleaseFacts } from '../statistics/installed-software.ts'

/** What the evidence says, typed and without the lake. Times are seconds since 1970. */
export interface Facts {
  readonly span: Span
  /** Hosts that were seen in traffic and whose software is known; hosts are numbered by their place here. */
  readonly hosts: readonly HostFacts[]
  readonly releases: readonly ReleaseFacts[]
  /** New to the organisation, contacted by two hosts or more. */
  readonly destinations: readonly DestinationFacts[]
  /** For each destination that some hosts visited in the baseline, those hosts; needed where roles are unknown. */
  readonly visitors: readonly (readonly number[])[]
}

export interface Span {
  readonly from: number
  readonly until: number
  /** Until when a destination counts as known. */
  readonly baselineUntil: number
}

export interface HostFacts {
  readonly name: string
  /** Empty is unknown. */
  readonly role: string
  readonly os: string
}

export interface DestinationFacts {
  /** Its name; or the names of several that the same hosts contact, the earliest first. */
  readonly names: readonly string[]
  /** First contact of each host, with any of them. */
  readonly contacts: readonly { readonly host: number; readonly at: number }[]
  /** Days with visits, summed over hosts and names. */
  readonly visitDays: number
}

const day = 86_400
const leastBaseline = 7
/** Days of evidence below which nothing can be called new. */
export const leastDays = leastBaseline + 1

/**
 * How long the baseline is: as set, but at most a third of the evidence, so that a contact window fits behind it, and
 * at least seven days. Undefined when the evidence is too short to leave a day to look at.
 */
export function baselineDays(from: number, until: number, wanted: number): number | undefined {
  const days = (until - from) / day
  if (days < leastDays) return undefined
  return Math.max(leastBaseline, Math.min(wanted, Math.floor(days / 3)))
}
