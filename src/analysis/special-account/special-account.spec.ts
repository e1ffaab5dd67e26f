import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { specialAccount } from './index.ts'
import { looksLike } from './names.ts'
import { benign, positive } from './sample.ts'

describe('special-account', () => {
  it('finds each by what it did, and the rest by what the directory or the name says', async () => {
    const findings = await findingsOf(specialAccount, positive())
    expect(findings.map(({ title, severity, kind }) => [title, severity, kind])).toEqual([
      ['The break-glass account rescue@example.com was used', 3, 'behaviour'],
      ['Somebody signs in by hand to the service account svc-sync@example.com', 3, 'posture'],
      ['entra: 1 shared account administers something', 3, 'posture'],
      ['counter@example.com is used on 4 devices within an hour, on 3 days', 2, 'posture'],
      ['entra: 1 account by its name of no one person', 1, 'posture'],
    ])
  })

  it('makes no more of a name than a lead', async () => {
    const findings = await findingsOf(specialAccount, benign())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([['entra: 1 account by its name of no one person', 1]])
  })
})

describe('what a name looks like', () => {
  it.each([
    ['svc-backup@example.com', 'service'],
    ['break.glass.1@example.com', 'break-glass'],
    ['breakglass1@example.com', 'break-glass'],
    ['front-desk@example.com', 'shared'],
    ['admin', 'shared'],
    ['svensson@example.com', undefined],
    ['anna.support-lindqvist@example.com', 'shared'],
    ['badmintonson@example.com', undefined],
    ['', undefined],
  ])('%s: %s', (login, expected) => {
    expect(looksLike(login)).toBe(expected)
  })
})
