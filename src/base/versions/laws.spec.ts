import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { versionSamples } from '../../../test/support/version-samples.ts'
import { compareIn } from './compare.ts'
import { longestVersion } from './order.ts'
import { schemes } from './schemes.ts'

const samples = Object.entries(versionSamples)

describe.each(samples)('the order of %s', (ecosystem, sample) => {
  it('tells every two versions, each of which is the same as itself', () => {
    fc.assert(fc.property(sample, (a) => compareIn(ecosystem, a, a) === 0))
  })

  it('is the other way round when the two are', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => compareIn(ecosystem, a, b) === -(compareIn(ecosystem, b, a) ?? Number.NaN) + 0),
      { numRuns: 300 },
    )
  })

  it('is one order: what comes before and equals what goes along', () => {
    fc.assert(
      fc.property(sample, sample, sample, (a, b, c) => {
        const [first = '', second = '', third = ''] = [a, b, c].sort((x, y) => compareIn(ecosystem, x, y) ?? Number.NaN)
        const [left = Number.NaN, right = Number.NaN] = [compareIn(ecosystem, first, second), compareIn(ecosystem, second, third)]
        expect(compareIn(ecosystem, first, third)).toBe(Math.min(left, right))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is no version', () => {
  const names = schemes.flatMap(([, [name = '']]) => name)

  it.each([...names, 'other'])('%s: is neither earlier nor later nor the same', (ecosystem) => {
    for (const none of ['', ' ', 'unknown', 'n/a', 'latest', '*', '-', '1'.repeat(longestVersion + 1)]) {
      expect(compareIn(ecosystem, none, '1.0')).toBeUndefined()
      expect(compareIn(ecosystem, none, none)).toBeUndefined()
    }
  })

  it.each(['npm', 'go', 'nuget', 'pub', 'cran', 'hackage'])('%s: words and ranges', (ecosystem) => {
    for (const none of ['master', '1.x', '^1.0.0', '1.0.0 beta', '1..0']) expect(compareIn(ecosystem, none, '1.0.0')).toBeUndefined()
  })

  it.each([...names, 'other'])('%s: any text is compared at once, the same in both directions', (ecosystem) => {
    const hostile = fc.oneof(fc.string({ maxLength: 500 }), fc.string({ unit: fc.constantFrom(...'01a.-_~^+:!#'), maxLength: longestVersion }))
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const [order, back] = [compareIn(ecosystem, a, b), compareIn(ecosystem, b, a)]
        expect(back).toBe(order === undefined ? undefined : 0 - order)
      }),
    )
    const start = performance.now()
    for (const piece of ['1', '1.', '1-', 'a', '1a', '.', '-', '~', '0', '_p', '1.0-', '+a', '!']) {
      const long = piece.repeat(longestVersion / piece.length)
      compareIn(ecosystem, long, `${long.slice(0, -1)}!`)
      compareIn(ecosystem, `1${long.slice(1)}`, `1${long.slice(1, -1)}!`)
    }
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('versions that are one', () => {
  it.each([
    ['windows', '18.12.407', '18.12.407.0'],
    ['windows', '6, 1, 7600, 16385', '6.1.7600.16385'],
    ['Debian:12', '1:1.0-1', '01:1.0-01'],
    ['Red Hat:enterprise_linux:9::baseos', '0:1.0-1', '1.0-1'],
    ['PyPI', '1.0.0-RC.1', '1rc1'],
    ['go', 'v1.21.0-rc.2', 'go1.21rc2'],
    ['crates.io', '1.0.0+a', '1.0.0+b'],
    ['Maven', '1.0.0.Final', '1'],
  ])('%s: %s and %s', (ecosystem, a, b) => {
    expect(compareIn(ecosystem, a, b)).toBe(0)
  })

  it('a fourth number that Semantic Versioning does not know is not taken for nothing', () => {
    expect(compareIn('npm', '1.2.3.4', '1.2.3.5')).toBeUndefined()
    expect(compareIn('npm', '1.2.3.4', '1.2.4.1')).toBe(-1)
  })

  it('two branches of Packagist have no order', () => {
    expect(compareIn('Packagist', 'dev-main', 'dev-next')).toBeUndefined()
  })
})

describe('pseudo-versions of Go', () => {
  it('come before the release they lead to and are ordered by time', () => {
    // The three forms of https://go.dev/ref/mod#pseudo-versions
    expect(compareIn('Go', 'v1.2.4-0.20191109021931-daa7c04131f5', 'v1.2.4')).toBe(-1)
    expect(compareIn('Go', 'v1.2.3', 'v1.2.4-0.20191109021931-daa7c04131f5')).toBe(-1)
    expect(compareIn('Go', 'v0.0.0-20191109021931-daa7c04131f5', 'v0.0.0-20200101000000-000000000000')).toBe(-1)
  })
})
