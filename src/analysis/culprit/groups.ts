import { Generator } from '../statistics/random.ts'

/** Hosts that one group should have on average, and most groups. */
const groupSize = 10
const mostGroups = 40
const mostRounds = 40
/** One start may end with two teams in one group, and their software then explains what one of them takes up. */
const starts = { most: 20, least: 5, work: 1e8 } as const

/**
 * Groups hosts by the destinations they visited in the baseline, for want of a role: what a team takes up together is
 * known by what it already did together. Spherical k-means (Dhillon and Modha 2001) on which destinations a host visits,
 * the common ones weighing less (ln(hosts/visitors)); started as k-means++ (Arthur and Vassilvitskii 2007), the best of
 * twenty starts, of fewer when hosts are very many. Groups are small on purpose: a split team costs some power, a mixed
 * group brings false names.
 *
 * `visitors[d]` are the hosts that visited destination d. Returns the group of each host, from 0; deterministic.
 */
export function groupsOf(hosts: number, visitors: readonly ArrayLike<number>[]): Int32Array {
  const count = Math.min(mostGroups, Math.max(1, Math.round(hosts / groupSize)))
  if (count === 1) return new Int32Array(hosts)
  const profiles = profilesOf(hosts, visitors)
  const random = new Generator(hosts)
  const work = count * profiles.reduce((sum, { at }) => sum + at.length, 0)
  const length = Math.max(starts.least, Math.min(starts.most, Math.floor(starts.work / Math.max(1, work))))
  const tries = Array.from({ length }, () => cluster(profiles, count, visitors.length, random))
  return tries.reduce((best, next) => (next.fit > best.fit ? next : best)).group
}

/** What one host visits, as a sparse vector of length 1. */
interface Profile {
  readonly at: Int32Array
  readonly value: Float64Array
}

function profilesOf(hosts: number, visitors: readonly ArrayLike<number>[]): readonly Profile[] {
  const profiles = Array.from({ length: hosts }, () => ({ at: [] as number[], value: [] as number[] }))
  for (const [destination, own] of visitors.entries()) {
    const weight = Math.log(hosts / own.length)
    if (weight <= 0) continue
    for (const host of Array.from(own)) {
      profiles[host]?.at.push(destination)
      profiles[host]?.value.push(weight)
    }
  }
  return profiles.map(({ at, value }) => {
    const norm = Math.hypot(...value) || 1
    return { at: Int32Array.from(at), value: Float64Array.from(value, (one) => one / norm) }
  })
}

interface Clustering {
  readonly group: Int32Array
  /** Sum of the cosines between hosts and the centres of their groups. */
  readonly fit: number
}

function cluster(profiles: readonly Profile[], count: number, width: number, random: Generator): Clustering {
  let centres = firstCentres(profiles, count, width, random)
  let best = assign(profiles, centres)
  for (let round = 0; round < mostRounds; round++) {
    centres = recentre(profiles, best.group, centres, width)
    const next = assign(profiles, centres)
    const gained = next.fit - best.fit
    best = next
    if (gained < 1e-9) break
  }
  return best
}

/** k-means++: each next centre is a host drawn with probability proportional to its distance from those taken. */
function firstCentres(profiles: readonly Profile[], count: number, width: number, random: Generator): readonly Float64Array[] {
  const centres = [dense(profiles[random.below(profiles.length)], width)]
  while (centres.length < count) {
    const distance = profiles.map((profile) => Math.max(0, 1 - Math.max(...centres.map((centre) => cosine(profile, centre)))))
    const total = distance.reduce((sum, one) => sum + one, 0)
    let dice = (random.word() / 2 ** 32) * total
    const chosen = distance.findIndex((one) => {
      dice -= one
      return dice < 0
    })
    centres.push(dense(profiles[Math.max(0, chosen)], width))
  }
  return centres
}

function dense(profile: Profile | undefined, width: number): Float64Array {
  const centre = new Float64Array(width)
  if (profile) for (const [index, at] of profile.at.entries()) centre[at] = profile.value[index] as number
  return centre
}

function cosine({ at, value }: Profile, centre: Float64Array): number {
  let sum = 0
  for (let index = 0; index < at.length; index++) sum += (value[index] as number) * (centre[at[index] as number] as number)
  return sum
}

function assign(profiles: readonly Profile[], centres: readonly Float64Array[]): Clustering {
  let fit = 0
  const group = Int32Array.from(profiles, (profile) => {
    let nearest = 0
    let most = Number.NEGATIVE_INFINITY
    for (const [index, centre] of centres.entries()) {
      const closeness = cosine(profile, centre)
      if (closeness > most) {
        most = closeness
        nearest = index
      }
    }
    fit += most
    return nearest
  })
  return { group, fit }
}

/** The mean of each group, scaled to length 1; an empty group keeps its centre. */
function recentre(profiles: readonly Profile[], group: Int32Array, before: readonly Float64Array[], width: number): readonly Float64Array[] {
  const sums = before.map(() => new Float64Array(width))
  for (const [host, { at, value }] of profiles.entries()) {
    const sum = sums[group[host] as number] as Float64Array
    for (let index = 0; index < at.length; index++) sum[at[index] as number] = (sum[at[index] as number] as number) + (value[index] as number)
  }
  return sums.map((sum, index) => {
    const norm = Math.sqrt(sum.reduce((total, one) => total + one * one, 0))
    return norm === 0 ? (before[index] as Float64Array) : sum.map((one) => one / norm)
  })
}
