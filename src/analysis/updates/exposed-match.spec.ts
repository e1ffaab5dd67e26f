import { expect, describe as group, it } from 'vitest'
import { exposedReleases, parseExposed } from '../../knowledge/exposed.ts'
import { matchOf, type Told } from '../updates/exposed-match.ts'

const told = (over: Partial<Told>): Told => ({ product: '', vendor: '', version: '', purl: '', os: '', ...over })

function best(over: Partial<Told>) {
  return exposedReleases.flatMap((release) => matchOf(told(over), release) ?? []).toSorted((a, b) => b.confidence - a.confidence)[0]
}

group('an installation is an exposed release', () => {
  // Versions as the vendor published them: Windows 18.12.407 and 18.12.416, macOS 18.11.1213, 18.12.402, 18.12.407 and 18.12.416.
  it.each([
    ['3CX Desktop App', '3CX', '18.12.416', 'Windows 11', 0.95],
    ['3CXDesktopApp', '3CX Ltd.', '18.12.407.0', 'Windows 10', 0.95],
    ['3cx desktop app', '', '18.12.402', 'macOS 13.2', 0.8],
    ['3CX Desktop App', '3CX', '18.12.416', '', 0.75],
    ['3CX Desktop App', 'Somebody', '18.12.416', 'Windows 11', 0.5],
    ['axios', '', '0.30.4', '', 0.5],
    ['MagicLine4NX', 'DreamSecurity Co., Ltd.', '1.0.0.26', 'Windows 10', 0.95],
    ['MagicLine4NX', '', '1.0.0.3', '', 0.8],
  ])('%s of %j, %s on %j', (product, vendor, version, os, confidence) => {
    expect(best({ product, vendor, version, os })?.confidence).toBeCloseTo(confidence)
  })

  it.each(['pkg:npm/axios@1.14.1', 'pkg:npm/%40ctrl/tinycolor@4.1.1', 'pkg:pypi/LiteLLM@1.82.8', 'pkg:deb/debian/xz-utils@5.6.1-1?arch=amd64'])(
    '%s',
    (purl) => {
      expect(best({ product: 'anything', purl })?.confidence).toBe(0.97)
    },
  )
})

group('an installation is none', () => {
  it.each([
    [{ product: '3CX Desktop App', vendor: '3CX', version: '18.12.402', os: 'Windows 11' }],
    [{ product: '3CX Desktop App', vendor: '3CX', version: '18.12.4160' }],
    [{ product: '3CX Desktop App', vendor: '3CX', version: '' }],
    [{ product: '3CX Desktop App Companion', vendor: '3CX', version: '18.12.416' }],
    [{ product: 'MagicLine4NX', vendor: 'Dream Security', version: '1.0.0.27' }],
    [{ product: 'axios', version: '1.14.1', purl: 'pkg:npm/axios@1.14.0' }],
    [{ product: 'axios', version: '1.14.1', purl: 'pkg:golang/axios@1.14.1' }],
    [{ product: '', version: '', purl: 'pkg:npm/%E0%A4%A@1' }],
  ])('%j', (over) => {
    expect(best(over)).toBeUndefined()
  })
})

group('the table of exposed releases', () => {
  it('names what is known of each', () => {
    expect(exposedReleases.length).toBeGreaterThan(20)
    for (const { says, source, names, versions, upTo } of exposedReleases) {
      expect(says.length).toBeGreaterThan(10)
      expect(source.length).toBeGreaterThan(2)
      expect(names.length).toBeGreaterThan(0)
      expect(versions.length > 0 || upTo !== undefined).toBe(true)
    }
  })

  it('complains of what it does not know', () => {
    expect(() => parseExposed('version: 1\nproducts: []\nexploited: [{ name: Thing, below: 3 }]')).toThrow(/below|upTo/)
  })
})
