import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { classOf, privilegedFactor } from './index.ts'
import { benign, positive } from './sample.ts'

describe('privileged-factor', () => {
  it('tells those without a factor from those with one that can be passed on, and from the unknown', async () => {
    const findings = await findingsOf(privilegedFactor, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: 1 privileged account has no second factor', 4],
      ['entra: 3 privileged accounts have no phishing-resistant factor', 3],
      ['entra: 1 privileged account has a second factor of unknown kind, or it is not known whether it has one', 1],
    ])
    expect(findings[0]).toMatchObject({ about: [{ kind: 'account', id: 'admin-0@example.com' }], evidence: [{ table: 'account', source: 1, line: 1 }] })
    expect(findings[1]?.because[0]?.observed).toContain('3 of 6 privileged accounts; code by SMS (1)')
  })

  it('takes a weaker factor beside a phishing-resistant one for information', async () => {
    const findings = await findingsOf(privilegedFactor, benign())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: 1 privileged account can go around its phishing-resistant factor by a weaker one', 1],
    ])
  })
})

describe('the class of an account', () => {
  it.each([
    [null, [], 'unknown'],
    [true, [], 'unknown'],
    [true, ['unknown:retina'], 'unknown'],
    [false, ['security-question'], 'none'],
    [true, ['push-number'], 'phishable'],
    [true, ['fido2', 'app-password'], 'resistant'],
    [true, ['fido2', 'sms'], 'fallback'],
  ])('registered %s with %j: %s', (mfa_registered, factors, expected) => {
    expect(classOf({ mfa_registered, factors })).toBe(expected)
  })
})
