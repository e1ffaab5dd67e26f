import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { ReleaseFacts } from '../statistics/installed-software.ts'
import { differences } from './compare.ts'
import { releaseBehaviour } from './index.ts'
import { pairsOf } from './pairs.ts'
import { benign, office, positive, updated } from './sample.ts'

describe('release behaviour', () => {
  it('says what hosts with a release began to talk to, against hosts with other versions and against before', async () => {
    const findings = await findingsOf(releaseBehaviour, positive())
    expect(findings).toHaveLength(1)
    const [finding] = findings
    expect(finding).toMatchObject({ severity: 2, kind: 'context' })
    expect(finding?.about.slice(0, 2)).toEqual([
      { kind: 'release', id: 'Marble Reader@5.1' },
      { kind: 'destination', id: 'reader-insight.invalid' },
    ])
    expect(finding?.because[0]?.observed).toBe('16 of 17 hosts')
    expect(finding?.because[0]?.says).toContain('(of 40 hosts;')
    expect(finding?.because[0]?.says).toMatch(/contact on 0 of \d+ host-days before they got it, and on \d+ of \d+ host-days after/)
    expect(finding?.about.filter(({ kind }) => kind === 'host')).toHaveLength(16)
  })

  it('is no more than information where others knew the destination before', async () => {
    const day = 86_400e6
    const start = Date.UTC(2024, 4, 6) * 1000
    const early = [{ host: 11, name: 'stats.marble.example', time: start + 2 * day }]
    const begun = [...updated].map(([host, at]) => ({ host, name: 'stats.marble.example', time: at + day + host * 1e6 }))
    const findings = await findingsOf(releaseBehaviour, office([...early, ...begun]))
    expect(findings.map(({ severity }) => severity)).toEqual([1])
  })

  it('has nothing to say of what hosts of all versions began, or always did', async () => {
    expect(await findingsOf(releaseBehaviour, benign())).toEqual([])
  })
})

describe('differences', () => {
  const pair = fc.integer({ min: 2, max: 6 }).chain((hosts) =>
    fc.record({
      since: fc.array(fc.option(fc.nat(9), { freq: 2 }), { minLength: hosts, maxLength: hosts }),
      at: fc.array(fc.option(fc.integer({ min: 1, max: 10 }), { freq: 2 }), { minLength: hosts, maxLength: hosts }),
    }),
  )

  /** All ways to hand the moments out to the hosts; how many of those that began had the release, for each. */
  function everyHits(since: readonly (number | null)[], moments: readonly number[]): number[] {
    const [at, ...others] = moments
    if (at === undefined) return [0]
    return since.flatMap((own, host) => everyHits(since.toSpliced(host, 1), others).map((hits) => hits + (own !== null && own < at ? 1 : 0)))
  }

  it('gives p as enumeration of all hosts that could have begun does', () => {
    fc.assert(
      fc.property(pair, ({ since, at }) => {
        const contacts = at.flatMap((moment, host) => (moment === null ? [] : [[host, moment] as const]))
        const [one] = pairsOf(productOf(since), [{ destination: 'd', contacts }], { from: 0, until: 99, window: 99, leastHosts: 1, level: 1 })
        const start = Math.min(...since.flatMap((own) => own ?? []))
        // By hand: hosts that knew the destination before the first installation are out.
        const kept = since.flatMap((own, host) => ((at[host] ?? 99) > start ? [{ own, at: at[host] ?? null }] : []))
        const began = kept.flatMap((host) => (host.at === null ? [] : [host.at]))
        if (kept.length < 0.8 * since.length || began.length === 0 || start === Number.POSITIVE_INFINITY) {
          expect(one).toBeUndefined()
          return
        }
        const all = everyHits(
          kept.map(({ own }) => own),
          began,
        )
        const hits = kept.filter((host) => host.own !== null && host.at !== null && host.own < host.at).length
        const [difference] = differences(one ? [one] : [], 1)
        expect(difference?.hits).toBe(hits)
        expect(difference?.p).toBeCloseTo(all.filter((count) => count >= hits).length / all.length, 10)
        expect(difference?.expected).toBeCloseTo(all.reduce((sum, count) => sum + count, 0) / all.length, 10)
      }),
    )
  })

  it('corrects for all pairs that could be significant, and leaves out those that could not', () => {
    const since = [...new Array<number>(10).fill(5), ...new Array<null>(10).fill(null)]
    const began = (destination: string, hosts: number) => ({ destination, contacts: Array.from({ length: hosts }, (_, host) => [host, 10 + host] as const) })
    const pairs = pairsOf(productOf(since), [began('seven', 7), began('two', 2), began('other two', 2)], {
      from: 0,
      until: 99,
      window: 99,
      leastHosts: 2,
      level: 0.3,
    })
    expect(pairs).toHaveLength(3)
    // 7 of 7 from 10 of 20: 120/77,520; 2 of 2: 9/38, which no correction lets through at 5 %.
    const found = differences(pairs, 0.05)
    expect(found.map(({ destination }) => destination)).toEqual(['seven'])
    expect(found[0]?.p).toBeCloseTo(120 / 77_520, 12)
    expect(found[0]?.q).toBeCloseTo(120 / 77_520, 12)
  })

  it('leaves out hosts that have the release since nobody knows when, and releases from before the evidence', () => {
    const since = [3, 4, 5, 6, null, null, null, null]
    const facts = productOf(since).map((release) =>
      release.version === '2' ? { ...release, holders: [...release.holders, { host: 7, since: 2, exact: false, passive: false }] } : release,
    )
    const contacts = [0, 1, 2, 7].map((host) => [host, 50 + host] as const)
    const options = { from: 0, until: 99, window: 99, leastHosts: 2, level: 1 }
    expect(pairsOf(facts, [{ destination: 'd', contacts }], options)).toEqual([
      { product: 'p', version: '2', destination: 'd', hosts: 7, marked: [4, 4, 4], hits: 3 },
    ])
    expect(pairsOf(facts, [{ destination: 'd', contacts }], { ...options, from: 4 })).toEqual([])
  })
})

/** A product with an old version everywhere, since before all, and release 2 as given. */
function productOf(since: readonly (number | null)[]): ReleaseFacts[] {
  const holder = (host: number, time: number) => ({ host, since: time, exact: true, passive: false })
  return [
    { product: 'p', vendor: 'v', version: '1', holders: since.map((_, host) => holder(host, -50)) },
    { product: 'p', vendor: 'v', version: '2', holders: since.flatMap((time, host) => (time === null ? [] : [holder(host, time)])) },
  ]
}
