import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { bestFactor, countFactors, hasSecondFactor } from '../statistics/second-factors.ts'
import { wilsonLower } from '../statistics/wilson.ts'
import { factorCoverage } from './index.ts'
import { benign, positive } from './sample.ts'

describe('factor-coverage', () => {
  it('counts yes, no and unknown, and draws the conclusion', async () => {
    const [finding, ...others] = await findingsOf(factorCoverage, positive())
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      kind: 'posture',
      severity: 3,
      title: 'entra: 12 of 40 accounts have no second factor; of 3 it is not known',
      figure: { kind: 'bars', title: 'entra: 12 of 40 accounts have no second factor; of 3 it is not known' },
    })
    expect(finding?.because.map(({ observed }) => observed)).toEqual([
      '25 with, 12 without, 3 unknown',
      '10 phishing-resistant, 10 push with number matching, 0 plain push, 0 one-time code, 5 SMS, voice or email, 0 of unknown kind',
      '0 with, 2 without, 0 unknown of 2 privileged accounts',
      'without: sales 10 of 15 and staff 12 of 40',
    ])
    expect(finding?.evidence).toHaveLength(12)
  })

  it('leaves out accounts that cannot sign in and those of services; a factor of unknown kind is one', async () => {
    const [finding] = await findingsOf(factorCoverage, benign())
    expect(finding).toMatchObject({ severity: 1, title: 'entra: 21 of 26 accounts have a second factor; of 5 it is not known' })
    expect(finding?.because[1]?.observed).toContain('1 of unknown kind')
  })
})

describe('whether an account has a second factor', () => {
  it.each<[boolean | null, readonly string[], boolean | null, string | null]>([
    [true, ['fido2', 'sms'], true, 'phishing-resistant'],
    [null, ['sms'], true, 'interceptable'],
    [false, ['totp'], true, 'one-time-code'],
    [true, [], true, null],
    [true, ['unknown:retina'], true, null],
    [null, ['unknown:retina'], null, null],
    [false, ['security-question'], false, 'none'],
    [null, ['security-question'], null, null],
    [null, [], null, null],
  ])('registered %s with %j', (mfa_registered, factors, has, best) => {
    expect(hasSecondFactor({ mfa_registered, factors })).toBe(has)
    expect(bestFactor({ mfa_registered, factors })).toBe(best)
  })

  it('adds up to the accounts, whatever the factors', () => {
    const counts = countFactors([
      { accounts: 3, mfa_registered: null, factors: [] },
      { accounts: 4, mfa_registered: true, factors: ['constructor'] },
      { accounts: 5, mfa_registered: false, factors: [] },
    ])
    expect(counts).toMatchObject({ accounts: 12, yes: 4, no: 5, unknown: 3, strengths: { unknown: 4 } })
  })
})

describe('the lower bound of a share', () => {
  // Wilson intervals as in R: prop.test(x, n, correct = FALSE)$conf.int
  it.each([
    [10, 15, 0.4171],
    [2, 2, 0.3424],
    [90, 100, 0.8256],
    [0, 10, 0],
    [0, 0, 0],
  ])('%d of %d', (count, total, expected) => {
    expect(wilsonLower(count, total)).toBeCloseTo(expected, 4)
  })
})
