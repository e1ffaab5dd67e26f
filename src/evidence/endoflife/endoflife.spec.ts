import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { readFile } from '../../../test/support/read-file.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { endoflife } from './index.ts'

holdsTheContract(endoflife)

const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date) * 1000

describe('life cycles', () => {
  it('of the older API have the name of the file, and support that is still there', async () => {
    const { rows } = await readSample(endoflife, 'example-runtime.json')
    expect(rows.lifecycle).toMatchObject([
      { product: 'example-runtime', cycle: '3.10', eol: null, eol_date: day(2029, 10, 31), support_ended: null, support_date: day(2026, 10, 1), lts: false },
      { cycle: '3.9', eol: true, eol_date: null, support_ended: true, lts: true },
      { cycle: '3.8', eol: false, support_ended: false, lts: null, latest: '', latest_released: null, released: null },
    ])
    expect(rows.feed).toMatchObject([{ part: 'example-runtime', records: 1 }])
  })

  it('of the API v1 go by the date where there is one', async () => {
    const { rows } = await readSample(endoflife, 'full.json')
    expect(rows.lifecycle).toMatchObject([
      { product: 'example-os', names: ['exampleos', 'exos'], identifiers: ['cpe:2.3:o:example:example_os'], cycle: '12', eol: null, lts: true },
      { cycle: '11', eol: true, eol_date: null, discontinued: null, discontinued_date: day(2024, 8, 14), latest: '' },
      { product: 'example-parser', identifiers: ['pkg:npm/example-parser'], eol: false, latest: '2.4.1', latest_released: day(2025, 4, 2) },
    ])
    expect(rows.feed).toMatchObject([{ feed: 'endoflife', part: '', records: 2, dated: Date.UTC(2025, 7, 25, 0, 10, 20) * 1000, whole: true }])
  })

  it('of a page keep 9.10 apart from 9.1', async () => {
    const { rows } = await readSample(endoflife, 'example-agent.md')
    expect(rows.lifecycle).toMatchObject([
      {
        product: 'example-agent',
        title: 'Example Agent',
        names: ['exampleagent', 'exagent'],
        cycle: '9.10',
        label: '9.10 (autumn)',
        eol_date: day(2026, 5, 16),
      },
      { cycle: '9.1', eol: true, discontinued: false, lts: true },
    ])
  })
})

describe.skipIf(noSharedData('the life cycles of 464 products'))('the whole repository', () => {
  const archive = () => sharedFile('vulnerabilities', 'endoflife-products.tar.gz')

  it('is read out of its archive in full', async () => {
    const { rows, skipped } = await readFile(endoflife, archive())
    const { stdout } = spawnSync('tar', ['-xzOf', archive()], { encoding: 'utf8', maxBuffer: 400e6 })
    expect(skipped).toEqual([])
    expect(rows.feed).toMatchObject([{ feed: 'endoflife', part: '', records: 464, whole: true }])
    expect(rows.lifecycle).toHaveLength([...stdout.matchAll(/^ {4}releaseDate:/gm)].length)
    expect(rows.lifecycle?.filter(({ eol, eol_date }) => eol === null && eol_date === null)).toEqual([])
  })
})
