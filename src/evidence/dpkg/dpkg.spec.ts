import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, modified, readAll } from '../../../test/support/source.ts'
import { dpkg } from './index.ts'

holdsTheContract(dpkg)

describe('dpkg', () => {
  it('reads what is installed from the status file', async () => {
    const { rows, skipped, said } = await readSample(dpkg, 'build-01.dpkg-status')
    const common = { host: 'build-01', installed_at: null, seen_at: modified, basis: 'inventory' }
    expect(rows.installation).toEqual([
      { line: 1, product: 'xz-utils', vendor: 'Example Packagers', version: '5.6.1-1', purl: 'pkg:deb/xz-utils@5.6.1-1?arch=amd64', ...common },
      { line: 24, product: 'acme-agent', vendor: 'Acme Ltd', version: '1:4.2~rc1-3', purl: 'pkg:deb/acme-agent@1:4.2~rc1-3?arch=amd64', ...common },
    ])
    expect(skipped).toEqual([])
    expect(said[1]).toBe('Left out, since dpkg knows but does not have them: 1 package.')
  })

  it('reads dpkg -l under headings in any language', async () => {
    const { rows } = await readSample(dpkg, 'build-02.dpkg-l.txt')
    expect(rows.installation?.map(({ product, version, host }) => [product, version, host])).toEqual([
      ['adduser', '3.134', 'build-02'],
      ['libc6', '2.36-9+deb12u4', 'build-02'],
      ['acme-agent', '1:4.2~rc1-3', 'build-02'],
    ])
  })

  it('takes install dates from the log only where an installation was finished', async () => {
    const { rows, said } = await readSample(dpkg, 'build-01.dpkg.log')
    const at = (second: number) => Date.UTC(2023, 2, 22, 10, 0, second) * 1000
    expect(rows.installation?.map(({ line, product, installed_at, seen_at }) => [line, product, installed_at, seen_at])).toEqual([
      [8, 'xz-utils', at(5), at(5)],
      [10, 'man-db', null, at(7)],
    ])
    expect(said.slice(2)).toEqual(['1 removal gave no installation.', 'Begun but not finished within the log: 1 installation.'])
  })

  it('dates a version anew when it is installed again', async () => {
    const log = (day: number, from: string, to: string) =>
      `2023-03-0${day} 10:00:00 upgrade a:amd64 ${from} ${to}\n2023-03-0${day} 10:00:01 status installed a:amd64 ${to}\n`
    const { rows } = await readAll(dpkg, log(1, '1', '2') + log(2, '2', '1') + log(3, '1', '2'))
    expect(rows.installation?.map(({ version, installed_at }) => [version, installed_at !== null])).toEqual([
      ['2', true],
      ['1', true],
      ['2', true],
    ])
  })

  it.each([
    ['/evidence/web-01.dpkg-status', 'web-01'],
    ['/evidence/web-01.corp.example.dpkg.log.1', 'web-01.corp.example'],
    ['/evidence/web-02/status', 'web-02'],
    ['/evidence/web-03/var/lib/dpkg/status', 'web-03'],
    ['/evidence/web-03/var/log/dpkg.log', 'web-03'],
    ['C:\\evidence\\web-04.dpkg-l.txt', 'web-04'],
  ])('takes the host of %s from the path', async (path, host) => {
    const { rows, said } = await readAll(dpkg, 'Package: a\nStatus: install ok installed\nVersion: 1\n', path)
    expect(rows.installation?.[0]?.host).toBe(host)
    expect(said[0]).toContain(host)
  })

  it.each([
    ["an archive's Packages", 'Package: a\nVersion: 1\nArchitecture: all\n\nPackage: b\nVersion: 2\n'],
    ['a log of another kind', '2023-03-22 10:00:00 user logged in\n2023-03-22 10:00:01 user logged out\n'],
    ['a table', 'Name Version\n---- -------\na    1\n'],
  ])('does not take %s for its own', (_, content) => {
    expect(dpkg.recognise(headOfText(content))).toBe(0)
  })
})
