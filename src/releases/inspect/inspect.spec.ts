import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { sha256 } from '../../base/hash.ts'
import type { FileHead, Reader } from '../reading.ts'
import { contentKey, recorded } from '../record.ts'
import type { Member } from '../release.ts'
import { unitOf } from '../unit.ts'
import { Inspectors } from './inspect.ts'
import { inspectMember } from './inspect-member.ts'
import { readers } from './readers.ts'

function stored(folder: string, path: string, bytes: string | Uint8Array): Member {
  const hash = sha256(bytes)
  writeFileSync(join(folder, hash), bytes)
  return { path, size: Buffer.byteLength(bytes), sha256: hash }
}

function reader(name: string, claim: number, read: Reader['read'] = () => ({ reader: name, units: [], traits: [], notes: [] })): Reader {
  return { name, title: name, recognise: () => claim, read }
}

const limits = { units: 100, depth: 2 }

describe('inspecting members in a child', () => {
  it('reads each by the reader that knows it, by content and name', async () => {
    using folder = temporaryFolder()
    using inspectors = new Inspectors(folder.path)
    const script = 'require("child_process").exec(atob(x))'
    const members = [
      stored(folder.path, 'a.tgz!/index.js', script),
      stored(folder.path, 'a.tgz!/notes.bin', script),
      stored(folder.path, 'a.tgz!/data.bin', new Uint8Array([0, 1, 2, 3, 0])),
    ]
    const contents = await inspectors.read(folder.path, members)
    const [code, notes, data] = members.map((member) => contents.get(contentKey(member)))
    expect(code?.readers).toEqual(['javascript'])
    expect(code?.units.flatMap((unit) => unit.capabilities)).toContain('shell')
    expect(notes?.readers).not.toContain('javascript')
    expect(data?.traits).toContainEqual({ name: 'file.text', value: false })
  })

  it('gives all units of a large file, in their order, and of the short form only what tells', async () => {
    using folder = temporaryFolder()
    using inspectors = new Inspectors(folder.path)
    const lines = Array.from({ length: 9000 }, (_, index) => (index === 8500 ? "require('child_process').exec('id')" : `f${index}(${index});`))
    const member = stored(folder.path, 'large.js', lines.join('\n'))
    const full = (await inspectors.read(folder.path, [member])).get(contentKey(member))
    expect(full?.units.map(({ place }) => place.line)).toEqual(lines.map((_, index) => index + 1))
    expect(full?.units[8500]?.capabilities).toContain('shell')
    const short = (await inspectors.record(folder.path, [member])).get(contentKey(member))
    expect(full && short).toEqual(full && recorded(full))
    expect(short?.units.map(({ place }) => place.line)).toEqual([8501])
  })

  it('gives up a file that takes too long, says so, and reads the others', async () => {
    using folder = temporaryFolder()
    using inspectors = new Inspectors(folder.path, { limits: { fileSeconds: 0.2 } })
    const long = stored(folder.path, 'long.js', Array.from({ length: 400_000 }, (_, index) => `f${index}(${index});`).join('\n'))
    const contents = await inspectors.read(folder.path, [long, stored(folder.path, 'short.js', 'a()')])
    expect(contents.get(contentKey(long))).toMatchObject({ readers: [], traits: [{ name: 'file.unread', value: 'time' }] })
    expect([...contents.values()]).toHaveLength(2)
  })

  it('notes what is larger than the limit', async () => {
    using folder = temporaryFolder()
    using inspectors = new Inspectors(folder.path, { limits: { fileBytes: 3 } })
    const contents = await inspectors.read(folder.path, [stored(folder.path, 'a.js', 'a();')])
    expect([...contents.values()]).toMatchObject([{ traits: [{ name: 'file.unread', value: 'size' }] }])
  })

  it('ends when it is aborted', async () => {
    using folder = temporaryFolder()
    const controller = new AbortController()
    using inspectors = new Inspectors(folder.path, { signal: controller.signal })
    const reading = inspectors.read(folder.path, [stored(folder.path, 'a.js', 'a();')])
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
  })

  it('says when a file is not there, as of any that cannot be read', async () => {
    using folder = temporaryFolder()
    using inspectors = new Inspectors(folder.path)
    const contents = await inspectors.read(folder.path, [{ path: 'a.js', size: 3, sha256: '../../../../../etc/passwd' }])
    expect([...contents.values()]).toMatchObject([{ readers: [], traits: [{ name: 'file.unread', value: 'failed' }] }])
  })
})

describe('one member', () => {
  const file = { path: 'a.bin', bytes: new Uint8Array([0, 1, 2, 3]) }

  it('goes to the surest reader, to the first of equals', () => {
    const inspector = { readers: [reader('a', 0.4), reader('b', 0.9), reader('c', 0.9)], scanners: [], limits }
    expect(inspectMember(file, inspector).readers).toEqual(['b'])
  })

  it('counts as unread when a reader or a scanner throws', () => {
    const fail = () => {
      throw new RangeError('no such offset')
    }
    for (const inspector of [
      { readers: [reader('broken', 1, fail)], scanners: [], limits },
      { readers: [reader('whole', 1)], scanners: [fail], limits },
    ])
      expect(inspectMember(file, inspector)).toMatchObject({
        notes: ['a reader failed: no such offset'],
        traits: expect.arrayContaining([{ name: 'file.unread', value: 'failed' }]),
      })
  })

  it('has the units of what is embedded in it at their places, to a depth', () => {
    const nested = reader('nested', 1, ({ bytes }) => ({
      reader: 'nested',
      units: [unitOf({ kind: 'byte', text: String(bytes[0]), place: { offset: 0 } })],
      traits: [{ name: 'nested.size', value: bytes.length }],
      embedded: bytes.length > 1 ? [{ name: 'rest', offset: 1, length: bytes.length - 1 }] : [],
      notes: [],
    }))
    const content = inspectMember(file, { readers: [nested], scanners: [], limits })
    expect(content.units.map(({ says, place }) => [says, place.offset])).toEqual([
      ['0', 0],
      ['1', 1],
      ['2', 2],
    ])
    expect(content.notes).toEqual(['rest lies too deep to be read'])
    expect(content.traits.filter(({ name }) => name === 'nested.size')).toHaveLength(1)
  })

  it('keeps no more units than the limit, and says so', () => {
    const many = reader('many', 1, () => ({
      reader: 'many',
      units: Array.from({ length: 150 }, (_, index) => unitOf({ kind: 'n', text: String(index), place: {} })),
      traits: [],
      notes: [],
    }))
    const content = inspectMember(file, { readers: [many], scanners: [], limits })
    expect(content.units).toHaveLength(100)
    expect(content.notes).toEqual(['only the first 100 of 150 units are kept'])
  })

  it.each([
    ['decoded', 'atob("aHR0cHM6Ly9oaWRkZW4uaW52YWxpZC94")', 'hidden.invalid'],
    ['plain', 'fetch("https://plain.invalid/x")', undefined],
  ])('tells hosts that stand nowhere: %s', (_, text, hidden) => {
    const content = inspectMember({ path: 'a.js', bytes: Buffer.from(text) }, { readers, scanners: [], limits })
    expect(content.traits.find(({ name }) => name === 'file.hidden-hosts')?.value).toBe(hidden)
  })
})

describe('the registry of readers', () => {
  it('names each once', () => {
    expect(new Set(readers.map(({ name }) => name)).size).toBe(readers.length)
  })

  it('claims nothing surely of an empty file without a name', () => {
    const head: FileHead = { path: 'x', size: 0, bytes: new Uint8Array() }
    for (const one of readers) expect(one.recognise(head)).toBeLessThan(0.5)
  })
})
