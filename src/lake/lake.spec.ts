import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { raw, sql } from '../base/sql.ts'
import { gaps } from './coverage.ts'
import { openLake } from './open.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-lake-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const memory = 2 ** 30

describe('the lake', () => {
  it('gives back what it was given, unknown as unknown', async () => {
    await using lake = await openLake(folder, { memory })
    const row = { time: 1_704_880_800_123_456, uid: 'a', src_ip: '10.0.0.1', dst_ip: '::1', dst_port: 443, bytes_out: 0, bytes_in: null, denied: true, line: 7 }
    await lake.append('connection', 3, [row])
    expect(
      await lake.rows(
        sql`SELECT toUnixTimestamp64Micro(time) AS time, uid, dst_port, bytes_out, bytes_in, ip_bytes_out, denied, open, source, line FROM connection`,
      ),
    ).toEqual([
      { time: 1_704_880_800_123_456, uid: 'a', dst_port: 443, bytes_out: 0, bytes_in: null, ip_bytes_out: null, denied: true, open: false, source: 3, line: 7 },
    ])
  })

  it.each([0, 1, 999_999, 1e12, 4_102_444_800_000_000, 10_413_791_999_000_000])('keeps the time %d', async (time) => {
    await using lake = await openLake(folder, { memory })
    await lake.append('dns_query', 1, [{ time, query: 'x', line: 1 }])
    expect(await lake.rows(sql`SELECT toUnixTimestamp64Micro(time) AS time FROM dns_query`)).toEqual([{ time }])
  })

  it.each(["'; DROP TABLE connection; --", '\\', '\0', '"`', 'ünïcode 漢字 \u202e', '%s {a:String} ?', "\\'"])(
    'takes %j for a value, never for code',
    async (text) => {
      await using lake = await openLake(folder, { memory })
      await lake.append('http_request', 1, [{ time: 1, uri: text, line: 1 }])
      expect(await lake.rows(sql`SELECT uri FROM http_request WHERE uri = ${text} AND uri IN (${[text, 'other']})`)).toEqual([{ uri: text }])
    },
  )

  it('keeps what it has over a restart', async () => {
    {
      await using lake = await openLake(folder, { memory })
      await lake.append('indicator', 1, [{ type: 'domain', value: 'x.invalid', line: 1 }])
    }
    await using again = await openLake(folder, { memory })
    expect(await again.rows(sql`SELECT value FROM indicator`)).toEqual([{ value: 'x.invalid' }])
  })

  it('forgets a source from a line on, and counts what is left', async () => {
    await using lake = await openLake(folder, { memory })
    const rows = [1, 2, 3].map((line) => ({ time: line, query: `q${line}`, line }))
    await lake.append('dns_query', 1, rows)
    await lake.append('dns_query', 2, rows)
    await lake.append('indicator', 1, [{ type: 'domain', value: 'x', line: 1 }])
    await lake.forget(1, 2)
    expect(await lake.rowsOf(1)).toEqual({ dns_query: 1, indicator: 1 })
    expect(await lake.rowsOf(2)).toEqual({ dns_query: 3 })
  })

  it('fails clearly when a query needs more memory than it may take', async () => {
    await using lake = await openLake(folder, { memory: 50e6 })
    const query = lake.rows(raw('SELECT uniqExact(number) AS n FROM numbers(30000000)'))
    await expect(query).rejects.toMatchObject({ code: 'ENGINE_MEMORY', hint: expect.stringContaining('lake.memory') })
    expect(await lake.rows(raw('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })

  it('spills a large grouping to disk instead', async () => {
    await using lake = await openLake(folder, { memory: 300e6 })
    const [answer] = await lake.rows<{ groups: number }>(
      raw('SELECT count() AS groups FROM (SELECT toString(number % 4000000) AS key, count() FROM numbers(8000000) GROUP BY key)'),
    )
    expect(answer).toEqual({ groups: 4_000_000 })
  })

  it('says what the engine did not like', async () => {
    await using lake = await openLake(folder, { memory })
    await expect(lake.run(raw('SELEKT 1'))).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
  })
})

describe('gaps in coverage', () => {
  const hours = (...spans: readonly (readonly [number, number])[]) =>
    spans.flatMap(([from, until]) => Array.from({ length: until - from }, (_, index) => from + index))

  it('are silences longer than usual', () => {
    expect(gaps(hours([0, 48], [60, 96]))).toEqual([{ from: '1970-01-03T00:00:00Z', until: '1970-01-03T12:00:00Z' }])
  })

  it('are not the nights of an office', () => {
    expect(gaps(hours([8, 18], [32, 42], [56, 66], [80, 90], [104, 114]))).toEqual([])
  })

  it('are not the weekends of an office, once there are weeks of it', () => {
    const week = [8, 32, 56, 80, 104].map((from) => [from, from + 10] as const)
    const weeks = [0, 1, 2, 3].flatMap((number) => week.map(([from, until]) => [from + 168 * number, until + 168 * number] as const))
    expect(gaps(hours(...weeks))).toEqual([])
    expect(gaps(hours(...weeks.filter(([from]) => from !== 168 + 56)))).toEqual([{ from: '1970-01-10T08:00:00Z', until: '1970-01-10T18:00:00Z' }])
  })

  it('need two hours with rows', () => {
    expect(gaps([])).toEqual([])
    expect(gaps([5])).toEqual([])
  })
})
