import type { Problem } from './problem.ts'

/** The problem laid out for speed: exposures by host, and by candidate and stratum, each sorted by time. */
export interface Exposures {
  readonly strata: number
  readonly candidates: number
  /** Hosts of stratum s: `members[memberStart[s] … memberStart[s + 1])`. */
  readonly memberStart: Int32Array
  readonly members: Int32Array
  /** Exposures of host h: `[hostStart[h], hostStart[h + 1])` of `hostTime` and `hostCandidate`. */
  readonly hostStart: Int32Array
  readonly hostTime: Int32Array
  readonly hostCandidate: Int32Array
  /** Exposure times of candidate c in stratum s: `[start[c · strata + s], start[… + 1])` of `time`. */
  readonly start: Int32Array
  readonly time: Int32Array
}

export function exposuresOf(problem: Problem): Exposures {
  const hosts = problem.stratum.length
  const strata = problem.stratum.reduce((most, stratum) => Math.max(most, stratum + 1), 0)
  const [memberStart, members] = bucket(problem.stratum, strata)
  return { strata, candidates: problem.candidates.length, memberStart, members, ...byHost(problem, hosts), ...byStratum(problem, strata) }
}

/** Indices grouped by key (a counting sort): where each group begins, and the indices. */
function bucket(keys: Int32Array, groups: number): readonly [start: Int32Array, indices: Int32Array] {
  const start = new Int32Array(groups + 1)
  for (const key of keys) start[key + 1] = (start[key + 1] as number) + 1
  for (let group = 0; group < groups; group++) start[group + 1] = (start[group + 1] as number) + (start[group] as number)
  const place = start.slice()
  const indices = new Int32Array(keys.length)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as number
    const at = place[key] as number
    indices[at] = index
    place[key] = at + 1
  }
  return [start, indices]
}

function byHost(problem: Problem, hosts: number): Pick<Exposures, 'hostStart' | 'hostTime' | 'hostCandidate'> {
  const total = problem.candidates.reduce((sum, candidate) => sum + candidate.hosts.length, 0)
  const host = new Int32Array(total)
  const time = new Int32Array(total)
  const owner = new Int32Array(total)
  let at = 0
  for (const [index, candidate] of problem.candidates.entries()) {
    host.set(candidate.hosts, at)
    time.set(candidate.since, at)
    owner.fill(index, at, at + candidate.hosts.length)
    at += candidate.hosts.length
  }
  const [hostStart, order] = bucket(host, hosts)
  const hostTime = new Int32Array(total)
  const hostCandidate = new Int32Array(total)
  for (let index = 0; index < hosts; index++) {
    const from = hostStart[index] as number
    const own = order.subarray(from, hostStart[index + 1] as number).sort((a, b) => (time[a] as number) - (time[b] as number))
    for (const [offset, entry] of own.entries()) {
      hostTime[from + offset] = time[entry] as number
      hostCandidate[from + offset] = owner[entry] as number
    }
  }
  return { hostStart, hostTime, hostCandidate }
}

function byStratum(problem: Problem, strata: number): Pick<Exposures, 'start' | 'time'> {
  const total = problem.candidates.reduce((sum, candidate) => sum + candidate.hosts.length, 0)
  const start = new Int32Array(problem.candidates.length * strata + 1)
  const time = new Int32Array(total)
  let filled = 0
  for (const [index, candidate] of problem.candidates.entries()) {
    const [from, order] = bucket(
      candidate.hosts.map((host) => problem.stratum[host] as number),
      strata,
    )
    for (let stratum = 0; stratum < strata; stratum++) {
      start[index * strata + stratum] = filled + (from[stratum] as number)
    }
    for (const [offset, entry] of order.entries()) time[filled + offset] = candidate.since[entry] as number
    for (let stratum = 0; stratum < strata; stratum++) time.subarray(filled + (from[stratum] as number), filled + (from[stratum + 1] as number)).sort()
    filled += candidate.hosts.length
    start[(index + 1) * strata] = filled
  }
  return { start, time }
}

/** How many of a sorted stretch of times are before `moment`. */
export function before(time: Int32Array, from: number, until: number, moment: number): number {
  let low = from
  let high = until
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] as number) < moment) low = middle + 1
    else high = middle
  }
  return low - from
}
