import { type Presence, presenceOf, workMoment } from './calendar.ts'
import { type Catalogue, drawSite } from './catalogue.ts'
import type { DrillFile, Visit } from './organisation.ts'
import { hashOf, type Random, stream, unitOf } from './random.ts'
import { type Site, ticksBetween } from './site.ts'
import { type Appointment, dayOf, type Habit, type World } from './world.ts'

/** Everything that decides who goes where, ready to be asked day by day. */
export interface Plan {
  readonly world: World
  readonly catalogue: Catalogue
  /** By host. */
  readonly habits: readonly (readonly Habit[])[]
  /** By day and host. */
  readonly appointments: readonly ReadonlyMap<number, readonly Appointment[]>[]
}

export function makePlan(world: World, catalogue: Catalogue, habits: readonly Habit[], appointments: readonly Appointment[]): Plan {
  const byHost: Habit[][] = world.hosts.map(() => [])
  for (const habit of habits) byHost[habit.host]?.push(habit)
  const byDay = Array.from({ length: world.options.days }, () => new Map<number, Appointment[]>())
  for (const one of appointments) {
    const day = byDay[dayOf(one.time)]
    const known = day?.get(one.host)
    if (known) known.push(one)
    else day?.set(one.host, [one])
  }
  return { world, catalogue, habits: byHost, appointments: byDay }
}

/** All visits of one day: a pure function of the plan. */
export function visitsOf(plan: Plan, day: number): readonly Visit[] {
  const { world } = plan
  const visits: Visit[] = []
  const random = stream([0])
  for (let host = 0; host < world.hosts.length; host++) {
    const computer = world.hosts[host]
    const presence = computer && presenceOf(computer, host, day, world.options.seed)
    if (!presence || !computer) continue
    stream([world.options.seed, 1001, host, day], random)
    const add = (site: Site, first: number, file?: DrillFile) => visits.push(visit(plan, host, day, site, first, file))
    for (const one of plan.appointments[day]?.get(host) ?? []) add(one.site, one.time, one.file)
    for (const habit of plan.habits[host] ?? []) keepUp(plan, habit, day, presence, random, add)
    if (computer.role !== 'server' && computer.role !== 'separated') browse(plan, host, day, presence, random, add)
  }
  return visits
}

type Add = (site: Site, first: number) => void

function keepUp(plan: Plan, habit: Habit, day: number, presence: Presence, random: Random, add: Add): void {
  const from = Math.max(presence.on + 20, habit.from)
  const until = Math.min(presence.off, habit.until)
  if (from >= until) return
  const { ticks } = habit.site.traffic
  if (ticks) {
    for (const moment of ticksBetween(ticks, [plan.world.options.seed, habit.site.label, habit.host], from, until)) {
      add(habit.site, moment)
      return
    }
  } else if (random.chance(habit.daily)) {
    const moment = workMoment(presence, day, random)
    if (moment >= from && moment < until) add(habit.site, moment)
  }
}

/** Where people go by themselves: mostly known places, those of their role, their own favourites, and seldom far out in the tail. */
function browse(plan: Plan, host: number, day: number, presence: Presence, random: Random, add: Add): void {
  const { catalogue, world } = plan
  const role = world.hosts[host]?.role
  const shelf = (role && catalogue.role[role]) ?? catalogue.common
  const activity = 0.5 + unitOf(world.options.seed, 1002, host)
  const seen = new Set<number>()
  for (let count = random.poisson(8 * activity); count > 0; count--) {
    const dice = random.unit()
    const site =
      dice < 0.46
        ? drawSite(catalogue.common, random)
        : dice < 0.73
          ? drawSite(shelf, random)
          : dice < 0.86
            ? favourite(plan, host, random)
            : dice < 0.985
              ? drawSite(catalogue.tail, random)
              : drawSite(catalogue.blocked, random)
    if (seen.has(site.label)) continue
    seen.add(site.label)
    add(site, workMoment(presence, day, random))
  }
}

function favourite(plan: Plan, host: number, random: Random): Site {
  const { sites } = plan.catalogue.tail
  const site = sites[hashOf(plan.world.options.seed, 1003, host, random.below(6)) % sites.length]
  return site ?? drawSite(plan.catalogue.tail, random)
}

function visit(plan: Plan, host: number, day: number, site: Site, first: number, file?: DrillFile): Visit {
  const shard = site.shards === undefined ? '' : `e${hashOf(plan.world.options.seed, 1004, host, day) % site.shards}.`
  return {
    host,
    destination: site.destination,
    name: shard + site.name,
    day,
    first,
    direction: site.direction,
    denied: site.denied,
    site,
    ...(file && { file }),
  }
}
