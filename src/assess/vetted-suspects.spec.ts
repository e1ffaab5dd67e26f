import { describe, expect, it } from 'vitest'
import { sampleAssessment } from '../../test/support/assessment.ts'
import { temporaryFolder } from '../../test/support/cli.ts'
import { sampleVetting } from '../../test/support/vetting.ts'
import { openState } from '../state/open.ts'
import { VettedReleases } from '../state/vetted.ts'
import { vettedSuspects } from './vetted-suspects.ts'

const [incident] = sampleAssessment().incidents
const about = (id: string) => (incident ? [{ ...incident, about: [{ kind: 'release' as const, id }] }] : [])

describe('a release that an incident names', () => {
  it('is found among the vetted ones by name and version, however the inventory writes them', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      const vetted = new VettedReleases<unknown>(state)
      await vetted.save(sampleVetting(), {})
      for (const id of ['Softphone Desktop@18.12.416', 'SoftphoneDesktop@18.12.416.0']) {
        expect(await vettedSuspects(about(id), vetted)).toMatchObject([
          { release: id, vetting: { word: 'BLOCK', release: { identity: { version: '18.12.416' } } } },
        ])
      }
      for (const id of ['Softphone Desktop@18.12.417', 'Softphone@18.12.416', 'Softphone Desktop@', ''])
        expect(await vettedSuspects(about(id), vetted)).toEqual([])
      expect(await vettedSuspects([], vetted)).toEqual([])
    } finally {
      await state.destroy()
    }
  })
})
