import { isoFromSeconds } from '../../base/time.ts'
import { daySeconds } from '../calendar.ts'
import type { CaseName } from '../options.ts'
import type { DrillAnswer, DrillInstallation, DroppedFile } from '../organisation.ts'
import type { Product } from '../products.ts'
import type { Release } from '../rollout.ts'
import { type Appointment, type Habit, hostAt, type World } from '../world.ts'

export interface Story {
  readonly habits: readonly Habit[]
  readonly appointments: readonly Appointment[]
  readonly dropped?: readonly DroppedFile[]
  readonly answer: Pick<DrillAnswer, 'story' | 'culprit' | 'hostile' | 'activated' | 'destinations' | 'files'>
}

/** What happens beside ordinary life. */
export interface DrillCase {
  readonly name: CaseName
  /** Products whose releases the case sets, in place of the vendor's own rhythm. */
  products(world: World): readonly { readonly product: Product; readonly releases: readonly Release[] }[]
  tell(world: World, installations: readonly DrillInstallation[]): Story
}

/** The day at which the release of a case comes: 42 % of the span, so that a baseline lies before it and a sleep of 28 days fits behind. */
export function releaseTime(world: World): number {
  return world.start + Math.round(0.42 * world.options.days) * daySeconds + 9 * 3600
}

/** The answer's destinations from the visits that were planned to them: who, and when first. */
export function destinationsOf(world: World, appointments: readonly Appointment[], purposes: ReadonlyMap<string, string>): DrillAnswer['destinations'] {
  return [...purposes].flatMap(([name, purpose]) => {
    const visits = appointments.filter(({ site }) => site.name === name).sort((a, b) => a.time - b.time)
    const [earliest] = visits
    if (!earliest) return []
    const hosts = [...new Set(visits.map(({ host }) => hostAt(world, host).name))].sort()
    return [{ name, destination: earliest.site.destination, purpose, hosts, first: isoFromSeconds(earliest.time) }]
  })
}

/** The answer's hosts, by the time at which they woke up. */
export function activatedOf(world: World, woken: readonly { readonly one: DrillInstallation; readonly time: number }[]): DrillAnswer['activated'] {
  return [...woken]
    .sort((a, b) => a.time - b.time)
    .map(({ one, time }) => ({ host: hostAt(world, one.host).name, installed: isoFromSeconds(one.installedAt), activated: isoFromSeconds(time) }))
}
