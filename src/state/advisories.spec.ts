import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { sampleHunt } from '../../test/support/hunt.ts'
import type { Advisory } from '../advisories/advisory.ts'
import { Advisories } from './advisories.ts'
import { openState } from './open.ts'

const lists = {
  blocks: [],
  indicators: [],
  products: [],
  cves: [],
  techniques: [],
  dates: [],
  patterns: [],
  relations: [],
  references: [],
  threats: [],
  notes: [],
}
const advisory: Advisory = { id: 'advisory-1', sha256: 'e'.repeat(64), format: 'pdf', title: 'A warning', unreadable: false, ...lists }

describe('advisories of a workspace', () => {
  it('are kept by their content, with the newest answer and the first question', async () => {
    using folder = temporaryFolder()
    const state = await openState(folder.path)
    try {
      const kept = new Advisories(state)
      await kept.save([{ file: 'warning.pdf', advisory }], sampleHunt())
      await kept.save([{ file: 'renamed.pdf', advisory }], sampleHunt({ at: '2023-05-01T00:00:00.000Z', word: 'EXPOSED' }))
      const hunts = await kept.hunts()
      expect(hunts).toMatchObject([
        { id: 'case-1', advisories: ['advisory-1'], asked: '2023-04-01T08:00:00.000Z', answered: '2023-05-01T00:00:00.000Z', hunt: { word: 'EXPOSED' } },
      ])
      expect(await kept.byIds(['advisory-1', 'advisory-2'])).toEqual([{ file: 'renamed.pdf', advisory }])
      expect(await kept.byIds([])).toEqual([])
    } finally {
      await state.destroy()
    }
  })
})
