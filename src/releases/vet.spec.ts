import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarOf } from '../../test/support/archives.ts'
import { temporaryFolder } from '../../test/support/cli.ts'
import type { ReleaseRecord } from './record.ts'
import { vetRelease } from './vet.ts'

const modules = join(import.meta.dirname, '..', '..', 'node_modules')

/** A real package of ours as npm would pack it, with changes. */
function packed(folder: string, name: string, changes: Readonly<Record<string, string>> = {}, version?: string): string {
  const files = new Map<string, Buffer>()
  for (const path of readdirSync(join(modules, name), { recursive: true, encoding: 'utf8' })) {
    if (!path.includes('node_modules') && /\.[a-z]+$/i.test(path)) files.set(path, readBytes(join(modules, name, path)))
  }
  const manifest = JSON.parse(files.get('package.json')?.toString() ?? '{}') as object
  if (version !== undefined) files.set('package.json', Buffer.from(JSON.stringify({ ...manifest, version })))
  for (const [path, text] of Object.entries(changes)) files.set(path, Buffer.from(text))
  const artifact = join(folder, `${name}-${Object.keys(changes).length}.tgz`)
  writeFileSync(artifact, gzipSync(tar(files)))
  return artifact
}

/** The next patch of a package of ours. */
function nextPatch(name: string): string {
  const { version } = JSON.parse(readBytes(join(modules, name, 'package.json')).toString()) as { version: string }
  return version.replace(/\d+$/, (patch) => String(Number(patch) + 1))
}

/** Its manifest with a hook that runs `setup.js`. */
function hooked(name: string): string {
  const manifest = JSON.parse(readBytes(join(modules, name, 'package.json')).toString()) as { scripts?: object }
  return JSON.stringify({ ...manifest, version: nextPatch(name), scripts: { ...manifest.scripts, postinstall: 'node setup.js' } })
}

function readBytes(path: string): Buffer {
  return readFileSync(path)
}

/** POSIX.1-1988 ustar. */
function tar(files: ReadonlyMap<string, Buffer>): Buffer {
  const blocks: Buffer[] = []
  for (const [path, bytes] of files) {
    const head = Buffer.alloc(512)
    head.write(`package/${path}`, 0, 100, 'latin1')
    head.write('0000644\0', 100, 'latin1')
    head.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
    head.write('00000000000\0', 136, 'latin1')
    head.write('        0', 148, 'latin1')
    head.write('ustar\x0000', 257, 'latin1')
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    blocks.push(head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512))
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

const options = { at: new Date('2026-04-01T00:00:00Z'), policy: { ageHours: 0 } }
/** Inert: it throws before anything else. */
const attack = `throw new Error('inert'); const { exec } = require('child_process'); exec(Buffer.from('${Buffer.from('exit 0').toString('base64')}', 'base64').toString());\n`

describe('vetting a release', () => {
  it('allows one in which hardly anything changed', async () => {
    using folder = temporaryFolder()
    const before = packed(folder.path, 'commander')
    const release = packed(folder.path, 'commander', { 'lib/extra.js': 'exports.add = (a, b) => a + b\n' }, '99.0.1')
    const { vetting } = await vetRelease({ release: { artifact: release }, previous: { artifact: before }, options })
    expect(vetting).toMatchObject({
      word: 'ALLOW',
      points: 0,
      basis: 'given',
      release: { identity: { ecosystem: 'npm', name: 'commander', version: '99.0.1' } },
    })
    expect(vetting.tree.filter(({ change }) => change !== 'same').map(({ path, change }) => [path, change])).toEqual([
      [expect.stringMatching(/tgz$/), 'changed'],
      ['package/lib/extra.js', 'added'],
      ['package/package.json', 'changed'],
    ])
  })

  it('blocks one that gained a hook with a script that decodes and runs, and says where', async () => {
    using folder = temporaryFolder()
    const before = packed(folder.path, 'commander')
    const release = packed(folder.path, 'commander', { 'setup.js': attack, 'package.json': hooked('commander') })
    const { vetting } = await vetRelease({ release: { artifact: release }, previous: { artifact: before }, options })
    expect(vetting.word).toBe('BLOCK')
    expect(vetting.facts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'new-install-hook', path: 'package/package.json' }),
        expect.objectContaining({ name: 'decode-and-execute', path: 'package/setup.js', place: expect.objectContaining({ line: 1 }) }),
      ]),
    )
    expect(vetting.conclusion).toMatch(/^Do not roll it out: /)
    expect(vetting.gained).toEqual(['decode', 'shell'])
  })

  it('says the same of a kept record as of the file it was made from', async () => {
    using folder = temporaryFolder()
    const before = packed(folder.path, 'semver')
    const release = packed(
      folder.path,
      'semver',
      { 'index.js': `${readBytes(join(modules, 'semver', 'index.js')).toString()}\n${attack}` },
      nextPatch('semver'),
    )
    const first = await vetRelease({ release: { artifact: before }, options })
    const kept = JSON.parse(JSON.stringify(first.record)) as ReleaseRecord
    const byFile = await vetRelease({ release: { artifact: release }, previous: { artifact: before }, options })
    const byRecord = await vetRelease({ release: { artifact: release }, previous: kept, options })
    expect({ ...byRecord.vetting, seconds: 0 }).toEqual({ ...byFile.vetting, seconds: 0 })
    expect(byRecord.record).toEqual(byFile.record)
    expect(byFile.vetting.word).not.toBe('ALLOW')
  })

  it('holds at most without a release to compare with', async () => {
    using folder = temporaryFolder()
    const release = packed(folder.path, 'semver', { 'setup.js': attack, 'package.json': hooked('semver') })
    const { vetting } = await vetRelease({ release: { artifact: release }, options })
    expect(vetting).toMatchObject({ word: 'HOLD', basis: 'none' })
  })

  it('takes a folder', async () => {
    using folder = temporaryFolder()
    const copy = join(folder.path, 'new', 'semver')
    mkdirSync(dirname(copy))
    cpSync(join(modules, 'semver'), copy, { recursive: true })
    const { vetting } = await vetRelease({ release: { artifact: copy }, previous: { artifact: join(modules, 'semver') }, options })
    expect(vetting).toMatchObject({ word: 'ALLOW', points: 0 })
    expect(vetting.tree.every(({ change }) => change === 'same')).toBe(true)
  })

  it('counts links between its own files, and lists those that lead out of it', async () => {
    using folder = temporaryFolder()
    const artifact = join(folder.path, 'thing-1.0.tar')
    writeFileSync(
      artifact,
      tarOf(
        { name: 'thing/a.so.1', content: 'x' },
        { name: 'thing/a.so', type: '2', link: 'a.so.1' },
        { name: 'thing/b.so', type: '2', link: '../thing/a.so' },
        { name: 'thing/out', type: '2', link: '/etc/passwd' },
      ),
    )
    const { vetting, record } = await vetRelease({ release: { artifact }, options })
    expect(vetting.unopened.map(({ says }) => says)).toEqual(['a symbolic link to /etc/passwd'])
    expect(vetting.notes).toContain('2 links to other parts of the release were not followed: those parts are read where they lie')
    expect(vetting.conclusion).not.toContain('3 parts')
    expect(record.unopened).toHaveLength(3)
  })

  it('refuses a record of other readers', async () => {
    using folder = temporaryFolder()
    const artifact = packed(folder.path, 'semver')
    const { record } = await vetRelease({ release: { artifact }, options })
    await expect(vetRelease({ release: { artifact }, previous: { ...record, inspection: 'other' }, options })).rejects.toThrow(RangeError)
  })

  it('leaves nothing behind, also when it is aborted', async () => {
    using folder = temporaryFolder()
    const artifact = packed(folder.path, 'semver')
    const temporary = join(folder.path, 'temporary')
    mkdirSync(temporary)
    const controller = new AbortController()
    const vetting = vetRelease({ release: { artifact }, options: { ...options, temporary, signal: controller.signal } })
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await expect(vetting).rejects.toThrow('enough')
    expect(readdirSync(temporary)).toEqual([])
  })
})
