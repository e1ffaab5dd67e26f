import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { tarEnd, tarEntry, tarOf, tgzOf, type ZipParts, zipOf } from '../../../test/support/archives.ts'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { missing, run } from '../../../test/support/tool.ts'
import type { Unpacked } from '../release.ts'
import type { UnpackLimits } from './limits.ts'
import { unpackRelease } from './unpack.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

let count = 0
async function unpack(name: string, bytes: Uint8Array, limits: Partial<UnpackLimits> = {}): Promise<Unpacked> {
  const path = join(folder.path, name)
  writeFileSync(path, bytes)
  return unpackRelease(path, { folder: join(folder.path, `out-${count++}`), limits })
}

function refusals({ unopened }: Unpacked): [path: string, code: string][] {
  return unopened.map(({ path, code }) => [path, code])
}

function texts({ members, folder: home }: Unpacked): Record<string, string> {
  return Object.fromEntries(members.map(({ path, sha256 }) => [path, readFileSync(join(home, sha256), 'utf8')]))
}

describe('names that lead elsewhere', () => {
  const names = ['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:\\Windows\\x', '..\\..\\x']

  it.each(names)('%s in a tar archive is reported, its content kept inside', async (name) => {
    const unpacked = await unpack('n.tar', tarOf({ name, content: 'x' }))
    expect(unpacked.unopened.map(({ code }) => code)).toEqual(['climbs-out'])
    expect(unpacked.members).toHaveLength(1)
    expect(unpacked.members[0]?.path).toMatch(/^n\.tar!\/\.outside\/(?!.*\.\.)/)
  })

  it.each(names)('%s in a zip archive likewise', async (name) => {
    const unpacked = await unpack('n.zip', zipOf([{ name, content: 'x' }]))
    expect(unpacked.unopened.map(({ code }) => code)).toEqual(['climbs-out'])
    expect(unpacked.members[0]?.path).toMatch(/^n\.zip!\/\.outside\/(?!.*\.\.)/)
  })
})

describe('what is no file', () => {
  it('links, devices and pipes are reported and not followed', async () => {
    const unpacked = await unpack(
      'l.tar',
      tarOf(
        { name: 'soft', type: '2', link: '/etc/passwd' },
        { name: 'hard', type: '1', link: '/etc/shadow' },
        { name: 'device', type: '3' },
        { name: 'pipe', type: '6' },
      ),
    )
    expect(unpacked.members).toEqual([])
    expect(unpacked.unopened.map(({ path, code, says }) => [path.slice(7), code, says])).toEqual([
      ['soft', 'link', 'a symbolic link to /etc/passwd'],
      ['hard', 'link', 'a hard link to /etc/shadow'],
      ['device', 'device', 'a character device'],
      ['pipe', 'device', 'a named pipe'],
    ])
  })

  it('a symbolic link in a zip archive', async () => {
    const unpacked = await unpack('l.zip', zipOf([{ name: 'soft', content: '/etc/passwd', mode: 0o120777 }]))
    expect(unpacked.members).toEqual([])
    expect(unpacked.unopened).toEqual([{ path: 'l.zip!/soft', code: 'link', says: 'a symbolic link to /etc/passwd' }])
  })
})

describe('two members of one name', () => {
  it('both are kept, the later under a number', async () => {
    const unpacked = await unpack('c.tar', tarOf({ name: 'a.js', content: 'good' }, { name: 'a.js', content: 'bad' }, { name: './a.js', content: 'worse' }))
    expect(texts(unpacked)).toEqual({ 'c.tar!/a.js': 'good', 'c.tar!/a.js#2': 'bad', 'c.tar!/a.js#3': 'worse' })
    expect(refusals(unpacked)).toEqual([
      ['c.tar!/a.js', 'collision'],
      ['c.tar!/a.js', 'collision'],
    ])
  })

  it('a name that only differs in case or in how its accent is written', async () => {
    const unpacked = await unpack(
      'c.zip',
      zipOf([
        { name: 'Ä.js', content: 'good' },
        { name: 'a\u0308.js', content: 'bad' },
      ]),
    )
    expect(Object.values(texts(unpacked))).toEqual(['good', 'bad'])
    expect(unpacked.unopened.map(({ code }) => code)).toEqual(['collision'])
  })

  it('the same content twice hides nothing', async () => {
    const unpacked = await unpack('s.tar', tarOf({ name: 'a', content: 'x' }, { name: 'a', content: 'x' }))
    expect(unpacked.members).toHaveLength(1)
    expect(unpacked.unopened).toEqual([])
  })
})

describe('bytes that programs do not look at', () => {
  it('entries after the end of a tar archive', async () => {
    const unpacked = await unpack('t.tar', Buffer.concat([tarOf({ name: 'a', content: 'a' }), Buffer.alloc(512), tarOf({ name: 'hidden', content: 'h' })]))
    expect(Object.keys(texts(unpacked))).toEqual(['t.tar!/a', 't.tar!/.trailing', 't.tar!/.trailing!/hidden'])
    expect(refusals(unpacked)).toEqual([['t.tar!/.trailing', 'damaged']])
  })

  it('bytes after a gzip stream', async () => {
    const unpacked = await unpack('t.tgz', Buffer.concat([tgzOf({ name: 'a', content: 'a' }), Buffer.from('hidden')]))
    expect(texts(unpacked)).toEqual({ 't.tgz!/a': 'a', 't.tgz!/.trailing': 'hidden' })
  })

  it('bytes before, between and after the entries of a zip archive, and its comment', async () => {
    const zip = zipOf(
      [
        { name: 'a', content: 'a' },
        { name: 'hidden', content: 'unlisted', isHidden: true },
        { name: 'b', content: 'b' },
      ],
      'a comment',
    )
    const unpacked = await unpack('t.zip', Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), zip, Buffer.from('after')]))
    const found = texts(unpacked)
    expect(found).toMatchObject({
      't.zip!/a': 'a',
      't.zip!/b': 'b',
      't.zip!/.prepended': '#!/bin/sh\nexit 0\n',
      't.zip!/.comment': 'a comment',
      't.zip!/.trailing': 'after',
    })
    expect(Object.entries(found).find(([path]) => path.includes('.between/'))?.[1]).toContain('hidden')
  })

  it('zeros are padding', async () => {
    const unpacked = await unpack('z.tar', Buffer.concat([tarOf({ name: 'a', content: 'a' }), Buffer.alloc(10_240)]))
    expect(unpacked.unopened).toEqual([])
  })
})

describe('archives that tell two stories', () => {
  it.each<[string, ZipParts]>([
    ['name', { name: 'a.js', content: 'x', localName: 'b.js' }],
    ['size', { name: 'a.js', content: 'x', localSize: 7 }],
  ])('a zip entry with another %s than the directory says', async (_, entry) => {
    const unpacked = await unpack('d.zip', zipOf([entry]))
    expect(refusals(unpacked)).toEqual([['d.zip!/a.js', 'collision']])
    expect(texts(unpacked)).toEqual({ 'd.zip!/a.js': 'x' })
  })

  it('a tar entry with two sizes', async () => {
    const pax = { name: 'p', type: 'x', content: '11 size=512\n' }
    const unpacked = await unpack(
      'd.tar',
      Buffer.concat([tarEntry(pax), tarEntry({ name: 'a', size: 1024, content: Buffer.alloc(512, 'x') }), tarEntry({ name: 'b', content: 'b' }), tarEnd]),
    )
    expect(refusals(unpacked)).toEqual([['d.tar!/a', 'damaged']])
    expect(Object.keys(texts(unpacked))).toEqual(['d.tar!/a', 'd.tar!/b'])
  })
})

describe('bombs', () => {
  const zeros = Buffer.alloc(8 * 2 ** 20)

  it('one that grows too much is stopped, what lies beside it still comes out', async () => {
    const bytes = tarOf({ name: 'bomb.gz', content: gzipSync(zeros) }, { name: 'beside.gz', content: gzipSync(Buffer.from('beside')) })
    const unpacked = await unpack('b.tar', bytes, { ratio: 100, ratioFrom: 2 ** 20 })
    expect(refusals(unpacked)).toEqual([['b.tar!/bomb.gz', 'ratio']])
    expect(texts(unpacked)['b.tar!/beside.gz!/beside']).toBe('beside')
  })

  it('entries that share their bytes, the flat kind', async () => {
    const first = { name: '0', content: zeros.subarray(0, 2 ** 20) }
    const others = Array.from({ length: 20 }, (_, index) => ({ name: String(index + 1), content: 'x' }))
    const zip = zipOf([first, ...others])
    // Every later entry is made to begin inside the data of the first.
    const unpacked = await unpack('f.zip', overlapped(zip))
    expect(unpacked.unopened.filter(({ code }) => code === 'ratio')).toHaveLength(others.length)
  })

  it('more in all than the limit', async () => {
    const unpacked = await unpack('m.tar', tarOf({ name: 'a', content: zeros }, { name: 'b', content: zeros }), { bytes: 20 * 2 ** 20 })
    expect(refusals(unpacked)).toEqual([['m.tar', 'too-large']])
    expect(unpacked.members.map(({ path }) => path)).toContain('m.tar!/a')
  })

  it('more members than the limit', async () => {
    const unpacked = await unpack('e.tar', tarOf(...Array.from({ length: 500 }, (_, index) => ({ name: `f${index}` }))), { entries: 100 })
    expect(refusals(unpacked)).toEqual([['e.tar', 'too-many']])
    expect(unpacked.members.length).toBeLessThanOrEqual(100)
  })

  it('deeper than the limit', async () => {
    let bytes = tarOf({ name: 'core', content: 'core' })
    for (let level = 0; level < 12; level += 1) bytes = tarOf({ name: `level${level}.tar`, content: bytes })
    const unpacked = await unpack('deep.tar', bytes, { depth: 5 })
    expect(unpacked.unopened.map(({ code }) => code)).toEqual(['too-deep'])
    expect(Math.max(...unpacked.members.map(({ path }) => path.split('!/').length))).toBe(7)
  })

  it.skipIf(missing('7z'))('a 7-Zip archive that needs more memory than is allowed does not hide the rest', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home.path, 'big'), Buffer.alloc(300 * 2 ** 20))
    run('7z', ['a', '-bd', '-mx=1', '-md=256m', join(home.path, 'big.7z'), join(home.path, 'big')])
    const bytes = tarOf({ name: 'big.7z', content: readFileSync(join(home.path, 'big.7z')) }, { name: 'beside.gz', content: gzipSync(Buffer.from('beside')) })
    home[Symbol.dispose]()
    const unpacked = await unpack('mem.tar', bytes, { memory: 256 * 2 ** 20 })
    expect(unpacked.unopened.map(({ path }) => path)).toContain('mem.tar!/big.7z')
    expect(texts(unpacked)['mem.tar!/beside.gz!/beside']).toBe('beside')
  })
})

describe('time', () => {
  it('what came out before the limit stays, and what did not is told', async () => {
    const inner = gzipSync(Buffer.alloc(64 * 2 ** 20))
    const entries = Array.from({ length: 200 }, (_, index) => ({ name: `${index}.gz`, content: Buffer.concat([inner, gzipSync(Buffer.from([index]))]) }))
    // As slow as this machine is now: its start alone may take longer than two seconds.
    const before = performance.now()
    await unpack('quick.tar', tarOf({ name: 'a', content: 'a' }))
    const startSeconds = (performance.now() - before) / 1000
    const seconds = 1 + 2 * startSeconds
    const started = performance.now()
    const unpacked = await unpack('slow.tar', tarOf(...entries), { seconds, ratio: 1e6 })
    expect((performance.now() - started) / 1000).toBeLessThan(seconds + 6 + 4 * startSeconds)
    expect(unpacked.members.length).toBeGreaterThanOrEqual(1)
    expect(unpacked.unopened.map(({ code }) => code)).toContain('time')
  })

  it('an abort ends it with the reason', async () => {
    const path = join(folder.path, 'abort.tar')
    writeFileSync(path, tarOf({ name: 'a.gz', content: gzipSync(Buffer.alloc(64 * 2 ** 20)) }))
    const control = new AbortController()
    const unpacking = unpackRelease(path, { folder: join(folder.path, 'aborted'), signal: control.signal })
    setTimeout(() => control.abort(new Error('enough')), 50)
    await expect(unpacking).rejects.toThrow('enough')
  })
})

describe('encrypted parts', () => {
  it('an entry of a zip archive', async () => {
    const unpacked = await unpack(
      'e.zip',
      zipOf([
        { name: 'secret', content: 'x', flags: 1 },
        { name: 'open', content: 'y' },
      ]),
    )
    expect(refusals(unpacked)).toEqual([['e.zip!/secret', 'encrypted']])
    expect(texts(unpacked)).toEqual({ 'e.zip!/open': 'y' })
  })

  it.skipIf(missing('7z'))('a 7-Zip archive, with and without its names', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home.path, 'a.txt'), 'secret')
    run('7z', ['a', '-bd', '-psecret', join(home.path, 'open.7z'), join(home.path, 'a.txt')])
    run('7z', ['a', '-bd', '-psecret', '-mhe=on', join(home.path, 'closed.7z'), join(home.path, 'a.txt')])
    const [open, closed] = ['open.7z', 'closed.7z'].map((name) => readFileSync(join(home.path, name)))
    home[Symbol.dispose]()
    expect(refusals(await unpack('open.7z', open ?? Buffer.alloc(0)))).toEqual([['open.7z!/a.txt', 'encrypted']])
    expect(refusals(await unpack('closed.7z', closed ?? Buffer.alloc(0)))).toEqual([['closed.7z', 'encrypted']])
  })
})

describe('damage', () => {
  it.each([0.1, 0.5, 0.9, 0.99])('a tgz cut at %d of its length gives what there is and says so', async (share) => {
    const bytes = gzipSync(
      tarOf({ name: 'a', content: Buffer.from(Array.from({ length: 4000 }, (_, index) => (Math.imul(index + 1, 2654435761) >>> 13) & 255)) }),
    )
    const unpacked = await unpack('cut.tgz', bytes.subarray(0, Math.floor(share * bytes.length)))
    expect(unpacked.unopened.map(({ code }) => code)).toContain('damaged')
  })
})

/** Points every entry of the directory but the first sixteen bytes behind the one before it, into data that is shared. */
function overlapped(zip: Buffer): Buffer {
  const copy = Buffer.from(zip)
  const local = Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1')
  let at = copy.readUInt32LE(copy.length - 6)
  for (let index = 0; at < copy.length - 22; index += 1) {
    const name = copy.readUInt16LE(at + 28)
    if (index > 0) {
      const offset = 60 + 32 * index
      local.copy(copy, offset)
      copy.writeUInt32LE(offset, at + 42)
    }
    at += 46 + name
  }
  return copy
}
