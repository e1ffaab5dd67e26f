import { median, robustZ } from '../../base/robust.ts'
import type { Severity } from '../../model/finding.ts'
import type { History, Peers, Upload } from './query.ts'
import type { Settings } from './settings.ts'

/** Makes the median absolute deviation estimate the standard deviation of normal values: 1 / Φ⁻¹(¾). */
const normalScale = 1.4826

/** How far a day stands out. `null`: there is not enough to compare with. */
export interface Weight {
  /** Against the host's own days: robust standard deviations of log1p(bytes). */
  readonly own: number | null
  /** Against the days of its peers. */
  readonly peers: number | null
  /** Other days on which the host sent the same destination about as much. */
  readonly likeDays: number
  readonly routine: boolean
}

export interface Comparison {
  readonly history: History | undefined
  readonly peers: Peers | undefined
  /** Days on which the host sent to this destination, with bytes. */
  readonly toDestination: readonly (readonly [day: number, bytes: number])[]
}

/** `upload` is one destination and day; its amount is compared with daily totals to the class, which can only be larger. */
export function weigh(upload: Upload, { history, peers, toDestination }: Comparison, settings: Settings): Weight {
  const value = Math.log1p(upload.bytesOut)
  const others = (history?.days ?? []).filter(([day]) => day !== upload.day).map(([, bytes]) => Math.log1p(bytes))
  const likeDays = toDestination.filter(
    ([day, bytes]) => day !== upload.day && bytes * settings.likeSize >= upload.bytesOut && upload.bytesOut * settings.likeSize >= bytes,
  ).length
  return {
    own: others.length >= settings.leastDays ? robustZ(value, others, settings.floor) : null,
    peers:
      peers && peers.hosts > 1 && peers.hostDays >= settings.leastPeerDays
        ? (value - peers.median) / Math.max(normalScale * peers.deviation, settings.floor)
        : null,
    likeDays,
    routine: likeDays >= settings.routineDays,
  }
}

/**
 * Null: nothing to tell. Information: a routine, or only one of the two comparisons could be made or stands out. Low: both stand out. Medium: both, and
 * next to nobody else contacts the destination, next to nothing comes back, and it was not known at the start of the evidence.
 */
export function severityOf(upload: Upload, weight: Weight, settings: Settings, newSince: number): Severity | null {
  const out = (z: number | null) => z !== null && z >= settings.leastZ
  if (!out(weight.own) && !out(weight.peers)) return null
  if (weight.own !== null && !out(weight.own)) return null
  if (weight.routine) return 1
  if (!out(weight.own) || !out(weight.peers)) return out(weight.peers) && upload.kind === 'seldom' ? 2 : 1
  const alone = upload.destinationHosts <= 2 && upload.bytesOut >= 10 * upload.bytesIn
  return alone && upload.began >= newSince ? 3 : 2
}

/** The middle of the host's other days, bytes; null without history. */
export function usual(history: History | undefined, day: number): number | null {
  const others = (history?.days ?? []).filter(([other]) => other !== day).map(([, bytes]) => bytes)
  return others.length === 0 ? null : median(others)
}
