import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLake, type TestLake } from '../../../test/support/lake.ts'
import { loadText, rowsOf } from '../../../test/support/loaded.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { headOfText } from '../../../test/support/source.ts'
import { zeek } from './index.ts'
import { streams, zeekTables } from './logs.ts'

let lake: TestLake
beforeAll(async () => {
  lake = await emptyLake()
})
afterAll(() => lake[Symbol.asyncDispose]())

const samples = join(import.meta.dirname, 'samples')
const sample = (name: string) => readFileSync(join(samples, name), 'utf8')
const load = (content: string | Uint8Array, path = 'sample', size?: number) => loadText(lake, zeek, content, path, size)
const rows = (table: Parameters<typeof rowsOf>[1]) => rowsOf(lake.lake, table)

/** Every row of every table, without the lines they stand in. */
async function allRows(): Promise<unknown> {
  const tables = await Promise.all(zeekTables.map(async (table) => [table, (await rows(table)).map(({ line: _, ...row }) => row)] as const))
  return Object.fromEntries(tables)
}

/** A TSV log, from the fields and the values of its lines. */
function tsv(path: string, fields: readonly string[], ...lines: readonly (readonly string[])[]): string {
  const head = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', `#path\t${path}`, `#fields\t${fields.join('\t')}`]
  return [...head, ...lines.map((line) => line.join('\t')), ''].join('\n')
}

const connFields = ['ts', 'uid', 'id.orig_h', 'id.orig_p', 'id.resp_h', 'id.resp_p', 'proto', 'duration', 'orig_bytes', 'conn_state']
const conn = ['1709629201.000001', 'C1', '10.0.0.1', '40000', '192.0.2.1', '443', 'tcp', '1.5', '10', 'SF']

describe('samples', () => {
  test.each(streams.map((stream) => [stream]))('%s: TSV and JSON give the same rows', async (stream) => {
    const fromTsv = await load(sample(`${stream}.log`), `${stream}.log`)
    const tsvRows = await allRows()
    const fromJson = await load(sample(`${stream}.ndjson`), `${stream}.ndjson`)
    expect(fromTsv).toMatchObject({ skipped: 0, ignored: 9 })
    expect(fromJson).toMatchObject({ skipped: 0, ignored: 0, lines: fromTsv.lines - 9 })
    expect(await allRows()).toEqual(tsvRows)
    expect(Object.values(fromJson.rows).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  })

  test('all streams in one file give what the single files give', async () => {
    const expected: Record<string, number> = {}
    for (const stream of streams) {
      for (const [table, count] of Object.entries((await load(sample(`${stream}.ndjson`), `${stream}.ndjson`)).rows))
        expected[table] = (expected[table] ?? 0) + count
    }
    const content = sample('combined.ndjson')
    expect(await load(content)).toMatchObject({ skipped: 0, ignored: 1, rows: expected })
    const keyed = content.replaceAll('"@stream":', '"_path":')
    expect(await load(keyed)).toMatchObject({ skipped: 0, ignored: 1, rows: expected })
  })

  test('connections', async () => {
    await load(sample('conn.log'))
    expect(await rows('connection')).toMatchObject([
      {
        line: 9,
        time: '2024-03-05 09:00:02.125000',
        uid: 'CAbc1',
        src_ip: '10.20.0.15',
        src_port: 51001,
        dst_ip: '203.0.113.10',
        dst_port: 443,
        protocol_name: 'tcp',
        service: 'ssl',
        duration: 12.5,
        bytes_out: 1200,
        bytes_in: 54000,
        ip_bytes_out: 2048,
        ip_bytes_in: 55768,
        packets_out: 20,
        packets_in: 44,
        conn_state: 'SF',
        denied: false,
        open: false,
      },
      { line: 10, src_ip: '2001:db8::15', service: '', duration: null, bytes_out: null, conn_state: 'REJ', denied: true },
      { line: 11, protocol_name: 'udp', bytes_out: 0, bytes_in: 0 },
    ])
    await load(sample('open_conn.log'))
    expect(await rows('connection')).toMatchObject([{ uid: 'CAbc1', duration: 600, open: true }])
  })

  test('escapes, marks and separators inside values', async () => {
    await load(sample('http.log'))
    expect(await rows('http_request')).toMatchObject([
      { host: 'download.vendor.invalid', uri: '/app/setup-4.2.exe?a=1,2', mime_type: 'application/x-dosexec', status_code: 200, bytes_in: 734003 },
      // A request for `-`, and no Host header.
      { host: '', uri: '-', user_agent: 'curl/8.0 \t tab and é', mime_type: '' },
    ])
    await load(sample('dns.log'))
    expect((await rows('dns_query')).map((row) => row.answers)).toEqual([['edge.cdn.invalid', '203.0.113.10'], [], ['TXT 12 v=one, two', '-']])
    await load(sample('smtp.log'))
    expect(await rows('mail')).toMatchObject([
      { senders: ['kim@corp.invalid'], recipients: ['ann@partner.invalid', 'lee@partner.invalid'], subject: 'Offer' },
      { senders: [], recipients: [], subject: '' },
    ])
    await load(sample('ssl.log'))
    expect(await rows('tls_session')).toMatchObject([
      {
        subject: 'CN=updates.vendor.invalid,O=Vendor\\, Inc.,C=XX',
        certificate_ids: ['a'.repeat(64), 'b'.repeat(64)],
        established: true,
        validation_status: 'ok',
        ja3s: 'ad90cab724fafab2660fbf61673c91a0',
      },
      { server_name: '', certificate_ids: [], established: false },
    ])
  })

  test('files go from who sent to who received', async () => {
    await load(sample('files.log'))
    expect(await rows('file_event')).toMatchObject([
      { src_ip: '2001:db8::15', dst_ip: '2001:db8::10', file_name: 'setup-4.2.exe', size: 734003, md5: 'd41d8cd98f00b204e9800998ecf8427e' },
      { src_ip: '203.0.113.99', dst_ip: '10.20.0.16', size: 12, sha256: '' },
    ])
  })

  test('certificates, software and leases', async () => {
    await load(sample('x509.log'))
    expect(await rows('certificate')).toMatchObject([
      {
        certificate_id: 'a'.repeat(64),
        serial: '0a1b2c',
        not_before: '2024-01-01 00:00:00.000000',
        not_after: '2025-01-01 00:00:00.000000',
        names: ['updates.vendor.invalid', 'www.vendor.invalid'],
      },
    ])
    await load(sample('software.log'))
    expect(await rows('installation')).toMatchObject([
      { host: '10.20.0.15', product: 'VendorUpdater', version: '4.1', basis: 'passive', installed_at: null },
      { host: '10.20.0.2', product: 'OpenSSH', version: '9.6' },
    ])
    expect(await load(sample('dhcp.log'))).toMatchObject({ skipped: 0, rows: { host_address: 1 } })
    expect(await rows('host_address')).toMatchObject([
      { ip: '10.20.0.15', host: 'finance-07.corp.invalid', since: '2024-03-05 09:00:01.125000', until: '2024-03-05 17:00:01.125000', basis: 'dhcp' },
    ])
  })
})

describe('cases', () => {
  test('windows line ends, a log of no rows, unknown fields, any order of columns', async () => {
    const log = tsv('conn', connFields, conn, conn)
    await load(log)
    const expected = await rows('connection')
    expect(await load(`${log.replaceAll('\n', '\r\n')}\r\n`)).toMatchObject({ skipped: 0, rows: { connection: 2 } })
    expect(await rows('connection')).toEqual(expected)
    expect(await load(tsv('conn', connFields))).toMatchObject({ lines: 6, ignored: 6, skipped: 0, rows: {} })
    const order = [...connFields.keys()].reverse()
    const turned = (values: readonly string[]) => ['new', ...order.map((index) => values[index] ?? '')]
    expect(await load(tsv('conn', ['brand_new', ...order.map((index) => connFields[index] ?? '')], turned(conn), turned(conn)))).toMatchObject({ skipped: 0 })
    expect(await rows('connection')).toEqual(expected)
  })

  test('a line that lacks columns is noted, one that has no time too; others are read', async () => {
    const result = await load(
      tsv('conn', connFields, conn, conn.slice(0, 7), ['-', ...conn.slice(1)], ['inf', ...conn.slice(1)], ['9'.repeat(400), ...conn.slice(1)], conn).slice(
        0,
        -30,
      ),
    )
    expect(result).toMatchObject({ lines: 12, ignored: 6, skipped: 5, rows: { connection: 1 } })
    expect(result.samples.map((note) => note.line)).toEqual([8, 9, 10, 11, 12])
  })

  test('what is no number is unknown', async () => {
    await load(tsv('conn', connFields, [...conn.slice(0, 7), 'nan', '-1', 'SF'], [...conn.slice(0, 7), 'inf', '99999999999999999999999', 'SF']))
    expect(await rows('connection')).toMatchObject([
      { duration: null, bytes_out: null },
      { duration: null, bytes_out: null },
    ])
  })

  test('logs put together, each with its own header, in pieces of any size', async () => {
    const http = tsv('http', ['ts', 'uid', 'host'], ['1', 'H1', 'A.invalid:80'], ['2', 'H2', '[2001:db8::1]:8080'], ['3', 'H3', '(empty)'])
    const weird = tsv('weird', ['ts', 'name'], ['1', 'odd'], ['2', 'odder'])
    const whole = tsv('conn', connFields, conn) + weird + http + tsv('conn', ['uid', 'ts', 'id.orig_h'], ['C2', '5', '10.0.0.9'])
    for (const size of [2 ** 25, 200, 150]) {
      expect(await load(whole, 'all.log', size)).toMatchObject({ lines: 31, skipped: 0, rows: { connection: 2, http_request: 3 } })
      expect((await rows('http_request')).map((row) => row.host)).toEqual(['a.invalid', '2001:db8::1', ''])
      expect((await rows('connection')).map((row) => [row.line, row.uid, row.src_ip])).toEqual([
        [7, 'C1', '10.0.0.1'],
        [31, 'C2', '10.0.0.9'],
      ])
    }
  })

  test('JSON: ids with another joint, times as dates, records that are none', async () => {
    const record = {
      ts: '2024-03-05T09:00:01.5Z',
      uid: 'C1',
      id_orig_h: '10.0.0.1',
      id_orig_p: 1,
      id_resp_h: '192.0.2.1',
      id_resp_p: 443,
      proto: 'tcp',
      conn_state: 'S0',
      orig_bytes: null,
    }
    const lines = [
      JSON.stringify(record),
      JSON.stringify({ ...record, ts: '5' }),
      JSON.stringify(record).slice(0, 40),
      'null',
      '[1]',
      '',
      JSON.stringify({ ...record, uid: { a: [1] }, id_orig_p: 'x' }),
    ]
    expect(await load(lines.join('\n'))).toMatchObject({ lines: 7, ignored: 1, skipped: 4, rows: { connection: 2 } })
    expect(await rows('connection')).toMatchObject([
      { line: 1, time: '2024-03-05 09:00:01.500000', src_ip: '10.0.0.1', src_port: 1, bytes_out: null, conn_state: 'S0' },
      { line: 7, src_port: 0 },
    ])
  })

  test('JSON: a conn.log of which few columns are left is still one', async () => {
    const ends = { ts: 1_709_629_200, uid: 'C1', 'id.orig_h': '10.0.0.1', 'id.orig_p': 1, 'id.resp_h': '192.0.2.1', 'id.resp_p': 443, proto: 'tcp' }
    for (const more of [{ duration: 1.5 }, { orig_bytes: 7 }, { orig_pkts: 3 }]) {
      expect(await load(JSON.stringify({ ...ends, ...more }))).toMatchObject({ lines: 1, skipped: 0, rows: { connection: 1 } })
    }
  })

  test('a folder whose name begins like an open log does not make its logs open ones', async () => {
    await load(sample('conn.ndjson'), 'open_conns/conn.ndjson')
    expect((await rows('connection')).some((row) => row.open === true)).toBe(false)
  })

  test('a log without header is not taken for one', () => {
    expect(zeek.recognise(headOfText(conn.join('\t')))).toBe(0)
    expect(zeek.recognise(headOfText('#separator \\x09\n#path\tconn\n'))).toBe(0)
    expect(zeek.recognise(headOfText('{"ts":1,"message":"something else"}'))).toBe(0)
  })
})

describe.skipIf(noSharedData('Zeek logs'))('real logs', () => {
  const files = (...parts: readonly string[]) =>
    readdirSync(sharedFile('zeek', ...parts), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  const content = (path: string) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path))

  /** Without a header, or no log at all. */
  const strange = new Set(['text_file/conn.log', 'truncated/conn_top.log'])

  test('every file: each record gives a row, or belongs to a stream that no table is made from', async () => {
    const damaged: Record<string, number> = {}
    for (const path of files()) {
      const bytes = content(path)
      const name = path.split('/').slice(-2).join('/')
      expect([name, zeek.recognise(headOfText(bytes, path)) >= 0.5]).toEqual([name, !strange.has(name)])
      if (strange.has(name)) continue
      const records = bytes
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      const stream = basename(path).split('.')[0] ?? ''
      const result = await load(bytes, path)
      if (result.skipped > 0) damaged[name] = result.skipped
      if (stream === 'combined_zeek' || name === 'truncated/conn_json.log') continue
      const read = streams.includes(stream.replace('ORIGINAL', '')) ? records.length - result.skipped : 0
      // Leases without a host's name say nothing of hosts.
      expect([name, Object.values(result.rows).reduce((sum, count) => sum + count, 0)]).toEqual([name, stream === 'dhcp' ? 0 : read])
    }
    expect(damaged).toEqual({ 'has_unknown_field/http.log': 1, 'truncated/conn.log': 1, 'truncated/conn_json.log': 1 })
  })

  test('27,204 requests of a gzip log, 1,023 of them without Host header', async () => {
    await load(content(sharedFile('zeek', 'rita', 'valid_tsv', 'http.log.gz')))
    const requests = await rows('http_request')
    expect(requests).toHaveLength(27_204)
    expect(requests.filter((row) => row.host === '')).toHaveLength(1023)
  })

  test('open connections are snapshots, closed ones are not', async () => {
    for (const [open, ...path] of [
      [true, 'open_conns', 'open', 'open_conn.log'],
      [false, 'open_conns', 'open', 'conn.log'],
      [true, 'json_with_all_fields', 'open_conn.log'],
      [false, 'json_with_all_fields', 'conn.log'],
    ] as const) {
      const file = sharedFile('zeek', 'rita', ...path)
      await load(content(file), file)
      const found = await rows('connection')
      expect(found.length).toBeGreaterThan(20)
      expect(found.every((row) => row.open === open)).toBe(true)
    }
  })

  test('all logs in one file, against JSON.parse', async () => {
    const path = sharedFile('zeek', 'apt29-day1', 'combined_zeek.log')
    const records = content(path)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const result = await load(content(path), path)
    const counts = Map.groupBy(records, (record) => record['@stream'])
    const of = (stream: string) => counts.get(stream)?.length ?? 0
    expect(result).toMatchObject({
      lines: records.length,
      skipped: 0,
      rows: {
        connection: of('conn'),
        dns_query: of('dns'),
        http_request: of('http'),
        tls_session: of('ssl'),
        certificate: of('x509'),
        file_event: of('files'),
      },
    })
    const channel = records.filter(
      (record) => record['@stream'] === 'ssl' && record.id_orig_h === '10.0.1.6' && record.id_resp_h === '192.168.0.4' && record.id_resp_p === 8443,
    )
    const found = (await rows('tls_session')).filter((row) => row.src_ip === '10.0.1.6' && row.dst_ip === '192.168.0.4' && row.dst_port === 8443)
    expect(channel).toHaveLength(376)
    expect(found.map((row) => row.uid)).toEqual(channel.map((record) => record.uid))
    const certificates = await rows('certificate')
    expect(certificates.map((row) => row.subject)).toEqual((counts.get('x509') ?? []).map((record) => record.certificate_subject))
    expect(certificates.every((row) => row.not_after !== null)).toBe(true)
  })
})
