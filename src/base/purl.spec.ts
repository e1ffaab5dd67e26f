import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPurl, parsePurl } from './purl.ts'

describe('package URLs', () => {
  // Examples of https://github.com/package-url/purl-spec
  it.each([
    'pkg:bitbucket/birkenfeld/pygments-main@244fd47e07d1014f0aed9c',
    'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
    'pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io',
    'pkg:gem/jruby-launcher@1.1.2?platform=java',
    'pkg:github/package-url/purl-spec@244fd47e07d1004f0aed9c#everybody/loves/dogs',
    'pkg:golang/google.golang.org/genproto#googleapis/api/annotations',
    'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources',
    'pkg:npm/%40angular/animation@12.3.1',
    'pkg:nuget/EnterpriseLibrary.Common@6.0.1304',
    'pkg:pypi/django@1.11.1',
    'pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25',
  ])('%s is read and written back', (text) => {
    const purl = parsePurl(text)
    expect(purl && formatPurl(purl)).toBe(text)
  })

  it.each([
    ['pkg:PYPI/Django_package@1.11.1.dev1', 'pkg:pypi/django-package@1.11.1.dev1'],
    ['pkg://npm//%40Scope/Name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['pkg:npm/@scope/name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['pkg:npm/@scope/name', 'pkg:npm/%40scope/name'],
    ['pkg:GOLANG/GitHub.com/Foo/Bar@v1.0.0', 'pkg:golang/github.com/foo/bar@v1.0.0'],
    ['pkg:deb/debian/a@1:2.0%2Bb?Distro=sid&arch=&arch=amd64', 'pkg:deb/debian/a@1:2.0%2Bb?arch=amd64&distro=sid'],
    ['pkg:github/a/b#/x/../y/./', 'pkg:github/a/b#x/y'],
  ])('%s is written %s', (text, canonical) => {
    const purl = parsePurl(text)
    expect(purl && formatPurl(purl)).toBe(canonical)
  })

  it.each(['', 'npm/foo', 'pkg:npm', 'pkg:npm/', 'pkg:/foo', 'pkg:1npm/foo', `pkg:npm/${'a'.repeat(5000)}`])('%s is none', (text) => {
    expect(parsePurl(text)).toBeUndefined()
  })

  it('gives the parts', () => {
    expect(parsePurl('pkg:npm/%40angular/animation@12.3.1?arch=x64#lib')).toEqual({
      type: 'npm',
      name: '@angular/animation',
      namespace: '@angular',
      version: '12.3.1',
      qualifiers: { arch: 'x64' },
      subpath: 'lib',
    })
  })

  it('reads back what it writes', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((one) => `a${one.replaceAll('/', '')}`)
    fc.assert(
      fc.property(text, text, text, text, (name, version, value, subpath) => {
        const purl = { type: 'generic', name: `space/${name}`, namespace: 'space', version, qualifiers: { key: value }, subpath }
        expect(parsePurl(formatPurl(purl))).toEqual(purl)
      }),
    )
  })
})
