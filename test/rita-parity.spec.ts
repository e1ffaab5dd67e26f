import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beacon } from '../src/analysis/beacon/index.ts'
import { type ParityChannel, parityChannels } from '../src/analysis/beacon/parity-query.ts'
import { type LongChannel, longChannels } from '../src/analysis/long-connection/channels-query.ts'
import { newestMoment } from '../src/analysis/run.ts'
import { sql } from '../src/base/sql.ts'
import type { Finding } from '../src/model/finding.ts'
import { findingsIn, lakeFromFolder } from './support/lake.ts'
import { noSharedData, sharedFile } from './support/shared-data.ts'

/**
 * Numbers that RITA 5 publishes for its own test data (activecm/rita, integration tests), and the command channel that
 * is documented for APT29 day 1. One lake at a time: the engine holds one folder per process.
 */
const signal = new AbortController().signal
const skip = noSharedData('parity with RITA')

type Folder = Awaited<ReturnType<typeof lakeFromFolder>>

/** A folder that stays open for the tests of one block. */
function opened(...parts: readonly string[]): () => Folder {
  let folder: Folder | undefined
  beforeAll(async () => {
    folder = await lakeFromFolder(sharedFile('zeek', ...parts))
  })
  afterAll(async () => {
    await folder?.[Symbol.asyncDispose]()
  })
  return () => {
    if (!folder) throw new Error('the folder is not open')
    return folder
  }
}

describe.skipIf(skip)('proxy', () => {
  const folder = opened('rita', 'proxy')
  let channels: readonly ParityChannel[] = []
  beforeAll(async () => {
    channels = await parityChannels(folder().lake, { directions: ['outward'], span: 86_400 })
  })
  const channel = (name: string) => channels.find(({ target }) => target === name)

  it('has exactly two channels that can be scored, both through the proxy', async () => {
    expect(channels.map(({ target }) => target).sort()).toEqual(['www.google.com', 'www.honestimnotevil.com'])
    const ports = await folder().lake.rows(sql`SELECT DISTINCT name, dst_ip, dst_port, protocol_name FROM contact WHERE name != '' ORDER BY name`)
    expect(ports).toEqual(
      channels
        .map(({ target }) => target)
        .sort()
        .map((name) => ({ name, dst_ip: '10.136.0.16', dst_port: 3128, protocol_name: 'tcp' })),
    )
  })

  it('counts, adds up and scores www.honestimnotevil.com', () => {
    const found = channel('www.honestimnotevil.com')
    expect(found).toMatchObject({ contacts: 357, bytes: 963_595 })
    expect(found?.duration).toBeCloseTo(12.454628, 6)
    expect(near(found?.score.score, 0.979)).toBe(true)
    expect(near(found?.score.intervals, 0.921)).toBe(true)
    expect(found?.score.duration).toBe(1)
    expect(found?.score.histogram).toBe(1)
  })

  it('scores its sizes by the formula: RITA publishes 0.995 with a tolerance of 0.05, but all 357 sizes are the same', async () => {
    const sizes = await folder().lake.rows<{ size: number }>(sql`SELECT DISTINCT ip_bytes_out AS size FROM contact WHERE name = 'www.honestimnotevil.com'`)
    expect(sizes).toEqual([{ size: 1049 }])
    expect(channel('www.honestimnotevil.com')?.score.sizes).toBe(1)
  })

  it('counts, adds up and scores www.google.com', () => {
    const found = channel('www.google.com')
    expect(found).toMatchObject({ contacts: 6, bytes: 139_385 })
    expect(found?.duration).toBeCloseTo(0.725752, 6)
    expect(near(found?.score.score, 0.586)).toBe(true)
    expect(near(found?.score.intervals, 0.48)).toBe(true)
    expect(near(found?.score.sizes, 0.865)).toBe(true)
    expect(found?.score.duration).toBe(1)
    expect(found?.score.histogram).toBe(0)
  })

  it('finds the beacon, and leaves six visits to a search engine alone', async () => {
    const found = await findingsIn(folder().lake, beacon)
    expect(found.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([[2, 'honestimnotevil.com']])
    expect(found[0]?.title).toMatch(/at regular intervals, about every 4 min/)
  })
})

describe.skipIf(skip)('open_sni', () => {
  const folder = opened('rita', 'open_sni')
  let channels: readonly LongChannel[] = []
  beforeAll(async () => {
    const { lake } = folder()
    channels = await longChannels({ lake, now: await newestMoment(lake), signal }, { leastHours: 1 })
  })

  it.each([
    ['ce7.stearns.org', 8443, 2, 14_737.061, 24_106],
    ['ce7.stearns.org', 8000, 1, 7376.719, 8144],
    ['34.222.122.143', 64590, 1, 7200.403, 2_715_618],
    ['52.33.59.39', 64004, 1, 7200.169, 4_593_763],
  ])('%s, port %d: all connections still open, the newest snapshot of each counted once', (target, port, connections, seconds, size) => {
    const found = channels.find((channel) => channel.target === target && channel.port === port)
    expect(found).toMatchObject({ host: '10.0.0.238', connections, bytes: size, stillOpen: true })
    expect(Math.abs((found?.totalSeconds ?? 0) - seconds)).toBeLessThan(0.0006)
  })

  it('has no others', () => {
    expect(channels).toHaveLength(4)
  })
})

describe.skipIf(skip)('valid_tsv', () => {
  const folder = opened('rita', 'valid_tsv')

  it('reads all 27,204 HTTP requests, 1,023 of them without a Host header', async () => {
    const [count] = await folder().lake.rows(sql`SELECT count() AS rows, countIf(host = '') AS hostless FROM http_request`)
    expect(count).toEqual({ rows: 27_204, hostless: 1023 })
  })

  it('has the 26,150 requests that RITA keeps: at most twenty of a connection', async () => {
    const [count] = await folder().lake.rows(sql`SELECT sum(least(requests, 20)) AS kept FROM (SELECT count() AS requests FROM http_request GROUP BY uid)`)
    expect(count).toEqual({ kept: 26_150 })
  })

  it('takes what ten hosts of thirteen do every five minutes for ordinary', async () => {
    const found = await findingsIn(folder().lake, beacon)
    expect(found.find(({ about }) => about[0]?.id === 'alexa.com')).toMatchObject({ severity: 1 })
  })
})

describe.skipIf(skip)('apt29-day1', () => {
  const folder = opened('apt29-day1')
  let found: readonly Finding[] = []
  beforeAll(async () => {
    found = await findingsIn(folder().lake, beacon)
  })

  it('puts the command channel first, though it leads to an address inside', () => {
    expect(found[0]).toMatchObject({
      severity: 2,
      about: [
        { kind: 'destination', id: '192.168.0.4' },
        { kind: 'host', id: '10.0.1.6' },
      ],
    })
    expect(found[0]?.because[0]?.observed).toMatch(/ of 376 answered contacts/)
    expect(found[0]?.advice[0]).toMatch(/port 8443/)
  })
})

describe.skipIf(skip)('files that are odd', () => {
  it.each([
    ['open_conns', []],
    ['json_with_all_fields', []],
    ['has_unknown_field', []],
    ['truncated', ['conn_top.log']],
    ['text_file', ['conn.log']],
  ])('%s: every record is a row or a note', async (name, unreadable) => {
    await using folder = await lakeFromFolder(sharedFile('zeek', 'rita', name))
    expect(folder.intake.skipped.map(({ file }) => basename(file))).toEqual(unreadable)
    expect(folder.intake.skipped.every(({ why }) => why !== '')).toBe(true)
    const sources = await folder.sources.all()
    expect(sources).toHaveLength(folder.intake.added)
    const notes = await folder.sources.notes()
    for (const source of sources) {
      const rows = Object.values(JSON.parse(source.rows) as Record<string, number>).reduce((sum, count) => sum + count, 0)
      expect([source.path, rows + source.skipped]).toEqual([source.path, records(source.path)])
      expect(notes.get(source.id)?.length ?? 0).toBe(source.skipped)
    }
  })

  it('takes a line cut short for a note', async () => {
    await using truncated = await lakeFromFolder(sharedFile('zeek', 'rita', 'truncated'))
    expect((await truncated.sources.all()).map(({ path, skipped }) => [basename(path), skipped]).sort()).toEqual([
      ['conn.log', 1],
      ['conn_json.log', 1],
    ])
    expect(truncated.intake).toMatchObject({ rows: 61 })
  })

  it('reads a file once that is there twice', async () => {
    await using twice = await lakeFromFolder(sharedFile('zeek', 'rita', 'json_with_all_fields'))
    expect(twice.intake).toMatchObject({ files: 8, added: 7, known: 1 })
  })
})

/** Lines that carry a record. */
function records(path: string): number {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')).length
}

/** Within the tolerance of the comparison. */
function near(value: number | undefined, expected: number): boolean {
  return value !== undefined && Math.abs(value - expected) <= 0.002 + 1e-9
}
