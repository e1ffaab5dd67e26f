import { daySeconds, isWeekend } from './calendar.ts'
import type { Catalogue } from './catalogue.ts'
import type { Role } from './organisation.ts'
import { type Random, stream } from './random.ts'
import { outside, traffics } from './site.ts'
import { type Appointment, type Habit, stayAfter, type World } from './world.ts'

/** New places, every day: the noise in which a culprit must be found. */
export interface News {
  readonly appointments: readonly Appointment[]
  readonly habits: readonly Habit[]
}

/**
 * Links that are passed around (each day some, most to a host or two, one in fifteen to many, half within one role) and
 * services that a role takes up (about one in four weeks for each role) and keeps using. Rates are ours.
 */
export function news(world: World, catalogue: Catalogue): News {
  const random = stream([world.options.seed, 601])
  const appointments: Appointment[] = []
  const habits: Habit[] = []
  const roles: readonly Role[] = ['office', 'finance', 'engineering', 'call-centre', 'management']
  const outsiders = world.hosts.flatMap((host, index) => (roles.includes(host.role) ? [index] : []))
  const members = new Map(roles.map((role) => [role, outsiders.filter((index) => world.hosts[index]?.role === role)]))
  for (let day = 0; day < world.options.days; day++) {
    const links = random.poisson(isWeekend(day) ? 1 : Math.min(40, 2 + 0.04 * world.hosts.length))
    for (let link = 0; link < links; link++) {
      const among = random.chance(0.5) ? (members.get(random.pick(roles)) ?? outsiders) : outsiders
      appointments.push(...passAround(world, catalogue, among, day, random))
    }
    for (const role of roles) if (random.chance(1 / 28)) habits.push(...takeUp(world, catalogue, members.get(role) ?? [], day, random))
  }
  return { appointments, habits }
}

function passAround(world: World, catalogue: Catalogue, among: readonly number[], day: number, random: Random): readonly Appointment[] {
  const site = catalogue.fresh()
  const size = random.chance(1 / 15) ? Math.ceil(among.length * random.between(0.05, 0.25)) : 1 + Math.floor(random.wait(0.9))
  return random
    .shuffled(among)
    .slice(0, size)
    .flatMap((host) => {
      const after = world.start + (day + Math.min(3, random.wait(0.5))) * daySeconds
      const stay = stayAfter(world, host, after)
      if (!stay || stay.workUntil - Math.max(after, stay.workFrom) < 120) return []
      return [{ host, site, time: random.between(Math.max(after, stay.workFrom), stay.workUntil - 60) }]
    })
}

function takeUp(world: World, catalogue: Catalogue, among: readonly number[], day: number, random: Random): readonly Habit[] {
  const site = outside(`app.${catalogue.fresh().destination}`, { ...traffics.service, contacts: 2 })
  const share = random.between(0.2, 0.7)
  return among
    .filter(() => random.chance(share))
    .map((host) => ({ host, site, daily: 0.5, from: world.start + (day + random.wait(4)) * daySeconds, until: world.end }))
}
