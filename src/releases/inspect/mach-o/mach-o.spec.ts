import { describe, expect, it } from 'vitest'
import { type MachOParts, writeFat, writeMachO } from '../../../../test/support/native/mach-o-writer.ts'
import { machO } from './index.ts'

const foundation = '/System/Library/Frameworks/Foundation.framework/Foundation'
const clean: MachOParts = { exports: ['_av_free'], imports: [{ name: '_malloc' }], identifier: 'org.example.libffmpeg', team: 'ABCDE12345' }
const changed: MachOParts = {
  ...clean,
  libraries: ['/usr/lib/libSystem.B.dylib', foundation],
  imports: [{ name: '_malloc' }, { name: '_popen' }, { name: '_OBJC_CLASS_$_NSURLSession', from: foundation }],
  constructors: [null],
}

function read(bytes: Uint8Array) {
  const reading = machO.read({ path: 'x.dylib', bytes })
  return { ...reading, trait: (name: string) => reading.traits.find((trait) => trait.name === name)?.value }
}

describe('mach-o', () => {
  it('reads libraries, imports with their origin, constructors and who it says it is', () => {
    const entitlements =
      '<plist version="1.0"><dict><key>com.apple.security.cs.disable-library-validation</key><true/><key>keychain-access-groups</key><array><string>x</string></array></dict></plist>'
    const reading = read(writeMachO({ ...changed, exports: ['_av_free', '_start'], constructors: ['_start', null], runPaths: ['@loader_path'], entitlements }))
    const says = (kind: string) => reading.units.filter((unit) => unit.kind === kind).map((unit) => unit.says)
    expect(reading.notes).toEqual([])
    expect(says('library')).toEqual(['/usr/lib/libSystem.B.dylib', foundation])
    expect(says('import')).toEqual([
      '_malloc from /usr/lib/libSystem.B.dylib',
      '_popen from /usr/lib/libSystem.B.dylib',
      `_OBJC_CLASS_$_NSURLSession from ${foundation}`,
    ])
    expect(reading.units.filter((unit) => unit.kind === 'import').map((unit) => unit.capabilities)).toEqual([[], ['shell'], ['network']])
    expect(says('constructor')).toEqual(['_start', 'function 2 that runs when the file is loaded'])
    expect(says('run-path')).toEqual(['@loader_path'])
    expect(says('entitlement')).toEqual(['com.apple.security.cs.disable-library-validation = true', 'keychain-access-groups'])
    expect(reading.trait('mach-o.identifier')).toBe('org.example.libffmpeg')
    expect(reading.trait('mach-o.team')).toBe('ABCDE12345')
    expect(reading.trait('mach-o.overlay-bytes')).toBe(0)
  })

  it.each([false, true])('keeps the slices of a fat file apart, so that one that changed stands out against its twin (64-bit offsets: %s)', (wide) => {
    const reading = read(writeFat([writeMachO({ ...changed, cpu: 'x86_64' }), writeMachO({ ...clean, cpu: 'arm64' })], wide))
    const [intel, apple] = reading.slices ?? []
    expect([intel?.name, apple?.name]).toEqual(['x86_64', 'arm64'])
    const ids = new Set(apple?.units.map((unit) => unit.id))
    const only = intel?.units.filter((unit) => !ids.has(unit.id)).map((unit) => unit.kind)
    expect(only?.toSorted()).toEqual(['constructor', 'import', 'import', 'library', 'section'])
    expect(reading.trait('mach-o.architectures')).toBe('x86_64 arm64')
    expect(reading.trait('mach-o.x86_64.constructors')).toBe(1)
    expect(reading.trait('mach-o.arm64.constructors')).toBe(0)
  })

  it('sees bytes behind the last segment and behind the last slice', () => {
    const slice = writeMachO(clean)
    expect(read(Buffer.concat([slice, Buffer.alloc(100, 7)])).trait('mach-o.overlay-bytes')).toBe(100)
    expect(read(Buffer.concat([writeFat([slice]), Buffer.alloc(100, 7)])).trait('mach-o.trailing-bytes')).toBe(100)
  })

  it('does not take a class of Java for a fat file', () => {
    const bytes = Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52]), Buffer.alloc(100)])
    expect(machO.recognise({ path: 'A.class', size: bytes.length, bytes })).toBe(0)
  })
})
