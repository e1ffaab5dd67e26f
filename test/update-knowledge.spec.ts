import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { softwareCalled } from '../src/base/questions/software.ts'
import { vulnerableAmong } from '../src/base/questions/vulnerable.ts'
import { sql } from '../src/base/sql.ts'
import { tgzOf, zipOf } from './support/archives.ts'
import { temporaryFolder } from './support/cli.ts'
import { lakeFromFolder, type TestLake } from './support/lake.ts'

const sample = (format: string, name: string) => readFileSync(new URL(`../src/evidence/${format}/samples/${name}`, import.meta.url), 'utf8')
const never = new AbortController().signal

interface Osv {
  readonly id: string
  readonly modified?: string
  readonly withdrawn?: string
  readonly name?: string
  readonly fixed?: string
}

function record({ id, modified = '2025-01-01T00:00:00Z', withdrawn, name = 'example-parser', fixed = '2.0.0' }: Osv): string {
  const affected = [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }]
  return JSON.stringify({ schema_version: '1.7.3', id, modified, ...(withdrawn && { withdrawn }), affected })
}

async function tables(test: TestLake): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const table of ['vulnerability', 'vulnerability_affects', 'known_exploited', 'exploit_probability', 'feed']) {
    const [row] = await test.lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM merge(currentDatabase(), ${`^${table}$`})`)
    counts[table] = row?.rows ?? 0
  }
  return counts
}

describe('knowledge from files', () => {
  it('is read out of zip and tar archives, whatever lies beside the records and whatever their names', async () => {
    using folder = temporaryFolder()
    const members = [
      { name: 'readme.md', content: '# records' },
      { name: '../../../../etc/evil.json', content: record({ id: 'GHSA-1' }) },
      { name: 'b/GHSA-2.json', content: record({ id: 'GHSA-2' }) },
      { name: 'b/broken.json', content: record({ id: 'GHSA-3' }).slice(0, 60) },
    ]
    writeFileSync(join(folder.path, 'all.zip'), zipOf(members))
    writeFileSync(join(folder.path, 'go.tgz'), tgzOf({ name: 'x/GHSA-9.json', content: record({ id: 'GHSA-9', name: 'other' }) }))
    writeFileSync(join(folder.path, 'scores.csv.gz'), gzipSync(sample('epss', 'scores.csv')))
    writeFileSync(join(folder.path, 'pictures.zip'), zipOf([{ name: 'a.png', content: 'no records' }]))
    await using test = await lakeFromFolder(folder.path)
    expect(await tables(test)).toMatchObject({ vulnerability: 3, vulnerability_affects: 3, exploit_probability: 3, feed: 3 })
    expect(test.intake.skipped.map(({ why }) => why)).toEqual([expect.stringContaining('unpack it first')])
    const notes = [...(await test.sources.notes()).values()].flat().map(({ text }) => text)
    expect(notes).toEqual([expect.stringContaining('b/broken.json: the JSON breaks off')])
  })

  it('counts once: the newest whole copy replaces the older, and a damaged newer one does not', async () => {
    using folder = temporaryFolder()
    const catalogue = sample('kev', 'catalogue.json')
    const newer = catalogue
      .replace('2025-08-25T17', '2025-09-01T17')
      .replace('"count": 3', '"count": 1')
      .replace(/\},\s*\{\s*"cveID": "CVE-2099-10006"[\s\S]*\}\s*\]/, '}]')
    expect(JSON.parse(newer).vulnerabilities).toHaveLength(1)
    writeFileSync(join(folder.path, '1.json'), newer)
    writeFileSync(join(folder.path, '2.json'), catalogue)
    writeFileSync(join(folder.path, '3.json'), catalogue.replace('2025-08-25T17', '2025-10-01T17').slice(0, 1500))
    await using test = await lakeFromFolder(folder.path)
    expect(await tables(test)).toMatchObject({ known_exploited: 1, feed: 1 })
    const notes = [...(await test.sources.notes()).values()].flat().map(({ text }) => text)
    expect(notes.filter((text) => text.startsWith('Another copy of the same counts, of 2025-09-01'))).toHaveLength(2)
  })
})

describe('what is installed, matched with what is known', () => {
  it('finds it once a release, by the newest record, and leaves out what was withdrawn', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'osv'))
    writeFileSync(
      join(folder.path, 'osv', 'a.zip'),
      zipOf([
        { name: 'a.json', content: record({ id: 'GHSA-1', fixed: '1.0.0' }) },
        { name: 'b.json', content: record({ id: 'GHSA-2', fixed: '9.0.0' }) },
      ]),
    )
    writeFileSync(join(folder.path, 'osv', 'newer.json'), record({ id: 'GHSA-1', modified: '2025-06-01T00:00:00Z', fixed: '2.0.0' }))
    writeFileSync(join(folder.path, 'osv', 'gone.json'), record({ id: 'GHSA-2', modified: '2025-06-01T00:00:00Z', withdrawn: '2025-05-01T00:00:00Z' }))
    const rows = ['pc-1', 'pc-2', 'pc-3'].map(
      (host, index) => `${host},example-parser,${index === 2 ? '2.0.0' : '1.5.0'},pkg:npm/example-parser@${index === 2 ? '2.0.0' : '1.5.0'}`,
    )
    writeFileSync(join(folder.path, 'inventory.csv'), ['host,product,version,purl', ...rows, 'pc-1,unheard-of,1,'].join('\n'))
    await using test = await lakeFromFolder(folder.path)
    const weaknesses = await test.lake.rows<{ product: string; versions: readonly string[]; vulnerability: string; state: string; repaired: boolean }>(
      sql`SELECT toString(product) AS product, versions, vulnerability, toString(state) AS state, repaired FROM weakness`,
    )
    expect(weaknesses).toEqual([{ product: 'example-parser', versions: ['1.5.0'], vulnerability: 'GHSA-1', state: 'affected', repaired: true }])
    const software = await softwareCalled(test.lake, [
      { product: 'example-parser', version: '1.5.0' },
      { product: 'example-parser', version: '2.0.0' },
    ])
    expect(software.map(({ version, hosts }) => [version, hosts])).toEqual([
      ['1.5.0', ['pc-1', 'pc-2']],
      ['2.0.0', ['pc-3']],
    ])
    const found = await vulnerableAmong(test.lake, software, never)
    expect(found.map(({ software: one, statement, verdict }) => [one.version, statement.vulnerability, verdict.state, verdict.fixedIn])).toEqual([
      ['1.5.0', 'GHSA-1', 'affected', '2.0.0'],
    ])
  })
})
