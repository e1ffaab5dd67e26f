import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipOf } from './archives.ts'

/** Sixty hosts, and the day on which their inventory was made. */
export const hosts = Array.from({ length: 60 }, (_, index) => `pc-${String(index).padStart(2, '0')}`)
const today = Date.UTC(2024, 2, 31)
const day = (ago: number) => new Date(today - ago * 86_400_000).toISOString().slice(0, 10)

/** What is planted for one analysis: what it has to name, and a near look-alike that it must not, as `kind:id`. */
export interface Planted {
  readonly analysis: string
  readonly hit: string
  readonly miss: string
  readonly because: string
}

export const planted: readonly Planted[] = [
  { analysis: 'compromised-release', hit: 'host:pc-01', miss: 'host:pc-02', because: 'the tampered release of a product, and the one after it' },
  { analysis: 'known-exploited', hit: 'host:pc-03', miss: 'host:pc-04', because: 'a weakness in the catalogue, and the repaired version' },
  {
    analysis: 'known-exploited',
    hit: 'host:pc-03',
    miss: 'host:pc-05',
    because: 'a weakness in the catalogue, and another product of the maker in that version',
  },
  { analysis: 'vulnerable', hit: 'host:pc-06', miss: 'host:pc-07', because: 'a package of npm, and one of that name and version from PyPI' },
  { analysis: 'end-of-life', hit: 'host:pc-08', miss: 'host:pc-09', because: 'cycle 5.1, and cycle 5.10' },
  { analysis: 'out-of-date', hit: 'host:pc-10', miss: 'host:pc-11', because: 'behind what others have since weeks, and since yesterday' },
  { analysis: 'patch-age', hit: 'software:Ash Player', miss: 'software:Oak Player', because: 'an update that takes weeks, and one that takes days' },
  { analysis: 'security-tool', hit: 'host:pc-12', miss: 'host:pc-13', because: 'no sensor at all, and one under another of its names' },
  {
    analysis: 'chain',
    hit: 'host:pc-14',
    miss: 'host:pc-15',
    because: 'the same two weaknesses on a host that the outside reaches, and on one that it does not',
  },
  { analysis: 'update-safety', hit: 'release:Cedar Mail@3.1', miss: 'release:Cedar Mail@3.2', because: 'a release with a weakness, and the repaired one' },
  {
    analysis: 'vex',
    hit: 'software:pkg:npm/left-lib@9.9.9',
    miss: 'software:pkg:npm/spared-lib@1.0.0',
    because: 'a statement for a version that is nowhere, and one that is honoured',
  },
]

interface Installed {
  readonly host: string
  readonly product: string
  readonly version: string
  readonly vendor?: string
  readonly purl?: string
  /** Days ago. */
  readonly ago?: number
}

const at = (host: number, product: string, version: string, more: Partial<Installed> = {}): Installed => ({
  host: hosts[host] ?? '',
  product,
  version,
  ...more,
})
const cedar = { vendor: 'Cedar' }

function inventory(): readonly Installed[] {
  return [
    at(1, '3CX Desktop App', '18.12.416', { vendor: '3CX' }),
    at(2, '3CX Desktop App', '18.12.425', { vendor: '3CX' }),
    at(3, 'Cedar Mail', '3.1', cedar),
    at(4, 'Cedar Mail', '3.2', cedar),
    at(5, 'Cedar Mail Archive', '3.1', cedar),
    at(6, 'left-lib', '1.2.0', { purl: 'pkg:npm/left-lib@1.2.0' }),
    at(7, 'left-lib', '1.2.0', { purl: 'pkg:pypi/left-lib@1.2.0' }),
    at(16, 'spared-lib', '1.0.0', { purl: 'pkg:npm/spared-lib@1.0.0' }),
    at(8, 'Cedar Editor', '5.1.3', cedar),
    at(9, 'Cedar Editor', '5.10.3', cedar),
    at(10, 'Birch Viewer', '2.0', { vendor: 'Birch', ago: 300 }),
    ...[20, 21, 22].map((host) => at(host, 'Birch Viewer', '2.1', { vendor: 'Birch', ago: 50 })),
    at(11, 'Elm Viewer', '2.0', { vendor: 'Elm', ago: 300 }),
    ...[20, 21, 22].map((host) => at(host, 'Elm Viewer', '2.1', { vendor: 'Elm', ago: 1 })),
    ...[14, 15].flatMap((host) => [at(host, 'Cedar VPN', '1.0', cedar), at(host, 'Cedar System', '5.0', cedar)]),
    // Twenty hosts each: of the one update half is still to come after a month, of the other all is there after days.
    ...hosts
      .slice(30, 50)
      .flatMap((_, index) => [
        at(30 + index, 'Ash Player', '5.1', { ago: 300 }),
        ...(index < 10 ? [at(30 + index, 'Ash Player', '5.2', { ago: 80 - 4 * index })] : []),
        at(30 + index, 'Oak Player', '5.1', { ago: 300 }),
        at(30 + index, 'Oak Player', '5.2', { ago: 80 - Math.floor(index / 3) }),
      ]),
    ...hosts.flatMap((host, index) =>
      index === 12
        ? []
        : { host, product: index === 13 ? 'CrowdStrike Falcon Sensor' : 'CrowdStrike Windows Sensor', version: '7.10.2', vendor: 'CrowdStrike, Inc.', ago: 40 },
    ),
    // So that every host tells its software.
    ...hosts.map((host) => ({ host, product: 'Rowan Notes', version: '1.0', vendor: 'Rowan' })),
  ]
}

interface Weakness {
  readonly id: string
  readonly product: string
  readonly fixed: string
  readonly vector?: string
}

const weaknesses: readonly Weakness[] = [
  { id: 'CVE-2099-10001', product: 'Mail', fixed: '3.2' },
  { id: 'CVE-2099-10003', product: 'VPN', fixed: '1.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  { id: 'CVE-2099-10004', product: 'System', fixed: '5.1', vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H' },
]

function cveRecord({ id, product, fixed, vector }: Weakness): object {
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: id, state: 'PUBLISHED', datePublished: `${day(100)}T00:00:00Z`, dateUpdated: `${day(90)}T00:00:00Z` },
    containers: {
      cna: {
        title: `Flaw in Cedar ${product}`,
        affected: [
          { vendor: 'Cedar', product, defaultStatus: 'unaffected', versions: [{ version: '0', lessThan: fixed, status: 'affected', versionType: 'custom' }] },
        ],
        ...(vector && { metrics: [{ cvssV3_1: { version: '3.1', vectorString: vector, baseScore: 9 } }] }),
      },
    },
  }
}

function osvRecord(id: string, cve: string, name: string, fixed: string): object {
  return {
    schema_version: '1.7.3',
    id,
    modified: `${day(20)}T00:00:00Z`,
    aliases: [cve],
    affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }],
  }
}

/** One connection from one to another, by the numbers of hosts or as addresses. */
type Flow = readonly [from: string, to: string]
const ip = (host: number) => `10.0.0.${host + 1}`

/** Writes all that such an organisation could export: inventory, hosts, traffic, and the reference knowledge. */
export function writeUpdateWorld(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
  const json = (name: string, content: object) => write(name, JSON.stringify(content))
  const rows = inventory().map(({ host, product, version, vendor = '', purl = '', ago = 200 }) =>
    [host, product, version, `"${vendor}"`, purl, day(ago), day(0)].join(','),
  )
  write('inventory.csv', ['host,product,version,vendor,purl,installed_at,seen_at', ...rows, ''].join('\n'))
  write('hosts.csv', ['ip,host,os', ...hosts.map((host, index) => `${ip(index)},${host},Windows 11`), ''].join('\n'))
  write('cve.ndjson', weaknesses.map((one) => `${JSON.stringify(cveRecord(one))}\n`).join(''))
  const packages = [osvRecord('GHSA-1', 'CVE-2099-10002', 'left-lib', '1.2.1'), osvRecord('GHSA-2', 'CVE-2099-10005', 'spared-lib', '1.0.1')]
  write('npm.zip', zipOf(packages.map((record, index) => ({ name: `${index}.json`, content: JSON.stringify(record) }))))
  write(
    'epss.csv',
    `#model_version:v2025.03.14,score_date:${day(0)}T12:55:00Z\ncve,epss,percentile\nCVE-2099-10002,0.62000,0.99000\nCVE-2099-10004,0.30000,0.97000\n`,
  )
  json('kev.json', {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '1',
    dateReleased: `${day(0)}T00:00:00Z`,
    count: 2,
    vulnerabilities: ['CVE-2099-10001', 'CVE-2099-10003'].map((cveID) => ({
      cveID,
      vendorProject: 'Cedar',
      product: 'Cedar',
      vulnerabilityName: 'Flaw',
      dateAdded: day(60),
      dueDate: day(39),
      requiredAction: 'Update it.',
      knownRansomwareCampaignUse: 'Unknown',
    })),
  })
  json('vex.json', {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://vex.example.com/1',
    author: 'Build team',
    timestamp: `${day(5)}T00:00:00Z`,
    version: 1,
    statements: [
      ['CVE-2099-10002', 'pkg:npm/left-lib@9.9.9'],
      ['CVE-2099-10005', 'pkg:npm/spared-lib@1.0.0'],
    ].map(([name, id]) => ({ vulnerability: { name }, products: [{ '@id': id }], status: 'not_affected', justification: 'vulnerable_code_not_present' })),
  })
  write(
    'cedar-editor.md',
    `---\ntitle: Cedar Editor\ncategory: app\npermalink: /cedar-editor\nreleases:\n  - releaseCycle: "5.10"\n    releaseDate: ${day(100)}\n    eol: ${day(-300)}\n    latest: "5.10.3"\n    latestReleaseDate: ${day(5)}\n  - releaseCycle: "5.1"\n    releaseDate: ${day(900)}\n    eol: ${day(400)}\n    latest: "5.1.3"\n    latestReleaseDate: ${day(500)}\n---\n`,
  )
  write('conn.log', connections([...hosts.map((_, index): Flow => [ip(index), '198.51.100.7']), ['203.0.113.9', ip(14)]]))
}

/** Every day of the last two months, so that “now” is the day of the inventory. */
function connections(flows: readonly Flow[]): string {
  const fields = 'ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state'
  const types = 'time\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring'
  const header = `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\t${fields}\n#types\t${types}\n`
  const lines = Array.from({ length: 60 }, (_, ago) =>
    flows.map(
      ([from, to], index) => `${(today - (59 - ago) * 86_400_000) / 1000}.000000\tC${ago}x${index}\t${from}\t50000\t${to}\t443\ttcp\tssl\t1.5\t500\t900\tSF\n`,
    ),
  )
  return header + lines.flat().join('')
}
