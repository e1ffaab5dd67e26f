import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { inventory, knowledge, lifecycles } from '../updates/samples.ts'
import { updateSafety } from './index.ts'
import { positive } from './sample.ts'

describe('what is said of updates', () => {
  it('is to isolate, to update now, and to hold, in that order, each with both risks', async () => {
    const findings = await findingsOf(updateSafety, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['Isolate Cedar Phone 1.0 on 1 host: it is pressing, and no version can be recommended', 4],
      ['Update Cedar Mail 3.1 on 1 host to 3.2 now', 3],
      ['Hold the update of Cedar Reader 2.0 on 1 host to 2.1 until 2024-03-03 14:00 UTC', 2],
    ])
    expect(findings[0]?.because[1]?.observed).toContain('Vetting blocked 1.1')
    expect(findings[1]?.because[0]?.observed).toContain('known to be exploited; the repair is due in 11 days')
    expect(findings[1]?.because[1]?.observed).toContain('1 hour only')
  })

  it('is to isolate what has no later version and gets no repairs any more, as its life cycle tells', async () => {
    const old = inventory([{ host: 'desk-1', product: 'Birch Reader', vendor: 'Birch', version: '2.0' }])
    const weakness = knowledge([{ id: 'CVE-2024-2222', product: 'Birch Reader', vendor: 'Birch', fixed: '' }])
    const cycle = (eol: boolean) => lifecycles([{ product: 'birch-reader', title: 'Birch Reader', cycle: '2', eol }])
    const [ended] = await findingsOf(updateSafety, [old, ...weakness, ...cycle(true)])
    expect(ended?.title).toMatch(/^Isolate Birch Reader 2.0/)
    const [kept] = await findingsOf(updateSafety, [old, ...weakness, ...cycle(false)])
    expect(kept?.title).toMatch(/^Keep Birch Reader 2.0/)
  })
})
