import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { osv } from './index.ts'

holdsTheContract(osv)

describe('OSV records', () => {
  it('gives the vulnerability, its CVEs, the vector that is compared by, and its score', async () => {
    const { rows } = await readSample(osv, 'record.json')
    expect(rows.vulnerability).toMatchObject([
      {
        id: 'GHSA-xxxx-0001-aaaa',
        cves: ['CVE-2099-10001'],
        summary: 'Example parser runs code from a crafted file',
        published: Date.UTC(2025, 2, 1, 10) * 1000,
        withdrawn: null,
        cvss_vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        cvss_score: 9.8,
        severity: 'critical',
        cwes: ['CWE-94'],
        malicious: false,
      },
    ])
    expect(rows.feed).toMatchObject([{ feed: 'osv', part: 'GHSA-xxxx-0001-aaaa', records: 1, whole: true, dated: Date.UTC(2025, 3, 2, 9, 30) * 1000 }])
  })

  it('gives every package under the name it is looked up by, and says what names only a repository', async () => {
    const { rows, said } = await readSample(osv, 'record.json')
    expect(rows.vulnerability_affects).toMatchObject([
      {
        key: 'example-parser',
        type: 'npm',
        versions: ['2.4.1-beta.1'],
        ranges: '[[{"introduced":"0"},{"fixed":"1.9.8"},{"introduced":"2.0.0"},{"fixed":"2.4.1"}]]',
        fixed_in: ['1.9.8', '2.4.1'],
        others: 'unaffected',
      },
      { key: 'org.example/example-parser', type: 'maven', ranges: '[[{"introduced":"1.0"},{"last_affected":"1.7"}]]', fixed_in: [] },
    ])
    expect(said).toEqual(['Places where a record names only a repository, with which no installed software can be compared: 1.'])
  })

  it('takes what an advisory repairs from upstream, tells malware, withdrawn records and times that are none', async () => {
    const { rows } = await readSample(osv, 'records.ndjson')
    expect(rows.vulnerability).toMatchObject([
      { id: 'DSA-9999-1', cves: ['CVE-2099-10002', 'CVE-2099-10003'], cvss_vector: '', cvss_score: null, line: 1 },
      { id: 'MAL-2099-1', malicious: true, line: 2 },
      { id: 'GO-2099-0001', published: null, modified: null, withdrawn: Date.UTC(2025, 1, 3, 4, 5, 6) * 1000, line: 3 },
    ])
    expect(rows.vulnerability_affects?.map(({ ecosystem, type, scheme }) => [ecosystem, type, scheme])).toEqual([
      ['Debian:12', 'deb', 'Debian:12'],
      ['Debian:13', 'deb', 'Debian:13'],
      ['npm', 'npm', 'npm'],
      ['Go', 'golang', 'Go'],
    ])
    expect(rows.vulnerability_affects?.at(-1)?.platforms).toEqual(['windows'])
    expect(rows.feed).toMatchObject([{ part: 'records.ndjson', records: 3, whole: true }])
  })
})
