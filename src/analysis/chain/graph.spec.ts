import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reach } from '../updates/reach.ts'
import { cheapestCut } from './cut.ts'
import { edgesOf, type Hop, likeliestChains, type Place, placeOf } from './graph.ts'

const hop = (host: string, release: string, over: Partial<Hop> = {}): Hop => ({
  host,
  release,
  updates: 1,
  vulnerability: `CVE-${host}-${release}`,
  from: 'network',
  account: false,
  gains: 'user',
  likelihood: 0.5,
  ...over,
})

const reach = (fromOutside: readonly string[], inside: Readonly<Record<string, readonly string[]>> = {}, goOut: readonly string[] = []): Reach => ({
  fromOutside: new Set(fromOutside),
  goOut: new Set(goOut),
  inside: new Map(Object.entries(inside)),
})

const path = (hops: readonly Hop[], who: Reach, to: Place) => likeliestChains(edgesOf(hops, who)).get(to)

describe('a chain', () => {
  const door = hop('gateway', 'VPN 1', { likelihood: 0.9 })
  const climb = hop('gateway', 'Kernel 5', { from: 'host', account: true, gains: 'all', likelihood: 0.2 })
  const aside = hop('store', 'Share 3', { account: true, likelihood: 0.4 })

  it('joins what one weakness gives to what the next one asks for, and is as strong as its weakest link', () => {
    const chain = path([door, climb, aside], reach(['gateway'], { gateway: ['store'] }), placeOf('store', 'user'))
    expect(chain?.hops.map(({ release }) => release)).toEqual(['VPN 1', 'Share 3'])
    expect(chain?.likelihood).toBe(0.4)
    expect(path([door, climb], reach(['gateway']), placeOf('gateway', 'all'))?.likelihood).toBe(0.2)
  })

  it('needs traffic that shows the way', () => {
    expect(path([door, aside], reach([], { gateway: ['store'] }), placeOf('store', 'user'))).toBeUndefined()
    expect(path([door, aside], reach(['gateway']), placeOf('store', 'user'))).toBeUndefined()
  })

  it('does not take an account from nowhere', () => {
    expect(path([aside], reach(['store']), placeOf('store', 'user'))).toBeUndefined()
  })

  it('lures only who goes out', () => {
    const lured = hop('desk', 'Reader 9', { from: 'lure' })
    expect(path([lured], reach(['desk']), placeOf('desk', 'user'))).toBeUndefined()
    expect(path([lured], reach([], {}, ['desk']), placeOf('desk', 'user'))?.hops).toEqual([lured])
  })

  it('takes the likeliest way, and the shortest of those', () => {
    const better = hop('gateway', 'Mail 2', { likelihood: 0.95 })
    expect(path([door, better], reach(['gateway']), placeOf('gateway', 'user'))?.hops).toEqual([better])
  })
})

describe('the cheapest cut', () => {
  it('is the narrow place and not the many that come after it', () => {
    const hops = [hop('gateway', 'VPN 1'), ...['a', 'b', 'c'].map((host) => hop(host, 'Share 3', { account: true }))]
    const edges = edgesOf(hops, reach(['gateway'], { gateway: ['a', 'b', 'c'] }))
    expect(cheapestCut(edges, new Set(['a', 'b', 'c'].map((host) => placeOf(host, 'user'))))).toEqual([{ host: 'gateway', release: 'VPN 1', updates: 1 }])
  })

  it('is nothing where nothing is reached', () => {
    expect(cheapestCut(edgesOf([hop('a', 'x')], reach([])), new Set([placeOf('a', 'user')]))).toEqual([])
  })

  const hosts = ['a', 'b', 'c', 'd']
  const anyHop = fc
    .record({ host: fc.constantFrom(...hosts), release: fc.constantFrom('x', 'y'), from: fc.constantFrom('network', 'host'), account: fc.boolean() } as const)
    .map(({ host, release, from, account }) => hop(host, release, { from, account: from === 'host' || account, gains: from === 'host' ? 'all' : 'user' }))
  const anyReach = fc
    .record({ outer: fc.subarray(hosts), pairs: fc.array(fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...hosts)), { maxLength: 6 }) })
    .map(({ outer, pairs }) => reach(outer, Object.fromEntries(hosts.map((host) => [host, pairs.filter(([from]) => from === host).map(([, to]) => to)]))))

  it('breaks every way, and no smaller set of updates does where each release has one weakness', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyHop, { maxLength: 6, selector: ({ host, release }) => host + release }),
        anyReach,
        fc.constantFrom(...hosts),
        (hops, who, host) => {
          const target = placeOf(host, 'user')
          const edges = edgesOf(hops, who)
          const cut = cheapestCut(edges, new Set([target]))
          const reached = (gone: ReadonlySet<Hop>) =>
            likeliestChains(
              edgesOf(
                hops.filter((one) => !gone.has(one)),
                who,
              ),
            ).has(target)
          expect(reached(new Set(hops.filter((one) => cut.some((update) => update.host === one.host && update.release === one.release))))).toBe(false)
          // Against all sets of updates.
          const least = Math.min(
            ...Array.from({ length: 2 ** hops.length }, (_, set) => hops.filter((_, index) => (set >> index) & 1))
              .filter((gone) => !reached(new Set(gone)))
              .map((gone) => gone.length),
          )
          expect(cut.length).toBe(least)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is nothing where there are no steps at all', () => {
    expect(likeliestChains(new Map()).size).toBe(0)
    expect(cheapestCut(new Map(), new Set([placeOf('a', 'user')]))).toEqual([])
  })
})
