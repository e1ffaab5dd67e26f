import { describe, expect, it } from 'vitest'
import { findingsIn, lakeWith } from '../../../test/support/lake.ts'
import { strobe } from './index.ts'
import { benign, positive } from './sample.ts'

describe('connections without end', () => {
  it('finds the host that connects more than once a second, and counts', async () => {
    await using test = await lakeWith(positive())
    const found = await findingsIn(test.lake, strobe)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      severity: 2,
      title: '10.0.0.3 opened 87,000 connections to 198.51.100.15 in 24 hours',
      first: '2024-03-04T00:00:00Z',
      about: [
        { kind: 'destination', id: '198.51.100.15' },
        { kind: 'host', id: '10.0.0.3' },
      ],
    })
    expect(found[0]?.because[0]?.observed).toBe('87,000 in its busiest 24 hours, on 1 day as many; 1 port (8080); 3.48 MB sent.')
  })

  it('begins at the number that is set', async () => {
    await using test = await lakeWith(positive())
    expect(await findingsIn(test.lake, strobe, { leastPerDay: 87_001 })).toEqual([])
    expect(await findingsIn(test.lake, strobe, { leastPerDay: 2000 })).toHaveLength(2)
  })

  it('takes a name server inside for ordinary, and busy browsing for nothing', async () => {
    await using test = await lakeWith(benign())
    const found = await findingsIn(test.lake, strobe)
    expect(found.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([[1, '10.0.0.53']])
    expect(found[0]?.innocentIf[0]).toMatch(/port 53/)
  })
})
