import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinCompanions } from './companions.ts'
import type { DestinationFacts } from './facts.ts'

function destination(name: string, hosts: readonly number[], from = 100): DestinationFacts {
  return { names: [name], contacts: hosts.map((host, order) => ({ host, at: from + order })), visitDays: 2 * hosts.length }
}

describe('joinCompanions', () => {
  it('joins what the same hosts contact, with the first contact of each host', () => {
    const [one, ...others] = joinCompanions([destination('b', [1, 2, 3, 4], 200), destination('a', [2, 3, 4, 5], 100), destination('c', [7, 8, 9, 1])])
    expect(one).toEqual({
      names: ['a', 'b'],
      contacts: [
        { host: 1, at: 200 },
        { host: 2, at: 100 },
        { host: 3, at: 101 },
        { host: 4, at: 102 },
        { host: 5, at: 103 },
      ],
      visitDays: 16,
    })
    expect(others.map(({ names }) => names)).toEqual([['c']])
  })

  it('leaves pairs of hosts alone: too little to go by', () => {
    expect(joinCompanions([destination('a', [1, 2]), destination('b', [1, 2])])).toHaveLength(2)
  })

  it('joins exactly the chains of pairs that share half of their hosts, and loses nothing', () => {
    const some = fc.uniqueArray(fc.nat(9), { minLength: 2, maxLength: 7 })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (sets) => {
        const joined = joinCompanions(sets.map((hosts, index) => destination(`d${index}`, hosts)))
        expect(joined.flatMap(({ names }) => names).sort()).toEqual(sets.map((_, index) => `d${index}`).sort())
        // The closure of the relation, by repeated passes over all pairs.
        const family = sets.map((_, index) => index)
        const alike = (a: readonly number[], b: readonly number[]) =>
          a.length >= 3 && b.length >= 3 && 2 * a.filter((host) => b.includes(host)).length >= new Set([...a, ...b]).size
        for (let pass = 0; pass < sets.length; pass++) {
          for (const [i, a] of sets.entries()) for (const [j, b] of sets.entries()) if (alike(a, b)) family[i] = Math.min(family[i] ?? i, family[j] ?? j)
        }
        const expected = [...Map.groupBy(sets.keys(), (index) => family[index]).values()].map((members) =>
          members
            .map((index) => `d${index}`)
            .sort()
            .join(),
        )
        expect(joined.map(({ names }) => [...names].sort().join()).sort()).toEqual(expected.sort())
      }),
    )
  })
})
