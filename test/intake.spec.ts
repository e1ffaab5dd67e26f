import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../src/base/hash.ts'
import { defaultLimits, type Limits } from '../src/base/limits.ts'
import { sql } from '../src/base/sql.ts'
import { formats } from '../src/evidence/formats.ts'
import { takeIn } from '../src/evidence/intake.ts'
import { openState } from '../src/state/open.ts'
import { Sources } from '../src/state/sources.ts'
import { temporaryFolder } from './support/cli.ts'
import { emptyLake } from './support/lake.ts'
import { connHeader, connLine, connLog } from './support/zeek-log.ts'

/** A workspace and a folder, to read again and again. */
async function bench() {
  const test = await emptyLake()
  const folder = temporaryFolder()
  const sources = new Sources(await openState(test.folder))
  return {
    folder: folder.path,
    sources,
    read: (limits: Partial<Limits> = {}) =>
      takeIn(folder.path, {
        lake: test.lake,
        sources,
        formats,
        limits: { ...defaultLimits, ...limits },
        signal: new AbortController().signal,
        workspace: test.folder,
      }),
    uids: async () => (await test.lake.rows<{ uid: string }>(sql`SELECT uid FROM connection ORDER BY uid`)).map((row) => row.uid).join(' '),
    rows: test.lake.rows.bind(test.lake),
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

describe('evidence is known by its content', () => {
  it('adds nothing the second time, under another name, touched or compressed', async () => {
    await using on = await bench()
    const log = join(on.folder, 'conn.log')
    writeFileSync(log, connLog(['a', 'b']))
    expect(await on.read()).toMatchObject({ added: 1, known: 0, rows: 2 })
    expect(await on.read()).toMatchObject({ added: 0, known: 1, rows: 0 })
    renameSync(log, join(on.folder, 'other.txt'))
    utimesSync(join(on.folder, 'other.txt'), 1, 1)
    writeFileSync(join(on.folder, 'copy.log.gz'), gzipSync(connLog(['a', 'b'])))
    writeFileSync(join(on.folder, 'copy.log.zst'), zstdCompressSync(connLog(['a', 'b'])))
    expect(await on.read()).toMatchObject({ added: 0, known: 3, rows: 0 })
    expect(await on.uids()).toBe('a b')
  })

  it('adds the new part of a file that grew, even where its last line was unfinished', async () => {
    await using on = await bench()
    const log = join(on.folder, 'conn.log')
    const line = connLine({ uid: 'c' })
    writeFileSync(log, connLog(['a', 'b']) + line.slice(0, 20))
    expect(await on.read()).toMatchObject({ added: 1, rows: 2 })
    appendFileSync(log, line.slice(20) + connLine({ uid: 'd' }))
    expect(await on.read()).toMatchObject({ added: 0, grown: 1, rows: 2 })
    expect(await on.uids()).toBe('a b c d')
    const [source] = await on.sources.all()
    expect(source).toMatchObject({ skipped: 0, outcome: 'succeeded', rows: '{"connection":4}' })
    expect(await on.sources.notes()).toEqual(new Map())
  })

  it('keeps the earlier, shorter state of a file apart from a new one', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, '1.log'), connLog(['a']))
    writeFileSync(join(on.folder, '2.log'), connLog(['a', 'b']))
    await on.read()
    expect(await on.uids()).toBe('a b')
    utimesSync(join(on.folder, '1.log'), 5, 5)
    expect(await on.read()).toMatchObject({ known: 2, rows: 0 })
    expect(await on.uids()).toBe('a b')
  })

  it('reads a list again when it changed at its end, and puts it in the place of the old one', async () => {
    await using on = await bench()
    const list = join(on.folder, 'hosts.csv')
    writeFileSync(list, 'host,addresses,role,os\npc1,10.0.0.1,office,windows\n')
    await on.read()
    appendFileSync(list, 'pc2,10.0.0.2,office,windows\n')
    expect(await on.read()).toMatchObject({ grown: 1 })
    expect(await on.rows(sql`SELECT host FROM host_address ORDER BY host`)).toEqual([{ host: 'pc1' }, { host: 'pc2' }])
  })

  it('takes an interrupted source up where it was left', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, 'conn.log'), connLog(['a', 'b']))
    await on.read()
    const [source] = await on.sources.all()
    // As a process leaves it that was killed after a piece was stored and before that was remembered.
    await on.sources.update(source?.id ?? 0, { done: 0, bytes: 0, lines: 0, hash: sha256('') })
    expect(await on.read()).toMatchObject({ added: 1, rows: 2 })
    expect(await on.uids()).toBe('a b')
  })
})

describe('bad evidence is a note', () => {
  it('counts lines that are no records, with their numbers', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, 'conn.log'), `${connLog(['a'])}rubbish <b>|\0 line\n${connLine({ uid: 'b' })}`)
    await on.read()
    expect(await on.uids()).toBe('a b')
    const [source] = await on.sources.all()
    expect(source).toMatchObject({ skipped: 1, outcome: 'partial', lines: 11 })
    expect((await on.sources.notes()).get(source?.id ?? 0)).toEqual([{ line: 10, text: 'not a whole record: rubbish <b>|\\u0000 line' }])
  })

  it('leaves a line of a gigabyte out and reads on', async () => {
    await using on = await bench()
    const log = join(on.folder, 'conn.log')
    writeFileSync(log, connLog(['a']))
    truncateSync(log, 2 ** 30)
    appendFileSync(log, `\n${connLine({ uid: 'b' })}`)
    await on.read()
    expect(await on.uids()).toBe('a b')
    const [source] = await on.sources.all()
    expect(source).toMatchObject({ skipped: 1, outcome: 'partial' })
    expect((await on.sources.notes()).get(source?.id ?? 0)?.[0]).toMatchObject({ line: 10, text: expect.stringContaining('a line of 1.07 GB') })
    utimesSync(log, 5, 5)
    expect(await on.read()).toMatchObject({ known: 1, rows: 0 })
  })

  it('keeps what came before the damage of a compressed file', async () => {
    await using on = await bench()
    const whole = gzipSync(connLog(Array.from({ length: 5000 }, (_, index) => `C${index}${Math.sin(index)}`)))
    writeFileSync(join(on.folder, 'conn.log.gz'), whole.subarray(0, whole.length / 2))
    const intake = await on.read()
    expect(intake.rows).toBeGreaterThan(1000)
    expect(intake.rows).toBeLessThan(5000)
    const [source] = await on.sources.all()
    expect(source?.outcome).toBe('partial')
    expect((await on.sources.notes()).get(source?.id ?? 0)?.map((note) => note.text)).toContainEqual(expect.stringContaining('reading broke off'))
    expect(await on.read()).toMatchObject({ known: 1, rows: 0 })
  })

  it('stops at a decompression bomb and says so', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, 'conn.log.gz'), gzipSync(Buffer.concat([Buffer.from(connLog(['a'])), Buffer.alloc(32 * 2 ** 20, '\n')])))
    await on.read({ ratioFrom: 2 ** 20 })
    expect(await on.uids()).toBe('a')
    const [source] = await on.sources.all()
    expect((await on.sources.notes()).get(source?.id ?? 0)?.map((note) => note.text)).toContainEqual(expect.stringContaining('decompression bomb'))
  })

  it('skips what it does not know with a reason, and never reads the answer of a drill', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, 'conn.log'), Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) & 255)))
    writeFileSync(join(on.folder, 'notes.txt'), 'Dear colleagues, the logs are on the share.\n')
    writeFileSync(join(on.folder, 'empty.log'), '')
    writeFileSync(join(on.folder, 'answer.json'), '{"gatehouse":"drill-answer","case":"3cx"}')
    mkdirSync(join(on.folder, 'deep'))
    const { skipped, files } = await on.read()
    expect(files).toBe(4)
    expect(skipped.map(({ why }) => why).sort()).toEqual([
      'empty',
      'not a format that Gatehouse reads (it looks like binary data)',
      'not a format that Gatehouse reads (it looks like text)',
      'the answer file of a drill: never read as evidence',
    ])
  })

  it('reads logs in UTF-16 and with a byte order mark', async () => {
    await using on = await bench()
    writeFileSync(join(on.folder, 'le.log'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(connLog(['a']), 'utf16le')]))
    writeFileSync(join(on.folder, 'mark.log'), `\ufeff${connLog(['b'])}`)
    await on.read()
    expect(await on.uids()).toBe('a b')
  })

  it('keeps times of 1970 and 2100 and clocks out of order, and counts times that are none', async () => {
    await using on = await bench()
    const times = [4_102_444_800, 0, 1_704_880_800, -5, 1e15]
    writeFileSync(join(on.folder, 'conn.log'), connHeader + times.map((time, index) => connLine({ time, uid: `u${index}` })).join(''))
    await on.read()
    expect(await on.rows(sql`SELECT uid, toUnixTimestamp(time) AS time FROM connection ORDER BY uid`)).toEqual([
      { uid: 'u0', time: 4_102_444_800 },
      { uid: 'u1', time: 0 },
      { uid: 'u2', time: 1_704_880_800 },
    ])
    expect((await on.sources.all())[0]).toMatchObject({ skipped: 2 })
  })

  it('takes a new header inside a file for what it is', async () => {
    await using on = await bench()
    const swapped = connHeader.replace('\tuid\tid.orig_h', '\tid.orig_h\tuid').replace('#open', '#comment x\n#open')
    writeFileSync(join(on.folder, 'conn.log'), connLog(['a']) + swapped + connLine({ uid: 'b' }).replace('b\t10.0.0.5', '10.0.0.5\tb'))
    await on.read()
    expect(await on.uids()).toBe('a b')
    cpSync(join(on.folder, 'conn.log'), join(on.folder, 'copy.log'))
    rmSync(join(on.folder, 'conn.log'))
    appendFileSync(join(on.folder, 'copy.log'), connLine({ uid: 'c' }).replace('c\t10.0.0.5', '10.0.0.5\tc'))
    expect(await on.read()).toMatchObject({ grown: 1, rows: 1 })
    expect(await on.uids()).toBe('a b c')
  })
})
