import { daySeconds, drillStart, type Presence, presenceOf } from './calendar.ts'
import type { DrillOptions } from './options.ts'
import type { DrillFile, DrillInstallation, Host } from './organisation.ts'
import type { Site } from './site.ts'

/** Something a host does again and again: by the site's ticks, or with a daily probability. */
export interface Habit {
  readonly host: number
  readonly site: Site
  /** Share of the days on which it happens, for sites without ticks. */
  readonly daily: number
  /** Seconds since 1970. */
  readonly from: number
  readonly until: number
}

/** A visit that is planned by time. */
export interface Appointment {
  readonly host: number
  readonly site: Site
  readonly time: number
  readonly file?: DrillFile
}

/** What the parts of a drill are planned on. */
export interface World {
  readonly options: DrillOptions
  readonly hosts: readonly Host[]
  readonly start: number
  readonly end: number
}

export function makeWorld(options: DrillOptions, hosts: readonly Host[]): World {
  return { options, hosts, start: drillStart, end: drillStart + options.days * daySeconds }
}

export function dayOf(time: number): number {
  return Math.floor((time - drillStart) / daySeconds)
}

export function hostAt(world: World, index: number): Host {
  const host = world.hosts[index]
  if (host === undefined) throw new RangeError(`no host ${index}`)
  return host
}

export interface Stay extends Presence {
  readonly day: number
}

/** The host's next stay that lasts beyond `time`; undefined when there is none before the end. */
export function stayAfter(world: World, host: number, time: number): Stay | undefined {
  for (let day = Math.max(0, dayOf(time)); day < world.options.days; day++) {
    const presence = presenceOf(hostAt(world, host), host, day, world.options.seed)
    if (presence && presence.off > time + 60 && presence.workUntil > time + 60) return { ...presence, day }
  }
  return undefined
}

/** Installations of one product, of one version where it is given. */
export function holdersOf(installations: readonly DrillInstallation[], product: string, version?: string): readonly DrillInstallation[] {
  return installations.filter((one) => one.product === product && (version === undefined || one.version === version))
}
