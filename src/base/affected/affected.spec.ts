import { describe, expect, it } from 'vitest'
import { type Affects, affectedBy, type Held } from './affected.ts'
import { identified, keysOf } from './keys.ts'
import { formatRanges } from './ranges.ts'

const held = (more: Partial<Held>): Held => ({ product: '', vendor: '', purls: [], code: '', cpe: '', signer: '', hashes: [], os: '', version: '', ...more })
const affects = (more: Partial<Affects>): Affects => ({
  key: '',
  type: '',
  ecosystem: '',
  vendor: '',
  product: '',
  cpe: '',
  platforms: [],
  scheme: more.ecosystem ?? '',
  versions: [],
  ranges: '',
  unaffected: '',
  others: '',
  commits: false,
  fixed_in: [],
  ...more,
})
const parser = affects({
  key: 'example-parser',
  type: 'npm',
  ecosystem: 'npm',
  product: 'example-parser',
  versions: ['2.4.1-beta.1'],
  ranges: formatRanges([[{ introduced: '0' }, { fixed: '1.9.8' }, { introduced: '2.0.0' }, { fixed: '2.4.1' }]]),
  fixed_in: ['2.4.1', '1.9.8'],
  others: 'unaffected',
})
const npm = (version: string) => held({ product: 'example-parser', version, purls: [`pkg:npm/example-parser@${version}`] })

describe('packages', () => {
  it.each([
    ['1.9.7', 'affected', '1.9.8', 'before 1.9.8'],
    ['2.4.0', 'affected', '2.4.1', 'from 2.0.0 on and before 2.4.1'],
    ['2.4.1-beta.1', 'affected', '2.4.1', 'named as affected'],
    ['1.9.8', 'not affected', undefined, 'none of the versions'],
    ['2.4.1', 'not affected', undefined, 'none of the versions'],
    ['', 'cannot tell', undefined, 'gives no version'],
    ['unknown', 'cannot tell', undefined, 'no version that can be compared'],
    ['main', 'cannot tell', undefined, 'cannot be ordered'],
  ])('%s is %s', (version, state, fixedIn, because) => {
    const verdict = affectedBy(npm(version), parser)
    expect(verdict).toMatchObject({ state, by: 'package URL', because: expect.stringContaining(because) })
    expect(verdict?.fixedIn).toBe(fixedIn)
  })

  it('of another kind or name are none of it', () => {
    expect(affectedBy(held({ product: 'example-parser', version: '1.0.0', purls: ['pkg:pypi/example-parser@1.0.0'] }), parser)).toBeUndefined()
    expect(affectedBy(held({ product: 'example-parser-extra', version: '1.0.0', purls: ['pkg:npm/example-parser-extra@1.0.0'] }), parser)).toBeUndefined()
    expect(affectedBy(held({ product: 'example-parser', version: '1.0.0' }), parser)).toBeUndefined()
  })

  it('are affected in every version where nothing ends it, also where the version is not known', () => {
    const all = { ...parser, versions: [], fixed_in: [], ranges: formatRanges([[{ introduced: '0' }]]) }
    expect(affectedBy(npm(''), all)).toMatchObject({ state: 'affected', because: 'every version is affected' })
  })

  it('that are told by commits alone cannot be judged', () => {
    expect(affectedBy(npm('1.0.0'), { ...parser, versions: [], ranges: '', fixed_in: [], commits: true })).toMatchObject({ state: 'cannot tell' })
  })
})

describe('packages of distributions', () => {
  const debian = (ecosystem: string, fixed: string) =>
    affects({
      key: 'openssl',
      type: 'deb',
      ecosystem,
      product: 'openssl',
      ranges: formatRanges([[{ introduced: '0' }, { fixed }]]),
      fixed_in: [fixed],
      others: 'unaffected',
    })
  const libssl = (purl: string, os = '') => held({ product: 'libssl3', version: '3.0.11-1~deb12u2', purls: [purl], os })

  it('go by their source package and their release', () => {
    const scanned = libssl('pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl&distro=debian-12')
    expect(affectedBy(scanned, debian('Debian:12', '3.0.15-1~deb12u1'))).toMatchObject({ state: 'affected', by: 'package URL of its source package' })
    expect(affectedBy(scanned, debian('Debian:12', '3.0.11-1~deb12u1'))).toMatchObject({ state: 'not affected' })
    expect(affectedBy(scanned, debian('Debian:13', '3.5.0-1'))).toBeUndefined()
    expect(affectedBy(scanned, debian('Ubuntu:22.04', '3.5.0-1'))).toBeUndefined()
  })

  it('take the release from the host where the package does not tell it', () => {
    const purl = 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?upstream=openssl'
    expect(affectedBy(libssl(purl, 'Debian GNU/Linux 12 (bookworm)'), debian('Debian:12', '3.0.15-1~deb12u1'))?.state).toBe('affected')
    expect(affectedBy(libssl(purl, 'Debian GNU/Linux 13 (trixie)'), debian('Debian:12', '3.0.15-1~deb12u1'))).toBeUndefined()
  })

  it('of a release that nobody tells cannot be judged', () => {
    expect(affectedBy(libssl('pkg:deb/debian/libssl3@3.0.11?upstream=openssl'), debian('Debian:12', '3.0.15-1~deb12u1'))).toMatchObject({
      state: 'cannot tell',
      because: expect.stringContaining('which release of the distribution it is from is not known'),
    })
  })

  it('use the version of the source package where it has its own', () => {
    const purl = 'pkg:deb/debian/libssl3@2:9?upstream=openssl%403.0.11-1&distro=debian-12'
    expect(affectedBy(held({ product: 'libssl3', version: '2:9', purls: [purl] }), debian('Debian:12', '3.0.15-1'))?.state).toBe('affected')
  })
})

describe('products', () => {
  const browser = affects({
    key: 'browser',
    vendor: 'Example',
    product: 'Browser',
    ranges: formatRanges([[{ introduced: '0' }, { fixed: '118.0.5993.70' }]]),
    fixed_in: ['118.0.5993.70'],
  })
  const installed = (version: string, more: Partial<Held> = {}) => held({ product: 'Example Browser', vendor: 'Example LLC', version, ...more })

  it('are known by name and maker, and end where the affected versions end', () => {
    expect(affectedBy(installed('118.0.5993.69'), browser)).toMatchObject({ state: 'affected', fixedIn: '118.0.5993.70' })
    expect(affectedBy(installed('118.0.5993.70'), browser)).toMatchObject({ state: 'not affected', because: expect.stringContaining('not before') })
    expect(affectedBy(held({ product: 'Browser Helper', version: '1' }), browser)).toBeUndefined()
  })

  it('of which nothing is said beyond the affected versions cannot be judged there', () => {
    const through = { ...browser, fixed_in: [], ranges: formatRanges([[{ introduced: '0' }, { last_affected: '117.9' }]]) }
    expect(affectedBy(installed('117.9'), through)?.state).toBe('affected')
    expect(affectedBy(installed('118.0'), through)).toMatchObject({ state: 'cannot tell', because: expect.stringContaining('nothing of 118.0') })
    expect(affectedBy(installed('118.0'), { ...through, others: 'unaffected' })?.state).toBe('not affected')
    expect(affectedBy(installed('118.0'), { ...through, others: 'affected' })?.state).toBe('affected')
  })

  it('are spared where they are named as not affected', () => {
    const spared = { ...browser, others: 'affected', ranges: '', unaffected: formatRanges([[{ introduced: '119' }]]) }
    expect(affectedBy(installed('120.1'), spared)).toMatchObject({ state: 'not affected', because: '120.1 is named as not affected' })
    expect(affectedBy(installed('118'), spared)?.state).toBe('affected')
  })

  it('are affected only on the systems that are named', () => {
    const mac = { ...browser, platforms: ['MacOS'] }
    expect(affectedBy(installed('1.0', { os: 'macOS 14' }), mac)?.state).toBe('affected')
    expect(affectedBy(installed('1.0', { os: 'Windows 11' }), mac)).toMatchObject({ state: 'not affected', because: expect.stringContaining('on MacOS only') })
    expect(affectedBy(installed('1.0'), mac)).toMatchObject({ state: 'cannot tell', because: expect.stringContaining('system of the host is not known') })
    expect(affectedBy(installed('1.0'), { ...browser, platforms: ['x86', 'ARM'] })?.state).toBe('affected')
  })

  it('are found under every name that they may have elsewhere', () => {
    const keys = keysOf(identified(installed('1', { product: 'Example Browser 118.0 (x64 en-US)' }))).map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['examplebrowser', 'browser']))
    expect(keysOf(identified(held({ product: 'Reader', vendor: 'Example Inc.' }))).map(({ key }) => key)).toEqual(['reader', 'examplereader'])
  })
})
