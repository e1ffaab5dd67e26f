import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { differences } from './compare.ts'
import { releaseBehaviour } from './index.ts'
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
        const began = at.flatMap((moment, host) => (moment === null ? [] : [{ at: moment, since: since[host] ?? null }]))
        const all = everyHits(
          since,
          began.map((one) => one.at),
        )
        const hits = began.filter((one) => one.since !== null && one.since < one.at).length
        const p = all.filter((count) => count >= hits).length / all.length
        const [difference] = differences([{ product: 'p', version: '1', destination: 'd', since, began }], 1)
        expect(difference?.hits).toBe(hits)
        expect(difference?.p).toBeCloseTo(p, 10)
        expect(difference?.expected).toBeCloseTo(all.reduce((sum, count) => sum + count, 0) / all.length, 10)
      }),
    )
  })

  it('corrects for all pairs that could be significant, and leaves out those that could not', () => {
    const since = [...new Array<number>(10).fill(5), ...new Array<null>(10).fill(null)]
    const all = (hosts: number) => Array.from({ length: hosts }, (_, index) => ({ at: 10 + index, since: 5 }))
    const made = (destination: string, hosts: number) => ({ product: 'p', version: '1', destination, since, began: all(hosts) })
    // 7 of 7 from 10 of 20: 120/77,520; 2 of 2: 9/38, which no correction lets through at 5 %.
    const found = differences([made('seven', 7), made('two', 2), made('other two', 2)], 0.05)
    expect(found.map(({ destination }) => destination)).toEqual(['seven'])
    expect(found[0]?.p).toBeCloseTo(120 / 77_520, 12)
    expect(found[0]?.q).toBeCloseTo(120 / 77_520, 12)
  })
})
