import { describe, expect, it } from 'vitest'
import type { Unopened } from '../release.ts'
import { hardLink, linksApart, symbolicLink } from './links.ts'

const root = 'a.deb!/data.tar.xz!/'
const files = [`${root}usr/lib/liba.so.1.2`, `${root}usr/share/doc/a/readme`]
const deb = ['a.deb!/debian-binary', ...files]

function apart(paths: readonly string[], ...unopened: readonly (readonly [path: string, says: string])[]) {
  const parts = unopened.map(([path, says]): Unopened => ({ path: root + path, code: 'link', says }))
  const members = paths.map((path) => ({ path, size: 1, sha256: '' }))
  const { inside, others } = linksApart({ artifact: { path: 'a.deb', size: 1, sha256: '' }, members, unopened: parts })
  return { inside, others: others.map(({ path }) => path.slice(root.length)) }
}

describe('links of a release', () => {
  it.each([
    ['a file beside it', 'usr/lib/liba.so.1', symbolicLink('liba.so.1.2')],
    ['a file elsewhere', 'usr/bin/a', symbolicLink('../lib/liba.so.1.2')],
    ['a folder', 'usr/share/a', symbolicLink('./doc/a/')],
    ['a file by its path from the root of the archive', 'usr/bin/b', hardLink('./usr/lib/liba.so.1.2')],
    ['a file by its path where it is installed', 'usr/bin/c', symbolicLink('/usr/lib/liba.so.1.2')],
  ])('that lead to %s of the package are counted', (_, path, says) => {
    expect(apart(deb, [path, says])).toEqual({ inside: 1, others: [] })
  })

  it('are counted when they lead to another link', () => {
    expect(apart(deb, ['usr/lib/liba.so.1', symbolicLink('liba.so.1.2')], ['usr/lib/liba.so', symbolicLink('liba.so.1')])).toEqual({ inside: 2, others: [] })
  })

  it.each([
    ['out of the package', 'usr/bin/a', symbolicLink('../../../etc/passwd')],
    ['to what is not in it', 'usr/bin/a', symbolicLink('b')],
    ['to itself', 'usr/bin/a', symbolicLink('a')],
    ['nobody knows where', 'usr/bin/a', 'a symbolic link'],
  ])('that lead %s stay by themselves', (_, path, says) => {
    expect(apart(deb, [path, says])).toEqual({ inside: 0, others: [path] })
  })

  it('by an absolute path lead out of what is not installed at the root', () => {
    expect(apart(files, ['usr/bin/c', symbolicLink('/usr/lib/liba.so.1.2')])).toEqual({ inside: 0, others: ['usr/bin/c'] })
  })

  it('leave what could not be opened for another reason as it is', () => {
    const part: Unopened = { path: 'a.zip!/x', code: 'encrypted', says: symbolicLink('x') }
    expect(linksApart({ artifact: { path: 'a.zip', size: 1, sha256: '' }, members: [], unopened: [part] })).toEqual({ inside: 0, others: [part] })
  })
})
