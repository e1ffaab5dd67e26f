import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { rareSignature } from './index.ts'
import { benign, positive } from './sample.ts'

describe('rare-signature', () => {
  it('finds the client that does nothing else', async () => {
    const findings = await findingsOf(rareSignature, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['A TLS client (JA4) on 10.0.0.3 and 10.0.0.4 talks to widgets.invalid and to nothing else', 2],
    ])
    expect(findings[0]?.because[0]).toMatchObject({
      observed: 't12d190800_d83cc789557e_7af1ed941c26: 12 sessions on 6 days, all to widgets.invalid',
      expected: '2 signatures of 3 are shared by several hosts and destinations, by 15 hosts in the middle',
    })
  })

  it('leaves widely used clients, and takes a seldom client of a common name for information', async () => {
    const findings = await findingsOf(rareSignature, benign())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([['A TLS client (JA4) on 10.0.0.5 talks to example.com and to nothing else', 1]])
  })

  it('says nothing when there are too few hosts to compare with', async () => {
    expect(await findingsOf(rareSignature, positive(), { leastHosts: 30 })).toEqual([])
  })

  it('finds user agents as well, and does not tell of one client twice', async () => {
    const both = positive().flatMap((batch): Batch[] => {
      if (batch.table !== 'tls_session') return []
      const rows = batch.rows.map((row) => ({ ...row, ja3: `3${row.ja4}` }))
      const requests = batch.rows.map(({ ja4, server_name, ...row }) => ({
        ...row,
        uid: `H${row.uid}`,
        dst_port: 80,
        method: 'GET',
        uri: '/',
        host: server_name ?? '',
        user_agent: `Agent ${ja4}`,
      }))
      return [
        { table: 'tls_session', rows },
        { table: 'http_request', rows: requests },
      ]
    })
    const findings = await findingsOf(rareSignature, both)
    expect(findings.map(({ title }) => title)).toEqual([
      'A TLS client (JA4) on 10.0.0.3 and 10.0.0.4 talks to widgets.invalid and to nothing else',
      'A user agent on 10.0.0.3 and 10.0.0.4 talks to widgets.invalid and to nothing else',
    ])
  })
})
