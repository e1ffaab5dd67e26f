import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const read = (value: unknown) => readAdvisory(Buffer.from(JSON.stringify(value)))
const entry = (more: object) => ({ schema_version: '1.7.0', id: 'GHSA-aaaa-bbbb-cccc', modified: '2026-01-01T00:00:00Z', summary: 'A flaw', ...more })
const named = (ecosystem: string, name: string) => entry({ affected: [{ package: { ecosystem, name }, versions: ['1.0'] }] })
const ranged = (...events: readonly object[]) => entry({ affected: [{ package: { ecosystem: 'npm', name: 'relay' }, ranges: [{ type: 'SEMVER', events }] }] })

describe('osv', () => {
  it.each([
    ['npm', '@scope/relay', 'pkg:npm/%40scope/relay'],
    ['PyPI', 'Relay_Helper', 'pkg:pypi/relay-helper'],
    ['Maven', 'org.relay:relay-core', 'pkg:maven/org.relay/relay-core'],
    ['Go', 'github.com/relay/relay/v2', 'pkg:golang/github.com/relay/relay/v2'],
    ['GitHub Actions', 'relay/setup', 'pkg:github/relay/setup'],
    ['GitHub Actions', 'relay/setup/fast', 'pkg:github/relay/setup#fast'],
    ['Packagist', 'relay/relay', 'pkg:composer/relay/relay'],
    ['NuGet', 'Relay.Core', 'pkg:nuget/Relay.Core'],
    ['RubyGems', 'relay', 'pkg:gem/relay'],
    ['crates.io', 'relay', 'pkg:cargo/relay'],
    ['Hex', 'relay', 'pkg:hex/relay'],
    ['Pub', 'relay', 'pkg:pub/relay'],
    ['SwiftURL', 'github.com/relay/relay', 'pkg:swift/github.com/relay/relay'],
    ['Debian:12', 'xz-utils', 'pkg:deb/debian/xz-utils'],
    ['Alpine:v3.17', 'busybox', 'pkg:apk/alpine/busybox'],
    ['Red Hat:enterprise_linux:9::baseos', 'curl', 'pkg:rpm/redhat/curl'],
    ['Nowhere', 'relay', undefined],
  ])('knows the package URL of %s %s', async (ecosystem, name, purl) => {
    expect((await read(named(ecosystem, name))).products).toMatchObject([{ product: name, ecosystem, versions: ['1.0'] }])
    expect((await read(named(ecosystem, name))).products[0]?.purl).toBe(purl)
  })

  it('takes the package URL that is given, without version and qualifiers', async () => {
    const given = entry({ affected: [{ package: { ecosystem: 'Debian', name: 'xz', purl: 'pkg:deb/debian/xz@5.6?arch=source&repository_url=http://a/b' } }] })
    expect((await read(given)).products[0]?.purl).toBe('pkg:deb/debian/xz')
  })

  it.each([
    [
      [{ fixed: '3.0.0' }, { introduced: '2.5.0' }, { introduced: '1.0.0' }, { fixed: '2.0.0' }],
      [
        { from: '1.0.0', before: '2.0.0' },
        { from: '2.5.0', before: '3.0.0' },
      ],
    ],
    [[{ introduced: '0', fixed: '1.2.0' }], [{ before: '1.2.0' }]],
    [[{ introduced: '1.0.0' }, { limit: '2.0.0' }], [{ from: '1.0.0', before: '2.0.0' }]],
    [[{ introduced: '0' }, { last_affected: '4.1.0' }], [{ through: '4.1.0' }]],
    [[{ introduced: '0' }], [{}]],
  ])('reads events in any order: %j', async (events, ranges) => {
    expect((await read(ranged(...events))).products[0]?.ranges).toEqual(ranges)
  })

  it('does not take a range that cannot be ordered for none or all', async () => {
    const { products, notes } = await read(ranged({ introduced: 'a b' }, { fixed: '1.0.0' }))
    expect(products[0]).toMatchObject({ ranges: [], unclear: true })
    expect(notes[0]?.what).toContain('cannot be put in order')
  })

  it('notes what is affected without a package', async () => {
    const git = { ranges: [{ type: 'GIT', repo: 'https://git.invalid/a', events: [{ introduced: '0' }] }], versions: ['v1.0'] }
    const { products, notes } = await read(entry({ affected: [git] }))
    expect(products).toEqual([])
    expect(notes[0]?.what).toContain('only by versions or commits')
  })

  it('takes no product and no reason to alarm from what was withdrawn', async () => {
    const withdrawn = entry({
      withdrawn: '2026-02-01T00:00:00Z',
      details: 'Malicious code calls sync-relay[.]invalid.',
      affected: [{ package: { ecosystem: 'npm', name: 'relay' }, versions: ['1.0'] }],
      database_specific: { iocs: { domains: ['relay.invalid'] } },
    })
    const { products, notes, indicators } = await read(withdrawn)
    expect(products).toEqual([])
    expect(notes[0]?.what).toContain('withdrawn by its publisher on 2026-02-01')
    expect(indicators.filter(({ demoted }) => demoted === undefined)).toEqual([])
  })

  it('reads drafts that have no id yet, with files and hashes of archives', async () => {
    const hash = 'ab'.repeat(64)
    const draft = {
      modified: '2026-08-04T18:00:00Z',
      published: '2026-08-04T18:00:00Z',
      details: `A trojanized release.\n\n## Source: inspector (${'c'.repeat(64)})\nIt calls sync-relay[.]invalid.`,
      affected: [
        {
          package: { ecosystem: 'npm', name: 'relay' },
          versions: ['7.2.10'],
          database_specific: {
            indicators: {
              package_integrity: [
                { filename: 'relay.tgz', hashes: { sha1: 'd'.repeat(40), sha512_sri: `sha512-${Buffer.from(hash, 'hex').toString('base64')}` } },
              ],
            },
          },
        },
      ],
      database_specific: { iocs: { files: [{ paths: ['Relay_Symbol.js'], note: 'Stage 2' }], wallets: ['x'] } },
    }
    const { format, products, indicators, notes } = await read(draft)
    expect(format).toBe('osv')
    expect(products).toMatchObject([{ product: 'relay', purl: 'pkg:npm/relay', versions: ['7.2.10'] }])
    const counting = indicators.filter(({ demoted }) => demoted === undefined).map(({ type, value }) => `${type} ${value}`)
    expect(counting.sort()).toEqual(['domain sync-relay.invalid', 'file-name Relay_Symbol.js', `sha1 ${'d'.repeat(40)}`, `sha512 ${hash}`])
    expect(indicators.find(({ value }) => value === 'c'.repeat(64))?.demoted?.reason).toContain('the hash of the report')
    expect(notes.map(({ what }) => what)).toEqual([expect.stringContaining('wallets')])
  })

  it('does not take the fields of a damaged file for versions of a product', async () => {
    const whole = JSON.stringify(named('npm', 'relay'), undefined, 1)
    const { products, title, notes } = await readAdvisory(Buffer.from(whole.slice(0, -10)))
    expect([products, title]).toEqual([[], 'Damaged OSV entry'])
    expect(notes[0]?.what).toContain('no whole JSON')
  })
})
