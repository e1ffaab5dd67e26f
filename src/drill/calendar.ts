import type { Host } from './organisation.ts'
import { type Random, stream, unitOf } from './random.ts'

export const daySeconds = 86_400

/** Monday, 6 February 2023, 00:00 UTC: with the default length the release comes in the weeks in which the real one came. */
export const drillStart = Date.UTC(2023, 1, 6) / 1000

/** When a computer is on and when somebody works at it: seconds since 1970. */
export interface Presence {
  readonly on: number
  readonly off: number
  readonly workFrom: number
  readonly workUntil: number
}

export function isWeekend(day: number): boolean {
  return day % 7 > 4
}

/** `2023-02-06` of a day of the drill. */
export function dateOf(day: number): string {
  return new Date((drillStart + day * daySeconds) * 1000).toISOString().slice(0, 10)
}

const labels = { presence: 101, holiday: 102 }
const scratch = stream([0])

/**
 * When a host is on, on one day; undefined when it is off or elsewhere. Servers always run; a desk has somebody on
 * nine working days in ten, a laptop is in the house on eight; one week in twenty is a holiday; call centres work in
 * three shifts and at weekends. One desktop in seven stays on overnight.
 */
export function presenceOf(host: Host, index: number, day: number, seed: number): Presence | undefined {
  const midnight = drillStart + day * daySeconds
  if (host.role === 'server') return { on: midnight, off: midnight + daySeconds, workFrom: midnight + 6 * 3600, workUntil: midnight + 20 * 3600 }
  const random = stream([seed, labels.presence, index, day], scratch)
  if (unitOf(seed, labels.holiday, index, Math.floor(day / 7)) < 0.05) return undefined
  if (!random.chance(shareOfDays(host, day))) return undefined
  const start = midnight + Math.max(6.2, arrival(host, random)) * 3600
  const end = Math.min(start + Math.max(4, 8.7 + 0.7 * random.normal()) * 3600, midnight + 21.5 * 3600)
  const workFrom = start + random.between(30, 300)
  if (!host.leased && unitOf(seed, labels.presence, index) < 1 / 7) return { on: midnight, off: midnight + daySeconds, workFrom, workUntil: end }
  return { on: start, off: end + 60, workFrom, workUntil: end }
}

function shareOfDays(host: Host, day: number): number {
  if (host.role === 'call-centre') return isWeekend(day) ? 0.35 : 0.8
  if (isWeekend(day)) return host.role === 'engineering' ? 0.06 : 0.02
  return host.leased ? 0.8 : 0.92
}

/** Hour of arrival. */
function arrival(host: Host, random: Random): number {
  if (host.role === 'call-centre') return random.pick([6.5, 9.5, 12.5]) + 0.2 * random.normal()
  return (host.role === 'engineering' ? 9.1 : 8.2) + 0.6 * random.normal()
}

/** A moment of work: a morning hump around 10:15, an afternoon one around 14:45, and few at lunch. */
export function workMoment(presence: Presence, day: number, random: Random): number {
  const midnight = drillStart + day * daySeconds
  const humps = presence.workFrom - midnight > 12 * 3600 ? [14.75, 17.75] : [10.25, 14.75]
  for (let attempt = 0; attempt < 4; attempt++) {
    const moment = midnight + (random.pick(humps) + 1.2 * random.normal()) * 3600
    if (moment >= presence.workFrom && moment < presence.workUntil) return moment
  }
  return random.between(presence.workFrom, presence.workUntil)
}
