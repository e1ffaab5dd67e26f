import { daySeconds, isWeekend } from './calendar.ts'
import type { DrillInstallation } from './organisation.ts'
import { type Product, productOn, systemOf } from './products.ts'
import { labelOf, type Random, stream, unitOf } from './random.ts'
import { hostAt, stayAfter, type World } from './world.ts'

export interface Release {
  readonly version: string
  /** Seconds since 1970. */
  readonly time: number
  /** Share of the hosts that take it; 1 where absent. */
  readonly share?: number
  /** For a release that goes out faster than others: mean and greatest delay in days. */
  readonly delay?: readonly [mean: number, most: number]
}

/**
 * Rings, as Windows Autopatch sets them by default for quality updates: deferral and deadline in days. The shares are ours.
 * https://learn.microsoft.com/windows/deployment/windows-autopatch/manage/windows-autopatch-groups-policies
 */
const rings = [
  { share: 0.03, deferral: 0, deadline: 0.4 },
  { share: 0.12, deferral: 1, deadline: 2 },
  { share: 0.35, deferral: 6, deadline: 2 },
  { share: 0.4, deferral: 9, deadline: 5 },
  { share: 0.1, deferral: 11, deadline: 3 },
] as const

/** Every installation of a product in the drill, and those that were there before. `releases` replaces the vendor's own rhythm. */
export function rollOut(world: World, product: Product, releases?: readonly Release[]): readonly DrillInstallation[] {
  const label = labelOf(product.product)
  const random = stream([world.options.seed, 401, label])
  const coming = releases ?? rhythm(world, product, random)
  return owners(world, product, label).flatMap((host) => history(world, product, host, coming))
}

/** Hosts that use a product: by role and system, at least one where any could. */
function owners(world: World, product: Product, label: number): readonly number[] {
  const able = world.hosts.flatMap((host, index) => {
    const share = product.share[host.role] ?? product.share.others ?? 0
    return share > 0 && product.systems.includes(systemOf(host.os)) ? [{ index, share, dice: unitOf(world.options.seed, 402, label, index) }] : []
  })
  const using = able.filter(({ dice, share }) => dice < share)
  const chosen = using.length > 0 ? using : able.sort((a, b) => a.dice - b.dice).slice(0, 1)
  return chosen.map(({ index }) => index)
}

/** Releases at uneven intervals, on working days at nine. */
function rhythm(world: World, product: Product, random: Random): readonly Release[] {
  const releases: Release[] = []
  let version = product.version
  let day = random.between(0, product.every)
  while (day < world.options.days) {
    version = nextVersion(version, random)
    let release = Math.floor(day)
    while (isWeekend(release)) release++
    releases.push({ version, time: world.start + release * daySeconds + 9 * 3600 })
    day += product.every * random.between(0.6, 1.4)
  }
  return releases
}

/** Two in three raise the last number, the others the one before it. */
function nextVersion(version: string, random: Random): string {
  const parts = version.split('.').map(Number)
  const last = parts.length - 1
  if (random.chance(2 / 3)) return [...parts.slice(0, last), (parts[last] ?? 0) + 1 + random.below(3)].join('.')
  return [...parts.slice(0, last - 1), (parts[last - 1] ?? 0) + 1, random.below(3)].join('.')
}

/** One host's versions of one product, in order; a release that the next one overtook is left out. */
function history(world: World, product: Product, index: number, releases: readonly Release[]): readonly DrillInstallation[] {
  const host = hostAt(world, index)
  const random = stream([world.options.seed, 403, labelOf(product.product), index])
  const before = world.start - Math.floor(random.between(1, 200) * daySeconds)
  const taken = releases.flatMap((release) => {
    const wanted = random.chance(release.share ?? 1)
    const due = release.time + delay(world, product, release, index, random) * daySeconds
    const stay = wanted ? stayAfter(world, index, due) : undefined
    if (!stay) return []
    const earliest = Math.max(due, host.role === 'server' ? due : stay.workFrom)
    // The very moment matters little to a desk, and a server is serviced at night.
    const time = host.role === 'server' ? stay.on + random.between(1, 4) * 3600 : earliest + random.unit() * Math.min(5400, stay.workUntil - earliest)
    return time >= due - daySeconds && time < world.end ? [{ version: release.version, installedAt: Math.floor(Math.max(time, release.time)) }] : []
  })
  const versions = [{ version: product.version, installedAt: before }, ...taken]
  const kept = versions.filter((one, at) => versions.slice(at + 1).every((later) => later.installedAt > one.installedAt))
  return kept.map((one, at) => {
    const until = kept[at + 1]?.installedAt
    return { host: index, product: productOn(product, host.os), vendor: product.vendor, ...one, ...(until !== undefined && { until }) }
  })
}

/** Days between a release and its arrival on a host, before the host's own absence. Laptops are late. */
function delay(world: World, product: Product, release: Release, index: number, random: Random): number {
  const host = hostAt(world, index)
  const late = host.leased ? random.wait(1) : 0
  if (release.delay) return Math.min(release.delay[1], random.wait(release.delay[0]) + late / 2)
  if (product.channel === 'self' && host.role !== 'server' && host.role !== 'separated') return Math.min(14, random.wait(2) + late)
  const dice = unitOf(world.options.seed, 404, index)
  let sum = 0
  const ring = rings.find(({ share }) => {
    sum += share
    return dice < sum
  })
  return (ring?.deferral ?? 9) + random.unit() * (ring?.deadline ?? 3) + late
}
