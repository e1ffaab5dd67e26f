import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BuiltRelease, compared, filler, statement } from '../../../test/support/release.ts'
import { unitOf } from '../unit.ts'
import { resolved } from './called.ts'
import { innerPath, normalPath, rootOf } from './normal-path.ts'
import { twinsOf } from './twins.ts'

const [one, two, three] = [filler(20, 'one'), filler(20, 'two'), filler(20, 'three')]

function changes(now: BuiltRelease, before: BuiltRelease) {
  return compared(now, before).files.map(({ now: file, before: old, change }) => [file.path, change, ...(old && old.path !== file.path ? [old.path] : [])])
}

describe('a path without what changes from release to release', () => {
  it.each([
    ['dist/chunk-B1xQz9Kd.js', 'dist/chunk-C9aPw2Lm.js'],
    ['dist/index.4f2a91bc.js', 'dist/index.77e0d1aa.js'],
    ['dist/vendor-d41d8cd98f00b204e9800998ecf8427e.css', 'dist/vendor-0cc175b9c0f1b6a831c399e269772661.css'],
    ['foo-1.2.3/setup.py', 'foo-1.2.4rc1/setup.py'],
    ['app-18.12.407-full.nupkg', 'app-18.12.416-full.nupkg'],
    ['lib/libssl.so.1.1', 'lib/libssl.so.3.0'],
  ])('%s is %s', (before, now) => {
    expect(normalPath(before)).toBe(normalPath(now))
  })

  it.each([
    ['src/authentication.js', 'src/authorisation.js'],
    ['lib/post-install.js', 'lib/pre-install.js'],
    ['dist/chunk-vendors.js', 'dist/chunk-comments.js'],
    ['a/index.js', 'b/index.js'],
  ])('%s is not %s', (before, now) => {
    expect(normalPath(before)).not.toBe(normalPath(now))
  })

  it('takes any name', () => {
    assert(property(string({ maxLength: 400 }), (path) => normalPath(normalPath(path)).length <= path.length + 1))
  })
})

describe('paths inside an artifact', () => {
  const member = (path: string, container?: string) => ({ path, size: 1, sha256: 'a', ...(container !== undefined && { container }) })

  it('begin behind containers that hold but one other', () => {
    const artifact = member('a.tgz', 'gzip')
    const members = [member('a.tgz!/a.tar', 'tar'), member('a.tgz!/a.tar!/package/x.js'), member('a.tgz!/a.tar!/package/y.js')]
    expect(rootOf({ artifact, members })).toBe('a.tgz!/a.tar')
    expect(innerPath('a.tgz!/a.tar!/package/x.js', 'a.tgz!/a.tar')).toBe('package/x.js')
    expect(innerPath('a.tgz', 'a.tgz!/a.tar')).toBe('a.tgz')
  })

  it('stay as they are in a folder', () => {
    expect(innerPath('lib/x.js', 'folder')).toBe('lib/x.js')
  })

  it('follow imports', () => {
    expect(resolved('package/lib/a.js', '../test/b')).toBe('package/test/b')
    expect(resolved('a.js', '../../../b')).toBe('b')
  })
})

describe('files of two releases', () => {
  it('are matched by path, hash, normal path and common units', () => {
    const before = {
      files: {
        'same.js': { units: one },
        'edited.js': { units: two },
        'moved/old.js': { units: [...one, ...two] },
        'chunk-B1xQz9Kd.js': { units: three },
        'util/helpers.js': { units: filler(30, 'help') },
        'gone.js': { units: filler(9, 'gone') },
      },
    }
    const now = {
      files: {
        'same.js': { units: one },
        'edited.js': { units: [...two, statement('more')] },
        'moved/new.js': { units: [...one, ...two] },
        'chunk-C9aPw2Lm.js': { units: [...three, statement('more')] },
        'tools/assist.js': { units: [...filler(28, 'help'), statement('more')] },
        'fresh.js': { units: filler(9, 'fresh') },
      },
    }
    expect(changes(now, before)).toEqual([
      ['chunk-C9aPw2Lm.js', 'changed', 'chunk-B1xQz9Kd.js'],
      ['edited.js', 'changed'],
      ['fresh.js', 'added'],
      ['moved/new.js', 'renamed', 'moved/old.js'],
      ['same.js', 'same'],
      ['tools/assist.js', 'renamed', 'util/helpers.js'],
    ])
    expect(compared(now, before).removed.map(({ path }) => path)).toEqual(['gone.js'])
  })

  it('do not depend on the name of the artifact', () => {
    expect(changes({ artifact: 'b-2.tgz', files: { 'a.js': { units: one } } }, { artifact: 'a-1.tgz', files: { 'a.js': { units: one } } })).toEqual([
      ['a.js', 'same'],
    ])
  })
})

describe('novel units', () => {
  it('are those that no live file of the release before has, wherever it lay', () => {
    const spy = statement('spy', ['network'])
    const comparison = compared(
      { files: { 'new-name.js': { units: [...one, ...two, spy] }, 'copy.js': { units: [spy] } } },
      { files: { 'a.js': { units: one }, 'b.js': { units: two } } },
    )
    expect(comparison.novel.map(({ id }) => id)).toEqual([spy.id])
    expect(comparison.gained).toEqual(['network'])
  })

  it('are none in tests, types and maps', () => {
    const spy = statement('spy', ['network'])
    const comparison = compared({ files: { 'test/a.test.js': { units: [spy] }, 'a.d.ts': { units: [spy] }, 'a.js.map': { units: [spy] } } }, { files: {} })
    expect(comparison.novel).toEqual([])
    expect(comparison.gained).toEqual([])
  })

  it('are those of a test that code now starts, though the test was there before', () => {
    const payload = { units: [statement('payload', ['execute'])] }
    const hook = unitOf({ kind: 'manifest.hook', text: 'postinstall: node test/setup.js', place: {}, files: ['test/setup.js'] })
    const comparison = compared(
      { files: { 'package.json': { readers: ['manifest'], units: [hook] }, 'test/setup.js': payload } },
      { files: { 'package.json': { readers: ['manifest'] }, 'test/setup.js': payload } },
    )
    expect(comparison.novel.map(({ file }) => file.path)).toEqual(['package.json', 'test/setup.js'])
  })

  it.each([
    ['that nothing named before', [], 2],
    ['that code used before', ['./telemetry'], 1],
  ] as const)('of a file %s and a new hook starts: %s', (_, imports, count) => {
    const file = { units: [statement('payload', ['execute'])] }
    const entry = { units: [statement('entry', [], { imports: [...imports] })] }
    const hook = unitOf({ kind: 'manifest.hook', text: 'postinstall: node telemetry.js', place: {}, files: ['telemetry.js'] })
    const comparison = compared(
      { files: { 'package.json': { readers: ['manifest'], units: [hook] }, 'index.js': entry, 'telemetry.js': file } },
      { files: { 'package.json': { readers: ['manifest'] }, 'index.js': entry, 'telemetry.js': file } },
    )
    expect(comparison.novel).toHaveLength(count)
  })

  it('are all there is without a release before, and nothing is gained or lost', () => {
    const comparison = compared({ files: { 'a.js': { units: [statement('a', ['network'])] } } })
    expect(comparison.novel).toHaveLength(1)
    expect([comparison.gained, comparison.lost, comparison.before]).toEqual([[], [], undefined])
  })

  it('leave lost ones behind', () => {
    const comparison = compared({ files: { 'a.js': { units: one } } }, { files: { 'a.js': { units: [...one, statement('b', ['shell'])] } } })
    expect(comparison.files.map(({ lost }) => lost)).toEqual([1])
    expect(comparison.lost).toEqual(['shell'])
  })
})

describe('twins', () => {
  function pairs(...paths: readonly string[]) {
    const comparison = compared({ files: Object.fromEntries(paths.map((path, index) => [path, { units: filler(3, String(index)) }])) }, { files: {} })
    return twinsOf(comparison.files).map(({ one: { now }, other, by }) => [now.path, other.now.path, by])
  }

  it.each([
    [['a.cjs', 'a.mjs'], 'modules'],
    [['dist/esm/a.js', 'dist/cjs/a.js'], 'modules'],
    [['lib/index.cjs.js', 'lib/index.esm.js'], 'modules'],
    [['dist/node/a.js', 'dist/browser/a.js'], 'platforms'],
  ] as const)('%s are twins by %s', (paths, by) => {
    expect(pairs(...paths)).toEqual([[...paths.toSorted(), by]])
  })

  it('are not files of one name in different places', () => {
    expect(pairs('a/index.js', 'b/index.js')).toEqual([])
  })
})
