import { pathToFileURL } from 'node:url'
import { always, type Candidate, type Contacts, type Problem } from '../src/analysis/culprit/problem.ts'
import { rankCulprits } from '../src/analysis/culprit/rank.ts'
import { Generator } from '../src/analysis/statistics/random.ts'
import { markdownTable } from './table.ts'

const day = 86_400
const days = 90

interface Size {
  readonly hosts: number
  readonly products: number
  readonly destinations: number
}

/** Times the ranking of many destinations on one core: permutations, exact distributions and posteriors included. */
export async function benchCulprit(): Promise<Record<string, string | number>[]> {
  const sizes = [
    { hosts: 200, products: 100, destinations: 500 },
    { hosts: 2000, products: 400, destinations: 500 },
  ]
  return sizes.map((size) => {
    const { problem, culprits } = busyOrganisation(size)
    const start = performance.now()
    const { destinations } = rankCulprits(problem)
    const seconds = (performance.now() - start) / 1000
    const named = [...culprits].filter(([destination, candidate]) => {
      const answer = destinations[destination]
      return answer !== undefined && answer.q <= 0.05 && answer.ranking[0]?.candidate === candidate
    }).length
    return {
      ...size,
      cohorts: problem.candidates.length,
      permutations: destinations.reduce((sum, one) => sum + one.permutations, 0),
      'culprits named': `${named} of ${culprits.size}`,
      'others named': destinations.filter((one, index) => one.q <= 0.05 && !culprits.has(index)).length,
      seconds: Number(seconds.toFixed(2)),
    }
  })
}

/** Every product has a release from before, and three that are rolled out during the evidence. */
function busyOrganisation({ hosts, products, destinations }: Size): { problem: Problem; culprits: Map<number, number> } {
  const random = new Generator(hosts)
  const chance = (share: number) => random.below(1e6) < share * 1e6
  const stratum = Int32Array.from({ length: hosts }, () => random.below(8))
  const candidates: Candidate[] = []
  for (let product = 0; product < products; product++) {
    const share = random.below(1000) ** 2 / 1e6
    const users = Array.from({ length: hosts }, (_, host) => host).filter(() => chance(share))
    if (users.length < 2) continue
    candidates.push(candidate(users, () => always))
    for (let release = 0; release < 3; release++) {
      const from = random.below((days - 10) * day)
      candidates.push(
        candidate(
          users.filter(() => chance(0.8)),
          () => from + random.below(14 * day),
        ),
      )
    }
  }
  const culprits = new Map<number, number>()
  const contacts = Array.from({ length: destinations }, (_, index): Contacts => {
    if (index % 25 !== 0) return scattered(random, hosts)
    const usable = candidates.flatMap((one, at) => (one.hosts.length >= 10 && (one.since[0] as number) !== always ? [at] : []))
    const chosen = usable[random.below(usable.length)] as number
    culprits.set(index, chosen)
    return caused(random, candidates[chosen] as Candidate)
  })
  return { problem: { stratum, candidates, destinations: contacts }, culprits }
}

function candidate(users: readonly number[], since: () => number): Candidate {
  return { hosts: Int32Array.from(users), since: Int32Array.from(users, since), weight: 1 }
}

/** Most new destinations are seen by a few hosts, some by half of all. */
function scattered(random: Generator, hosts: number): Contacts {
  const count = Math.min(hosts / 2, Math.floor(2 / (1 - random.below(1000) / 1001) ** 0.8))
  const chosen = new Set<number>()
  while (chosen.size < count) chosen.add(random.below(hosts))
  const from = (30 + random.below(25)) * day
  return { hosts: Int32Array.from(chosen), at: Int32Array.from(chosen, () => from + random.below(30 * day)), weight: 1 }
}

function caused(random: Generator, { hosts, since }: Candidate): Contacts {
  const woken = Array.from(hosts.keys()).filter(() => random.below(2) === 1)
  return {
    hosts: Int32Array.from(woken, (index) => hosts[index] as number),
    at: Int32Array.from(woken, (index) => (since[index] as number) + (7 + random.below(21)) * day),
    weight: 1,
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(markdownTable(await benchCulprit()))
