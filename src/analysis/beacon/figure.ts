import type { BeaconFigure } from '../../model/figure.ts'
import type { Candidate } from './groups.ts'
import { pause } from './pause.ts'
import type { Contact } from './recent-query.ts'

/** The newest contacts of the strongest channel: a timer shows as a band, a person as a cloud. */
export function beaconFigure({ host, target, rhythms }: Candidate, contacts: readonly Contact[]): BeaconFigure {
  const period = rhythms[0]?.median
  const points = contacts.slice(1).map(({ time, bytes }, index) => [time, time - (contacts[index]?.time ?? time), bytes] as const)
  return {
    kind: 'beacon',
    title: period === undefined ? `${host} has the same exchange with ${target} over and over` : `${host} contacts ${target} about every ${pause(period)}`,
    summary:
      period === undefined
        ? `The newest ${points.length} contacts: pauses differ, the exchange is the same.`
        : `The newest ${points.length} contacts gather around a pause of ${pause(period)}.`,
    points,
    ...(period !== undefined && { period }),
  }
}
