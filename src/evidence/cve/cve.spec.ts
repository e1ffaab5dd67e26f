import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { affectedRows } from './affected.ts'
import { typeOfCollection } from './collection.ts'
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

describe('packages of a collection', () => {
  const rowOf = (affected: object) => affectedRows({ affected: [{ vendor: 'Example', product: 'Example Library', ...affected }] }, [], 'CVE-2099-1', 1).rows[0]

  it('are looked up as packages, by the order of versions of their kind', () => {
    const versions = [{ version: '0', lessThan: '2.15.0', status: 'affected' }]
    expect(rowOf({ collectionURL: 'https://repo.maven.apache.org/maven2', packageName: 'org.example:library-core', versions })).toMatchObject({
      key: 'org.example/library-core',
      type: 'maven',
      package: 'org.example/library-core',
      product: 'Example Library',
      scheme: 'maven',
    })
    expect(rowOf({ collectionURL: 'https://pypi.org', packageName: 'Example_Library' })).toMatchObject({ key: 'example-library', type: 'pypi' })
    expect(rowOf({ collectionURL: 'https://registry.npmjs.org', packageName: '@example/library' })).toMatchObject({ key: '@example/library', type: 'npm' })
  })

  it('are told by nothing else: an unknown collection, or one without a name, leaves the product', () => {
    expect(rowOf({ collectionURL: 'https://npmjs.org.example/', packageName: 'library' })).toMatchObject({ key: 'examplelibrary', type: '', package: '' })
    expect(rowOf({ collectionURL: 'https://registry.npmjs.org', packageName: 'n/a' })).toMatchObject({ type: '' })
    expect(rowOf({ packageURL: 'pkg:gem/library', collectionURL: 'https://registry.npmjs.org', packageName: 'library' })).toMatchObject({ type: 'gem' })
  })

  it.each([
    ['https://registry.npmjs.org/', 'npm'],
    ['www.nuget.org/packages', 'nuget'],
    ['https://pkg.go.dev', 'golang'],
    ['https://wordpress.org/plugins', undefined],
    ['javascript:alert(1)', undefined],
    ['', undefined],
  ])('%s → %s', (url, type) => expect(typeOfCollection(url)).toBe(type))
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
