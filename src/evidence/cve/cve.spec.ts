import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { cve } from './index.ts'
import { statedVersions } from './versions.ts'

holdsTheContract(cve)

describe('CVE records', () => {
  it('give the vulnerability with what CISA adds', async () => {
    const { rows, said } = await readSample(cve, 'record.json')
    expect(rows.vulnerability).toMatchObject([
      {
        id: 'CVE-2099-10001',
        cves: ['CVE-2099-10001'],
        summary: 'Example Browser runs code',
        cvss_score: 8.8,
        severity: 'high',
        cwes: ['CWE-416'],
        withdrawn: null,
      },
    ])
    expect(rows.decision_point).toMatchObject([
      { cve: 'CVE-2099-10001', exploitation: 'active', automatable: false, technical_impact: 'total', by: 'CISA Coordinator' },
    ])
    expect(rows.feed).toMatchObject([{ feed: 'cve', part: 'CVE-2099-10001', dated: Date.UTC(2025, 7, 20, 12) * 1000 }])
    expect(said).toEqual(['Places where a record names no product (“n/a”), so that nothing can be matched with it: 1.'])
  })

  it('give what each product states', async () => {
    const { rows } = await readSample(cve, 'record.json')
    expect(rows.vulnerability_affects).toMatchObject([
      { key: 'browser', vendor: 'Example', ranges: '[[{"introduced":"0"},{"fixed":"118.0.5993.70"}]]', fixed_in: ['118.0.5993.70'], others: '', scheme: '' },
      {
        key: 'gateway',
        scheme: 'semver',
        platforms: ['Linux'],
        versions: ['8.1'],
        ranges: '[[{"introduced":"9.0"},{"last_affected":"9.3"},{"fixed":"9.2.5"}]]',
        unaffected: '[[{"introduced":"8.2"},{"last_affected":"8.2"}]]',
        others: 'unaffected',
      },
      { key: 'library', ranges: '[[{"introduced":"1.0"},{"fixed":"2.0"}]]', fixed_in: [], others: '' },
    ])
  })

  it('that name no product take the one that others add; rejected ones are withdrawn', async () => {
    const { rows } = await readSample(cve, 'records.ndjson')
    expect(rows.vulnerability).toMatchObject([
      { id: 'CVE-2099-10020', withdrawn: Date.UTC(2025, 7, 2) * 1000 },
      { id: 'CVE-2099-29059', withdrawn: null },
    ])
    expect(rows.vulnerability_affects).toMatchObject([{ key: 'desktopapp', versions: ['18.12.407', '18.12.416'], no_fix: true, others: '' }])
  })
})

describe('versions in words', () => {
  it.each([
    ['< 2.3.1', [{ introduced: '0' }, { fixed: '2.3.1' }]],
    ['<= 2.3', [{ introduced: '0' }, { last_affected: '2.3' }]],
    ['prior to v2.3', [{ introduced: '0' }, { fixed: '2.3' }]],
    ['2.3 and earlier', [{ introduced: '0' }, { last_affected: '2.3' }]],
    ['>= 1.0, <= 2.0', [{ introduced: '1.0' }, { last_affected: '2.0' }]],
    ['>= 1.0', [{ introduced: '1.0' }]],
    ['*', [{ introduced: '0' }]],
  ])('%s is a range', (version, events) => {
    expect(statedVersions([{ version, status: 'affected' }])).toMatchObject({ ranges: [events], versions: [], unread: false })
  })

  it('are one version, nothing, or not read', () => {
    expect(statedVersions([{ version: '18.12.407', status: 'affected' }])).toMatchObject({ versions: ['18.12.407'], unread: false })
    expect(statedVersions([{ version: 'n/a', status: 'affected' }])).toMatchObject({ versions: [], ranges: [], unread: false })
    expect(statedVersions([{ version: 'builds of last spring', status: 'affected' }])).toMatchObject({ versions: [], ranges: [], unread: true })
    expect(statedVersions([{ version: 'abc', versionType: 'git', lessThan: 'def', status: 'affected' }])).toMatchObject({ ranges: [], commits: true })
  })
})
