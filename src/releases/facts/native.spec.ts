import { describe, expect, it } from 'vitest'
import { writeElf } from '../../../test/support/native/elf-writer.ts'
import { type BuiltFile, evidenceOf, signsOf } from '../../../test/support/release.ts'
import { elf } from '../inspect/elf/index.ts'
import { factRules } from './facts.ts'

function library(parts: Parameters<typeof writeElf>[0]): BuiltFile {
  const { units, traits, notes } = elf.read({ path: 'x.so', bytes: writeElf({ imports: ['strlen'], ...parts }) })
  return { readers: ['elf'], units, traits, notes }
}

type Files = Readonly<Record<string, BuiltFile>>

function told(fact: string, now: Files, before: Files, [version, versionBefore]: readonly [string, string] = ['2.0.1', '2.0.0']) {
  const release = (files: Files, at: string) => ({ files, identity: { ecosystem: 'pypi', name: 'x', version: at } })
  return signsOf(factRules, fact, evidenceOf(release(now, version), release(before, versionBefore))).map(({ path, now: seen }) => `${path}: ${seen}`)
}

const one = (parts: Parameters<typeof writeElf>[0]): Files => ({ 'x.so': library(parts) })

describe('constructors', () => {
  const constructors = (now: readonly (string | null)[], before: readonly (string | null)[]) => {
    const exports = [...new Set([...now, ...before].filter((name) => name !== null))]
    return told('native-constructor', one({ exports, constructors: now }), one({ exports, constructors: before })).length
  }

  it.each([
    ['lost their names', [null], ['frame_dummy']],
    ['got their names back', ['frame_dummy'], [null]],
    ['lost some of their names', ['set_up', null], ['set_up', 'frame_dummy']],
    ['went, and the rest lost their names', [null], ['set_up', 'frame_dummy']],
  ])('that only %s are not new', (_, now, before) => {
    expect(constructors(now, before)).toBe(0)
  })

  it.each([
    ['has no name, beside the one there was', ['frame_dummy', null], ['frame_dummy']],
    ['makes them more, while they lose their names', [null, null], ['frame_dummy']],
    ['has another name', ['evil'], ['frame_dummy']],
    ['has a name that is more than the nameless ones that went', ['evil', 'worse', null], [null, null, 'frame_dummy']],
    ['is more, without a name', [null, null], [null]],
  ])('are told when one %s', (_, now, before) => {
    expect(constructors(now, before)).toBe(1)
  })

  it('are the same where only the process that compiled them is another', () => {
    const names = (process: string) => [`_GLOBAL__sub_I_tmpxft_${process}_00000000_6_nms_kernel.compute_90.cudafe1.cpp`]
    const parts = (names: string[]) => one({ exports: ['a', ...names], constructors: names })
    expect(told('native-constructor', parts(names('0000137f')), parts(names('00a01c3e')))).toEqual([])
    expect(told('native-constructor', parts(['_GLOBAL__sub_I_tmpxft_0000137f_00000000_6_other.cpp']), parts(names('0000137f')))).toHaveLength(1)
  })
})

describe('linked libraries', () => {
  const links = (now: readonly string[], before: readonly string[], shipped: readonly string[] = [...now, ...before]) => {
    const side = (needed: readonly string[]): Files => ({
      'libs/x.so': library({ needed }),
      ...Object.fromEntries(needed.filter((name) => shipped.includes(name)).map((name) => [`libs/${name}`, library({ soname: name })])),
    })
    return told('native-library', side(now), side(before))
  }

  it.each([
    ['hash in the name of a library that comes along', ['libz.915b4635.so.1'], ['libz.1140de3a.so.1']],
    ['hash after a hyphen', ['libz-915b4635.so.1'], ['libz-1140de3a.so.1']],
    ['version of the release', ['libx-2.0.1-custom.so'], ['libx-2.0.0-custom.so']],
  ])('are the same with another %s', (_, now, before) => {
    expect(links(now, before)).toEqual([])
  })

  it.each([
    ['is another one with a hash', ['libcurl.915b4635.so.1'], ['libz.1140de3a.so.1'], undefined],
    ['does not come along', ['libz.915b4635.so.1'], ['libz.1140de3a.so.1'], []],
    ['comes beside the one there was', ['libz.1140de3a.so.1', 'libz.915b4635.so.1'], ['libz.1140de3a.so.1'], undefined],
    ['are two for one', ['libz.aaaaaaaa.so.1', 'libz.bbbbbbbb.so.1'], ['libz.1140de3a.so.1'], undefined],
    ['has a version that is not the release’s', ['libx-7.0.1.so'], ['libx-7.0.0.so'], undefined],
  ])('are told when one %s', (_, now, before, shipped) => {
    expect(links(now, before, shipped)).toHaveLength(1)
  })

  it('are known by the version of a Debian package without its epoch', () => {
    const side = (version: string): Files => ({ 'x.so': library({ needed: [`libisc-${version}-Debian.so`] }) })
    expect(told('native-library', side('9.18.49-1~deb12u3'), side('9.18.49-1~deb12u1'), ['1:9.18.49-1~deb12u3', '1:9.18.49-1~deb12u1'])).toEqual([])
  })
})

describe('sections', () => {
  const added = (bytes: Uint8Array, unloaded?: 'behind') =>
    told('native-section', one({ sections: [{ name: '.debug_line', bytes, ...(unloaded && { unloaded }) }] }), one({}))

  it('that are never loaded are told only when they are large or look encrypted', () => {
    const noise = Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 167 + (index >> 8)) & 255))
    expect(added(Buffer.alloc(76, 'line'), 'behind')).toEqual([])
    expect(added(noise, 'behind')).toHaveLength(1)
    expect(added(Buffer.alloc(5000, 'line'), 'behind')).toHaveLength(1)
  })

  it('that are loaded are always told', () => {
    expect(added(Buffer.alloc(76, 'line'))).toHaveLength(1)
  })
})
