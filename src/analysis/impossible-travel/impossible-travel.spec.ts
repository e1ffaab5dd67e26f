import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { greatCircle } from '../statistics/great-circle.ts'
import { impossibleTravel, isImpossible } from './index.ts'
import { benign, positive } from './sample.ts'

describe('impossible-travel', () => {
  it('names both places, and only the journey between', async () => {
    const findings = await findingsOf(impossibleTravel, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['anna@example.com signed in from London, GB and 30 min later from Seoul, KR, 8,857 km away', 3],
    ])
    expect(findings[0]?.evidence.map(({ line }) => line)).toEqual([1, 2])
  })

  it('takes an office that many share for a place', async () => {
    const [batch] = positive()
    const colleagues = Array.from({ length: 20 }, (_, index) => ({ ...batch?.rows[0], account: `user-${index}@example.com`, line: 100 + index }))
    const findings = await findingsOf(impossibleTravel, [{ table: 'sign_in', rows: [...(batch?.rows ?? []), ...colleagues] as never }])
    expect(findings.map(({ severity }) => severity)).toEqual([3])
  })

  it('takes VPNs and common ways out for information', async () => {
    const findings = await findingsOf(impossibleTravel, benign())
    expect(findings.every(({ severity }) => severity === 1)).toBe(true)
    expect(findings.map(({ because }) => because[1]?.says)).toEqual([
      'But the same device stands at both ends: it leaves by a VPN.',
      ...Array(6).fill('But 6 accounts make such journeys to or from 192.0.2.80: it is a way out elsewhere, not a place.'),
    ])
  })
})

describe('distance and speed', () => {
  // Great-circle distances as in published tables: London to Paris, London to Sydney, a quarter of the equator.
  it.each([
    [[51.5074, -0.1278], [48.8566, 2.3522], 343.6],
    [[51.5074, -0.1278], [-33.8688, 151.2093], 16_994],
    [[0, 0], [0, 90], 10_007.6],
    [[10, 10], [10, 10], 0],
    [[90, 0], [-90, 0], 20_015.1],
  ] as const)('%j to %j is %d km', (a, b, km) => {
    expect(Math.abs(greatCircle(a, b) - km)).toBeLessThan(1)
  })

  const stop = (time: number, longitude: number) => ({ time, ip: '', place: [0, longitude] as const, city: '', country: '', device: '', row: [1, 1] as const })
  it.each([
    // 10 degrees at the equator are 1,112 km; 100 km are allowed at either end, so 912 km are left.
    [10, 0.9, true],
    [10, 0.92, false],
    [4, 0, false],
    [10, 0, true],
  ])('%d degrees in %d hours', (degrees, hours, expected) => {
    expect(isImpossible({ from: stop(0, 0), to: stop(hours * 3600, degrees) }, { uncertaintyKm: 100, kmPerHour: 1000, leastKm: 300 })).toBe(expected)
  })
})
