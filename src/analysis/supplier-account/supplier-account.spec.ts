import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { supplierAccount, supplierOf } from './index.ts'
import { benign, positive } from './sample.ts'

describe('supplier-account', () => {
  it('tells supplier by supplier what is wrong', async () => {
    const findings = await findingsOf(supplierAccount, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: Kiln Systems has 2 accounts, 1 privileged and 1 without a second factor', 4],
      ['entra: loom.example has 1 account, 1 unused for more than 45 days', 2],
    ])
    expect(findings[0]?.about[0]).toEqual({ kind: 'account', id: 'remote-hands@kiln.example' })
  })

  it('lists the others as information', async () => {
    const findings = await findingsOf(supplierAccount, benign())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: Kiln Systems has 1 account', 1],
      ['entra: loom.example has 1 account', 1],
    ])
  })

  it.each([
    ['Kiln', 'a@b.example', 'Kiln'],
    ['', 'rita_loom.example#ext#@example.com', 'loom.example'],
    ['', 'a_b_c.example#ext#@example.com', 'c.example'],
    ['', 'joe@kiln.example', 'kiln.example'],
    ['', 'joe', ''],
  ])('supplier %j of %s is %j', (supplier, account, expected) => {
    expect(supplierOf({ supplier, account })).toBe(expected)
  })
})
