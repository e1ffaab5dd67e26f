import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { unenforcedFactor } from './index.ts'
import { benign, positive } from './sample.ts'

function withPolicies(change: (row: object) => object): Batch[] {
  return benign().map((batch) => (batch.table === 'access_policy' ? { ...batch, rows: batch.rows.map(change) } : batch)) as Batch[]
}

describe('unenforced-factor', () => {
  it('finds what is enrolled and not demanded, and whom a policy spares', async () => {
    const findings = await findingsOf(unenforcedFactor, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: 2 accounts have a second factor that is not demanded', 3],
      ['entra: policy “Ask everybody” spares 2 accounts the second factor', 3],
    ])
    expect(findings[1]?.because.map(({ observed }) => observed)).toEqual([
      'user-3@example.com and user-4@example.com by id-3 and Scanners; 1 of them privileged',
      'f3c1-unknown',
    ])
  })

  it('finds policies of which none is in force', async () => {
    const findings = await findingsOf(
      unenforcedFactor,
      withPolicies((row) => ({ ...row, state: 'report-only' })),
    )
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: no policy in force asks for a second factor; “Ask everybody”, “Keys for everybody” and “Old idea” only report', 3],
    ])
  })

  it('says that it is not known whom a policy spares, and makes no more of it', async () => {
    const findings = await findingsOf(
      unenforcedFactor,
      withPolicies((row) => ({ ...row, excludes: ['0f4d-nobody-knows'] })),
    )
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['entra: policy “Ask everybody” spares somebody the second factor, and it is not known whom', 1],
    ])
  })
})
