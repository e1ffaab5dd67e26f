import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianDay, shareAfter, survival, type Watched } from './kaplan-meier.ts'

/** Weeks in remission of 21 patients on 6-mercaptopurine, + where still in remission: Freireich et al. 1963, Blood 21:699. */
const remission = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
const freireich: readonly Watched[] = remission.split(' ').map((text) => ({ days: Number.parseInt(text, 10), happened: !text.endsWith('+') }))

describe('the share that still waits', () => {
  it('is that of the published example', () => {
    const steps = survival(freireich)
    // Kalbfleisch and Prentice, table 1.1; Cox and Oakes, Analysis of Survival Data, table 4.2.
    expect(steps.map(({ day, share }) => [day, Number(share.toFixed(3))])).toEqual([
      [6, 0.857],
      [7, 0.807],
      [10, 0.753],
      [13, 0.69],
      [16, 0.627],
      [22, 0.538],
      [23, 0.448],
    ])
    expect(medianDay(steps)).toBe(23)
    expect(shareAfter(steps, 5)).toMatchObject({ share: 1 })
    expect(shareAfter(steps, 15).share).toBeCloseTo(0.69, 3)
  })

  it('has intervals as R gives them for conf.type = "log-log"', () => {
    const at10 = survival(freireich).find(({ day }) => day === 10)
    expect(at10?.low).toBeCloseTo(0.503, 3)
    expect(at10?.high).toBeCloseTo(0.889, 3)
  })

  it('is the plain share where all are watched to the end, never rises, and stays inside its interval', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.integer({ min: 0, max: 60 }), happened: fc.boolean() }), { minLength: 1, maxLength: 60 }), (watched) => {
        const steps = survival(watched)
        let before = 1
        for (const { share, low, high } of steps) {
          expect(share).toBeLessThanOrEqual(before)
          expect(low).toBeLessThanOrEqual(share + 1e-12)
          expect(high).toBeGreaterThanOrEqual(share - 1e-12)
          before = share
        }
        const all = watched.map(({ days }) => ({ days, happened: true }))
        for (const { day, share } of survival(all)) expect(share).toBeCloseTo(all.filter(({ days }) => days > day).length / all.length, 9)
      }),
    )
  })

  it('leaves out what is no time', () => {
    expect(survival([{ days: Number.NaN, happened: true }])).toEqual([])
    expect(medianDay([])).toBeUndefined()
  })
})
