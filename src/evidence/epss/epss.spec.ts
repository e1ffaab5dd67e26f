import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { readAll } from '../../../test/support/source.ts'
import { epss } from './index.ts'

holdsTheContract(epss)

describe('EPSS scores', () => {
  it('have the model and the day of the first line', async () => {
    const { rows, skipped } = await readSample(epss, 'scores.csv')
    expect(skipped).toEqual([])
    const dated = Date.UTC(2025, 7, 25, 12, 55) * 1000
    expect(rows.exploit_probability).toEqual([
      { line: 3, cve: 'CVE-2099-10001', score: 0.94412, percentile: 0.99987, dated, model: 'v2025.03.14' },
      { line: 4, cve: 'CVE-2099-10006', score: 0.00043, percentile: 0.11874, dated, model: 'v2025.03.14' },
      { line: 5, cve: 'CVE-2099-10007', score: 0.00001, percentile: 0.00002, dated, model: 'v2025.03.14' },
    ])
    expect(rows.feed).toMatchObject([{ feed: 'epss', version: 'v2025.03.14', dated, records: 3, whole: true }])
  })

  it('have no day where the file does not say', async () => {
    const { rows, said } = await readSample(epss, 'oldest.csv')
    expect(rows.exploit_probability).toMatchObject([{ score: 0.74412, dated: null }])
    expect(said).toEqual(['It does not say for which day it was computed.'])
  })

  it('are never made up: what is no probability is noted, and the copy is not whole', async () => {
    const { rows, skipped } = await readAll(epss, 'cve,epss,percentile\nCVE-2099-1,1.2,0.5\nCVE-2099-10001,,\nCVE-2099-10002,0.5,\nnot,0.1,0.1\n')
    expect(rows.exploit_probability).toMatchObject([{ cve: 'CVE-2099-10002', score: 0.5, percentile: null }])
    expect(skipped.map(({ line }) => line)).toEqual([2, 3, 5])
    expect(rows.feed).toMatchObject([{ records: 1, whole: false }])
  })
})
