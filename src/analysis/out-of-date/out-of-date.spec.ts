import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { outOfDate } from './index.ts'
import { newerOf } from './newer.ts'
import { positive } from './sample.ts'

describe('what is behind', () => {
  it('is told with how long, by the cycle and by other hosts', async () => {
    const findings = await findingsOf(outOfDate, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['Cedar Editor 5.1.3 on 1 host has been behind 5.1.9 for at least 400 days', 3],
      ['Birch Viewer 2.0 on 1 host has been behind 2.1 for at least 50 days', 2],
      ['Cedar Editor 6.3 on 1 host has been behind 6.4 for at least 30 days', 2],
      ['Of 2 releases it is not known what the latest version is', 1],
    ])
  })

  it('is held against the newest of the same branch only', () => {
    const version = (text: string) => ({ product: 'P', vendor: '', version: text, hosts: [text], rows: [], since: null })
    const found = newerOf(['2.9', '2.10', '2.10.0', '3.1', 'unknown'].map(version))
    expect(found.map((one) => [one.version, one.newest])).toEqual([['2.9', '2.10']])
  })
})
