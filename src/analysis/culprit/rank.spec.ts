import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hypergeometricTail } from '../statistics/hypergeometric.ts'
import { Generator } from '../statistics/random.ts'
import { always, type Candidate, type DestinationRanking, type Problem } from './problem.ts'
import { rankCulprits } from './rank.ts'

/** A problem small enough to try every way in which the contact times could have fallen. */
interface Small {
  readonly stratum: readonly number[]
  /** For each candidate, since when each host has it; null is never. */
  readonly since: readonly (readonly (number | null)[])[]
  /** Contact time of each host; null is no contact. */
  readonly contact: readonly (number | null)[]
}

function problemOf({ stratum, since, contact }: Small): Problem {
  const entries = (values: readonly (number | null)[]) => values.flatMap((value, host) => (value === null ? [] : [[host, value] as const]))
  const candidates = since.map((values): Candidate => {
    const own = entries(values)
    return { hosts: Int32Array.from(own, ([host]) => host), since: Int32Array.from(own, ([, time]) => time), weight: 1 }
  })
  const own = entries(contact)
  return {
    stratum: Int32Array.from(stratum),
    candidates,
    destinations: [{ hosts: Int32Array.from(own, ([host]) => host), at: Int32Array.from(own, ([, time]) => time), weight: 1 }],
  }
}

function rank(small: Small, settings: Parameters<typeof rankCulprits>[1] = {}): DestinationRanking {
  return rankCulprits(problemOf(small), settings).destinations[0] as DestinationRanking
}

/** Every assignment of the contact times to hosts of the same stratum, each as likely: a list of contact times by host. */
function assignments({ stratum, contact }: Small): (number | null)[][] {
  let all: (number | null)[][] = [new Array<number | null>(stratum.length).fill(null)]
  for (const [host, time] of contact.entries()) {
    if (time === null) continue
    all = all.flatMap((given) =>
      given.flatMap((other, place) =>
        other === null && stratum[place] === stratum[host] ? [given.map((value, index) => (index === place ? time : value))] : [],
      ),
    )
  }
  return all
}

function hitsOf(since: readonly (number | null)[], contact: readonly (number | null)[]): number {
  return contact.filter((time, host) => time !== null && (since[host] ?? null) !== null && (since[host] as number) < time).length
}

/** p-values of each candidate, and the corrected one, from all assignments. `alpha` for the candidates that can reach it. */
function byEnumeration(small: Small, alpha: number): { readonly p: readonly number[]; readonly corrected: number } {
  const all = assignments(small)
  const tails = small.since.map((since) => {
    const hits = all.map((contact) => hitsOf(since, contact))
    return (observed: number) => hits.filter((count) => count >= observed).length / all.length
  })
  const least = small.since.map((since, index) => Math.min(...all.map((contact) => tails[index]?.(hitsOf(since, contact)) ?? 1)))
  // Tarone's factor, straight from its definition.
  const factor = [...least.keys()].map((k) => k + 1).find((k) => least.filter((p) => p <= alpha / k + 1e-12).length <= k) ?? 1
  const testable = least.map((p) => p <= alpha / factor + 1e-12)
  const best = (contact: readonly (number | null)[]) =>
    Math.min(1, ...small.since.flatMap((since, index) => (testable[index] ? [tails[index]?.(hitsOf(since, contact)) ?? 1] : [])))
  const observed = best(small.contact)
  return {
    p: small.since.map((since, index) => ((least[index] as number) <= alpha + 1e-12 ? (tails[index]?.(hitsOf(since, small.contact)) ?? 1) : 1)),
    corrected: testable.some(Boolean) ? all.filter((contact) => best(contact) <= observed + 1e-12).length / all.length : 1,
  }
}

const small = fc
  .record({ hosts: fc.integer({ min: 3, max: 7 }), strata: fc.integer({ min: 1, max: 2 }), candidates: fc.integer({ min: 1, max: 5 }) })
  .chain(({ hosts, strata, candidates }) =>
    fc.record({
      stratum: fc.array(fc.nat(strata - 1), { minLength: hosts, maxLength: hosts }),
      since: fc.array(fc.array(fc.option(fc.oneof(fc.constant(always), fc.nat(6)), { freq: 3 }), { minLength: hosts, maxLength: hosts }), {
        minLength: candidates,
        maxLength: candidates,
      }),
      contact: fc.array(fc.option(fc.integer({ min: 1, max: 7 }), { freq: 2 }), { minLength: hosts, maxLength: hosts }),
    }),
  )
  .map(
    (one): Small => ({
      ...one,
      contact: one.contact.map((time, index) => (one.contact.slice(0, index).filter((other) => other !== null).length >= 4 ? null : time)),
    }),
  )
  .filter(({ contact }) => contact.filter((time) => time !== null).length >= 2)

describe('rankCulprits', () => {
  it('gives each candidate the exact p-value of all assignments within strata', () => {
    fc.assert(
      fc.property(small, (one) => {
        const alpha = 0.6
        const expected = byEnumeration(one, alpha)
        for (const { candidate, p } of rank(one, { alpha }).ranking) expect(p).toBeCloseTo(expected.p[candidate] ?? -1, 10)
      }),
      { numRuns: 200 },
    )
  })

  it('corrects for all candidates as full enumeration of min-P does', () => {
    fc.assert(
      fc.property(small, (one) => {
        const alpha = 0.6
        const permutations = 4000
        const { corrected, state } = rank(one, { alpha, permutations, enough: permutations })
        if (state !== 'tested') return
        const exact = byEnumeration(one, alpha).corrected
        // Five standard errors of a share over so many permutations.
        expect(Math.abs(corrected - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / permutations) + 3 / permutations)
      }),
      { numRuns: 60 },
    )
  })

  it("is Fisher's exact test for one stratum and software that is not being rolled out", () => {
    const hosts = 40
    const one: Small = {
      stratum: new Array<number>(hosts).fill(0),
      since: [Array.from({ length: hosts }, (_, host) => (host < 12 ? always : null))],
      contact: Array.from({ length: hosts }, (_, host) => (host >= 4 && host < 14 ? 100 + host : null)),
    }
    const [best] = rank(one).ranking
    expect(best?.hits).toBe(8)
    expect(best?.p).toBeCloseTo(hypergeometricTail(8, 40, 12, 10), 12)
    expect(best?.expected).toBeCloseTo(3, 12)
  })

  it('counts a host as exposed only after its installation', () => {
    const one: Small = { stratum: [0, 0, 0, 0], since: [[5, 5, 5, null]], contact: [4, 5, 6, null] }
    expect(rank(one, { alpha: 1 }).ranking[0]?.hits).toBe(1)
  })

  it('does not depend on how hosts and candidates are numbered', () => {
    fc.assert(
      fc.property(small, fc.nat(1000), (one, seed) => {
        const random = new Generator(seed)
        const hosts = shuffled(one.stratum.length, random)
        const candidates = shuffled(one.since.length, random)
        const turned: Small = {
          stratum: hosts.map((host) => one.stratum[host] as number),
          since: candidates.map((candidate) => hosts.map((host) => one.since[candidate]?.[host] ?? null)),
          contact: hosts.map((host) => one.contact[host] ?? null),
        }
        const settings = { alpha: 0.6, permutations: 1000 }
        const [a, b] = [rank(one, settings), rank(turned, settings)]
        expect([b.state, b.testable, b.contacts]).toEqual([a.state, a.testable, a.contacts])
        expect(b.none).toBeCloseTo(a.none, 9)
        for (const standing of b.ranking) {
          const twin = a.ranking.find(({ candidate }) => candidate === candidates[standing.candidate])
          expect(standing.posterior).toBeCloseTo(twin?.posterior ?? -1, 9)
          expect(standing.p).toBeCloseTo(twin?.p ?? -1, 9)
        }
      }),
      { numRuns: 80 },
    )
  })

  it('says the same twice', () => {
    fc.assert(
      fc.property(small, (one) => {
        expect(rank(one, { permutations: 500 })).toEqual(rank(one, { permutations: 500 }))
      }),
      { numRuns: 30 },
    )
  })

  it('calls one contacting host not identifiable, whatever it has', () => {
    const one: Small = { stratum: [0, 0, 0], since: [[0, null, null]], contact: [9, null, null] }
    expect(rank(one)).toMatchObject({ state: 'one host', q: 1, corrected: 1, ranking: [] })
  })

  it('calls software on every host untestable', () => {
    const one: Small = { stratum: new Array<number>(9).fill(0), since: [new Array<number>(9).fill(always)], contact: [1, 2, 3, 4, 5, 6, null, null, null] }
    expect(rank(one)).toMatchObject({ state: 'untestable', q: 1 })
    expect(rank(one).ranking[0]?.posterior).toBeCloseTo(0.5, 9)
  })
})

describe('under the null', () => {
  it('corrected p-values are super-uniform: P(p ≤ a) is at most a', () => {
    const runs = 1500
    const random = new Generator(42)
    const hosts = 60
    const stratum = Array.from({ length: hosts }, (_, host) => (host < 25 ? 0 : 1))
    const since = Array.from({ length: 25 }, (_, candidate) => {
      const share = 10 + random.below(60)
      return Array.from({ length: hosts }, () => (random.below(100) >= share ? null : candidate % 2 === 0 ? always : random.below(50)))
    })
    const values: number[] = []
    for (let run = 0; run < runs; run++) {
      const contact: (number | null)[] = new Array<number | null>(hosts).fill(null)
      for (const host of shuffled(hosts, random).slice(0, 8)) contact[host] = 1 + random.below(60)
      values.push(rank({ stratum, since, contact }, { permutations: 999, seed: run }).corrected)
    }
    for (const level of [0.01, 0.05, 0.1, 0.25, 0.5]) {
      const share = values.filter((p) => p <= level).length / runs
      // Three and a half standard errors: a rate above the level by more than chance fails.
      expect(share).toBeLessThan(level + 3.5 * Math.sqrt((level * (1 - level)) / runs))
    }
    // And the correction does not waste its level: min-P over dependent candidates comes near it.
    expect(values.filter((p) => p <= 0.25).length / runs).toBeGreaterThan(0.15)
  })
})

function shuffled(count: number, random: Generator): number[] {
  const left = Array.from({ length: count }, (_, index) => index)
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0] as number)
}
