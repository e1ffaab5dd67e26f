import { describe, expect, it } from 'vitest'
import { hasKnownSuffix, indicatorOf } from './indicator-value.ts'

describe('indicators', () => {
  it.each([
    ['hxxps[:]//Evil[.]Invalid/Path?Q=A', 'url', 'https://evil.invalid/Path?Q=A'],
    ['hXXp://evil(.)invalid', 'url', 'http://evil.invalid'],
    ['evil[.]invalid/a', 'url', 'http://evil.invalid/a'],
    ['https://evil.invalid/icon%d.ico', 'url', 'https://evil.invalid/icon%d.ico'],
    ['http://[2001:db8::1]/x', 'url', 'http://[2001:db8::1]/x'],
    ['*.Evil[dot]invalid.', 'domain', 'evil.invalid'],
    ['evil.invalid:8443', 'domain', 'evil.invalid'],
    ['пример.рф', 'domain', 'xn--e1afmkfd.xn--p1ai'],
    ['198.51.100[.]7', 'ip', '198.51.100.7'],
    ['198.51.100.7:443', 'ip', '198.51.100.7'],
    ['198.51.100.7/32', 'ip', '198.51.100.7'],
    ['2001:DB8:0:0:0:0:0:1', 'ip', '2001:db8::1'],
    ['::ffff:8.8.8.8', 'ip', '8.8.8.8'],
    ['203.0.113.0/24', 'cidr', '203.0.113.0/24'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ])('reads %s as %s', (text, type, value) => {
    expect(indicatorOf(text)).toEqual({ type, value })
  })

  it.each([
    '',
    'word',
    'two words.invalid',
    'name@evil.invalid',
    '18.12.0.416',
    '18.12.416',
    '10.0.0.1',
    '192.168.0.0/16',
    '127.0.0.1',
    '224.0.0.251',
    'fe80::1',
    '0.0.0.0/0',
    '16.0.0.0/4',
    'a/b',
    'http://',
    'http:///x',
    'https://evil invalid/',
    '-bad-.invalid',
    `${'a'.repeat(64)}.invalid`,
    'x'.repeat(5000),
    'da39a3ee5e6b4b0d3255bfef95601890afd8070',
  ])('reads nothing in %j', (text) => {
    expect(indicatorOf(text)).toHaveProperty('why')
  })

  it('knows which endings are those of names', () => {
    expect(['evil.com', 'evil.co.uk', 'evil.invalid', 'evil.onion'].map(hasKnownSuffix)).toEqual([true, true, true, true])
    expect(['ffmpeg.dll', 'libffmpeg.dylib', 'setup.msi', 'index.html'].map(hasKnownSuffix)).toEqual([false, false, false, false])
  })
})
