import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing, run } from '../../../test/support/tool.ts'
import type { Unpacked } from '../release.ts'
import { unpackRelease } from './unpack.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

/** A tree that every tool packs: a small text, noise, a program, a name with an accent. */
const tree = {
  'hello.txt': Buffer.from('hello\n'),
  'noise.bin': Buffer.from(Array.from({ length: 300_000 }, (_, index) => (Math.imul(index + 1, 2654435761) >>> 13) & 255)),
  'node.json': readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json')),
  'sub/über name.txt': Buffer.from('a name with an accent\n'),
}
const home = join(folder.path, 'tree')
mkdirSync(join(home, 'sub'), { recursive: true })
for (const [path, content] of Object.entries(tree)) writeFileSync(join(home, path), content)

let count = 0
async function unpack(path: string): Promise<Unpacked> {
  return unpackRelease(path, { folder: join(folder.path, `out-${count++}`) })
}

/** Path behind the last `!/` → SHA-256, of members that hold nothing themselves. */
function contents({ members }: Unpacked): Record<string, string> {
  return Object.fromEntries(
    members.filter((member) => member.container === undefined).map(({ path, sha256 }) => [path.slice(path.lastIndexOf('!/') + 2), sha256]),
  )
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const expected = Object.fromEntries(Object.entries(tree).map(([path, content]) => [path, sha256(content)]))

/** Each packs the tree into `name`, run inside of it. */
const packers: readonly (readonly [program: string, name: string, args: readonly string[]])[] = [
  ['tar', 't.tar', ['-cf', '../t.tar', '.']],
  ['tar', 't.tgz', ['-czf', '../t.tgz', '.']],
  ['tar', 't.tar.xz', ['-cJf', '../t.tar.xz', '.']],
  ['tar', 't.tar.bz2', ['-cjf', '../t.tar.bz2', '.']],
  ['bsdtar', 't.tar.zst', ['--zstd', '-cf', '../t.tar.zst', '.']],
  ['bsdtar', 'pax.tar', ['--format=pax', '-cf', '../pax.tar', '.']],
  ['bsdtar', 't.cpio', ['--format=newc', '-cf', '../t.cpio', '.']],
  ['bsdtar', 't.zip', ['--format=zip', '-cf', '../t.zip', '.']],
  ['bsdtar', 't.iso', ['--format=iso9660', '-cf', '../t.iso', '.']],
  ['7z', 't.7z', ['a', '-bd', '../t.7z', '.']],
  ['7z', 'lzma.zip', ['a', '-bd', '-mm=LZMA', '../lzma.zip', '.']],
  ['gcab', 't.cab', ['-cz', '../t.cab', ...Object.keys(tree)]],
  ['genisoimage', 'joliet.iso', ['-quiet', '-J', '-R', '-o', '../joliet.iso', '.']],
]

describe.each(packers)('what %s packs into %s', (program, name, args) => {
  it.skipIf(missing(program))('comes out whole', async () => {
    run(program, args, { cwd: home, environment: { LC_ALL: 'C.UTF-8' } })
    const unpacked = await unpack(join(folder.path, name))
    expect(unpacked.unopened).toEqual([])
    expect(contents(unpacked)).toEqual(expected)
    for (const hash of Object.values(expected)) expect(sha256(readFileSync(join(unpacked.folder, hash)))).toBe(hash)
    expect(readdirSync(unpacked.folder).filter((file) => file.startsWith('.'))).toEqual([])
  })
})

describe('a deb', () => {
  it.skipIf(missing('dpkg-deb'))('shows what runs while it installs', async () => {
    const deb = join(folder.path, 'deb')
    mkdirSync(join(deb, 'DEBIAN'), { recursive: true })
    mkdirSync(join(deb, 'usr/bin'), { recursive: true })
    writeFileSync(join(deb, 'DEBIAN/control'), 'Package: t\nVersion: 1\nArchitecture: all\nMaintainer: t <t@example.invalid>\nDescription: t\n')
    writeFileSync(join(deb, 'DEBIAN/postinst'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    writeFileSync(join(deb, 'usr/bin/t'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    symlinkSync('t', join(deb, 'usr/bin/link'))
    run('dpkg-deb', ['--root-owner-group', '-b', deb, join(folder.path, 't.deb')])
    const { members, unopened } = await unpack(join(folder.path, 't.deb'))
    const paths = members.map(({ path }) => path.replace(/\.tar\.\w+!/, '.tar!'))
    expect(paths).toEqual(expect.arrayContaining(['t.deb!/control.tar!/control', 't.deb!/control.tar!/postinst', 't.deb!/data.tar!/usr/bin/t']))
    expect(members.find(({ path }) => path.endsWith('/postinst'))?.mode).toBe(0o755)
    expect(unopened.map(({ code, says }) => [code, says])).toEqual([['link', 'a symbolic link to t']])
  })
})

describe('an rpm', () => {
  it.skipIf(missing('rpmbuild'))('has its scripts as members', async () => {
    const spec = join(folder.path, 't.spec')
    writeFileSync(
      spec,
      'Name: t\nVersion: 1\nRelease: 1\nSummary: t\nLicense: none\nBuildArch: noarch\n%description\nt\n%install\nmkdir -p %{buildroot}/opt/t\necho hi > %{buildroot}/opt/t/hi\n%post\nexit 0\n%preun -p /bin/true\n%files\n/opt/t\n',
    )
    run('rpmbuild', ['--quiet', '-bb', '--define', `_topdir ${folder.path}/rpm`, spec])
    const rpm = join(folder.path, 'rpm/RPMS/noarch/t-1-1.noarch.rpm')
    const unpacked = await unpack(rpm)
    const paths = unpacked.members.map(({ path }) => path.slice(`${basename(rpm)}!/`.length))
    expect(paths).toEqual(['.scripts/postinstall', '.scripts/preuninstall', 'opt/t/hi'])
    const script = unpacked.members[0]
    expect(script && readFileSync(join(unpacked.folder, script.sha256), 'utf8')).toBe('#!/bin/sh\nexit 0')
    expect(unpacked.unopened).toEqual([])
  })
})

describe('an MSI', () => {
  it.skipIf(missing('wixl', 'msiextract'))('has its files under the paths they are installed to, as msiextract has', async () => {
    const source = join(folder.path, 't.wxs')
    const file = (index: number, path: string) =>
      `<Component Id="c${index}" Guid="12345678-1234-1234-1234-00000000000${index}"><File Id="f${index}" Source="tree/${path}" Name="a long name ${index}.bin" KeyPath="yes"/></Component>`
    writeFileSync(
      source,
      `<?xml version="1.0"?><Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Product Id="*" UpgradeCode="12345678-1234-1234-1234-111111111111" Name="T" Version="1.0.0" Manufacturer="T" Language="1033"><Package InstallerVersion="200" Compressed="yes"/><Media Id="1" Cabinet="t.cab" EmbedCab="yes"/><Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="Folder1" Name="Some Folder">${file(1, 'hello.txt')}${file(2, 'noise.bin')}</Directory></Directory><Feature Id="f" Level="1"><ComponentRef Id="c1"/><ComponentRef Id="c2"/></Feature></Product></Wix>`,
    )
    const package_ = join(folder.path, 't.msi')
    run('wixl', ['-o', package_, source], { cwd: folder.path })
    const unpacked = await unpack(package_)
    const files = Object.fromEntries(
      unpacked.members.filter(({ path }) => !path.includes('/.')).map(({ path, sha256 }) => [path.slice('t.msi!/'.length), sha256]),
    )
    const listed = run('msiextract', ['-l', package_]).trim().split('\n').sort()
    expect(Object.keys(files).sort()).toEqual(listed)
    expect(files['Some Folder/a long name 1.bin']).toBe(expected['hello.txt'])
    expect(files['Some Folder/a long name 2.bin']).toBe(expected['noise.bin'])
    expect(unpacked.unopened).toEqual([])
  })
})

describe.each(['lzma', '/SOLID lzma', 'zlib', '/SOLID zlib', 'bzip2', '/SOLID bzip2'])('an NSIS installer with %s', (compressor) => {
  it.skipIf(missing('makensis'))('gives its files and its script', async () => {
    const name = `nsis-${compressor.replace(/\W+/g, '')}`
    const script = join(folder.path, `${name}.nsi`)
    writeFileSync(
      script,
      `Unicode true\nSetCompressor ${compressor}\nName T\nOutFile "${join(folder.path, `${name}.exe`)}"\nInstallDir "$TEMP\\T"\nSection main\nSetOutPath "$INSTDIR"\nFile "${home}/hello.txt"\nFile "${home}/noise.bin"\nExecWait '"$INSTDIR\\t.exe"'\nSectionEnd\n`,
    )
    run('makensis', ['-V1', script])
    const unpacked = await unpack(join(folder.path, `${name}.exe`))
    expect(unpacked.unopened).toEqual([])
    expect(contents(unpacked)).toMatchObject({ 'hello.txt': expected['hello.txt'], 'noise.bin': expected['noise.bin'] })
    expect(contents(unpacked)).toHaveProperty(['.nsis-header'])
  })
})

describe('what is no container', () => {
  it('is its own only part', async () => {
    const unpacked = await unpack(join(home, 'hello.txt'))
    expect(unpacked).toMatchObject({ artifact: { path: 'hello.txt', sha256: expected['hello.txt'], size: 6 }, members: [], unopened: [] })
    expect(readFileSync(join(unpacked.folder, unpacked.artifact.sha256), 'utf8')).toBe('hello\n')
  })

  it('a folder is walked, its links are not followed', async () => {
    const own = join(folder.path, 'with-links')
    mkdirSync(join(own, 'inner'), { recursive: true })
    writeFileSync(join(own, 'inner/a.txt'), 'a')
    symlinkSync('/etc', join(own, 'etc'))
    const { members, unopened } = await unpack(own)
    expect(members.map(({ path }) => path)).toEqual(['inner/a.txt'])
    expect(unopened).toEqual([{ path: 'etc', code: 'link', says: 'a symbolic link' }])
  })

  it('a path that is not there is an error with a hint', async () => {
    await expect(unpack(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'EVIDENCE_UNREADABLE' })
  })
})
