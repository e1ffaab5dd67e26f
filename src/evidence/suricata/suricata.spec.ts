import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyLake, type TestLake } from '../../../test/support/lake.ts'
import { type EngineRow, loadText, rowsOf } from '../../../test/support/loaded.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { headOfText } from '../../../test/support/source.ts'
import { raw, sql } from '../../base/sql.ts'
import { suricata } from './index.ts'

let lake: TestLake
beforeAll(async () => {
  lake = await emptyLake()
})
afterAll(() => lake[Symbol.asyncDispose]())

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8')
const load = (content: string | readonly object[], size?: number) =>
  loadText(lake, suricata, typeof content === 'string' ? content : content.map((record) => `${JSON.stringify(record)}\n`).join(''), 'eve.json', size)
const rows = (table: Parameters<typeof rowsOf>[1]) => rowsOf(lake.lake, table)

/** A time as the engine prints it, from one as the sensor writes it. */
function engineTime(text: string): string {
  const micros = /\.(\d{6})/.exec(text)?.[1] ?? '000000'
  const whole = new Date(text.replace(/\.\d+/, '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return `${whole.toISOString().slice(0, 19).replace('T', ' ')}.${micros}`
}

const base = {
  timestamp: '2024-01-01T00:00:00.000000+0000',
  flow_id: 1,
  src_ip: '10.0.0.1',
  src_port: 40000,
  dest_ip: '192.0.2.1',
  dest_port: 80,
  proto: 'TCP',
}

describe('samples', () => {
  test('version 7: every event, by hand', async () => {
    const result = await load(sample('eve-7.ndjson'))
    expect(result).toMatchObject({ lines: 12, ignored: 1, skipped: 0 })
    expect(await rows('connection')).toMatchObject([
      {
        line: 9,
        time: '2024-03-05 09:00:01.900000',
        uid: '1000000000000002',
        protocol_name: 'tcp',
        service: 'ssl',
        duration: 30.05,
        bytes_out: null,
        ip_bytes_out: 2210,
        ip_bytes_in: 9120,
        packets_out: 12,
        packets_in: 14,
        conn_state: 'SF',
        denied: false,
      },
      { line: 10, conn_state: 'S1', denied: true },
      { line: 11, src_ip: '2001:db8::15', dst_ip: '2001:db8::1', src_port: 0, protocol_name: 'icmp', conn_state: '', denied: false },
    ])
    expect(await rows('dns_query')).toMatchObject([
      { line: 1, query: 'updates.vendor.invalid', query_type: 'A', rcode: 'NOERROR', answers: ['edge.cdn.invalid', '203.0.113.10'] },
      { line: 2, query: 'updates.vendor.invalid', query_type: 'AAAA', rcode: 'NXDOMAIN', answers: [] },
    ])
    expect(await rows('http_request')).toMatchObject([
      {
        host: 'download.vendor.invalid',
        uri: '/app/setup-4.2.exe',
        method: 'GET',
        status_code: 200,
        user_agent: 'VendorUpdater/4.1',
        referrer: 'http://www.vendor.invalid/',
        bytes_out: null,
        bytes_in: 734003,
        mime_type: '',
      },
    ])
    expect(await rows('tls_session')).toMatchObject([
      {
        server_name: 'updates.vendor.invalid',
        version: 'TLSv12',
        ja3: 'ad90cab724fafab2660fbf61673c91a9',
        ja3s: 'ad90cab724fafab2660fbf61673c91a0',
        certificate_ids: ['aabbccddeeff00112233445566778899aabbccdd'],
        established: null,
      },
    ])
    expect(await rows('certificate')).toMatchObject([
      {
        certificate_id: 'aabbccddeeff00112233445566778899aabbccdd',
        serial: '0a1b2c',
        not_before: '2024-01-01 00:00:00.000000',
        not_after: '2025-01-01 00:00:00.000000',
        names: ['updates.vendor.invalid', 'www.vendor.invalid'],
      },
    ])
    // The client received the file that the server sent.
    expect(await rows('file_event')).toMatchObject([
      {
        src_ip: '10.20.0.15',
        dst_ip: '203.0.113.11',
        protocol_name: 'HTTP',
        mime_type: 'application/x-dosexec',
        size: 734003,
        md5: 'd41d8cd98f00b204e9800998ecf8427e',
      },
    ])
    expect(await rows('alert')).toMatchObject([
      { src_ip: '10.20.0.15', src_port: 51003, dst_ip: '198.51.100.7', dst_port: 443, signature_id: '9000001', severity: 1, denied: true },
    ])
  })

  test('cookies in a field of their own or among all headers, and mail', async () => {
    const base = {
      timestamp: '2024-03-05T09:00:01.100000+0000',
      flow_id: 7,
      src_ip: '10.0.0.5',
      src_port: 1,
      dest_ip: '203.0.113.9',
      dest_port: 80,
      proto: 'TCP',
    }
    const events = [
      { ...base, event_type: 'http', http: { hostname: 'a.invalid', url: '/', cookie: '__tutma=1; b=2' } },
      {
        ...base,
        event_type: 'http',
        http: {
          hostname: 'b.invalid',
          url: '/',
          request_headers: [
            { name: 'Host', value: 'x' },
            { name: 'Cookie', value: 'c=3' },
          ],
        },
      },
      { ...base, event_type: 'http', http: { hostname: 'c.invalid', url: '/' } },
      {
        ...base,
        event_type: 'smtp',
        smtp: { mail_from: '<Kim@corp.invalid>', rcpt_to: ['<lee@partner.invalid>'] },
        email: { from: 'Kim <kim@corp.invalid>', to: ['Lee <lee@partner.invalid>'] },
      },
    ]
    await load(events.map((event) => JSON.stringify(event)).join('\n'))
    expect((await rows('http_request')).map(({ cookies }) => cookies)).toEqual([['__tutma=1', 'b=2'], ['c=3'], []])
    expect(await rows('mail')).toMatchObject([{ line: 4, senders: ['kim@corp.invalid'], recipients: ['lee@partner.invalid'] }])
  })

  test('version 8: responses come from the server, a query sent again is one look-up, a response may stand alone', async () => {
    expect(await load(sample('eve-8-dns.ndjson'))).toMatchObject({ lines: 5, skipped: 0, rows: { dns_query: 3 } })
    expect(await rows('dns_query')).toMatchObject([
      { line: 1, time: '2025-09-01 10:00:00.000100', query: 'telemetry.vendor.invalid', rcode: 'NOERROR', answers: ['203.0.113.20'] },
      { line: 3, query: 'sinkholed.vendor.invalid', rcode: '', answers: [] },
      { line: 5, src_ip: '10.20.0.16', src_port: 40002, dst_ip: '10.20.0.2', dst_port: 53, query: 'query-not-logged.vendor.invalid', rcode: 'NXDOMAIN' },
    ])
  })

  test('version 1: one event per answer record', async () => {
    expect(await load(sample('eve-3-dns.ndjson'))).toMatchObject({ lines: 5, skipped: 0, rows: { dns_query: 2 } })
    expect(await rows('dns_query')).toMatchObject([
      { line: 1, query: 'www.vendor.invalid', query_type: 'A', answers: ['edge.cdn.invalid', '203.0.113.30'] },
      { line: 4, query: 'absent.vendor.invalid', rcode: 'NXDOMAIN', answers: [] },
    ])
  })
})

describe('cases', () => {
  test('states from flags, by the definitions of Zeek', async () => {
    // FIN 1, SYN 2, RST 4, PSH 8, ACK 16: client's, server's → state.
    const cases = [
      ['02', '00', 'S0'],
      ['02', '14', 'REJ'],
      ['06', '00', 'RSTOS0'],
      ['03', '00', 'SH'],
      ['02', '12', 'S1'],
      ['1b', '1a', 'S2'],
      ['1a', '1b', 'S3'],
      ['1b', '1b', 'SF'],
      ['1e', '1a', 'RSTO'],
      ['1a', '1e', 'RSTR'],
      ['10', '16', 'RSTRH'],
      ['10', '13', 'SHR'],
      ['18', '18', 'OTH'],
      ['00', '00', ''],
      ['zz', '', ''],
    ] as const
    await load(
      cases.map(([ts, tc]) => ({ ...base, event_type: 'flow', flow: { pkts_toserver: 1, pkts_toclient: 1 }, tcp: { tcp_flags_ts: ts, tcp_flags_tc: tc } })),
    )
    expect((await rows('connection')).map((row) => row.conn_state)).toEqual(cases.map(([, , state]) => state))
    expect((await rows('connection')).map((row) => row.denied)).toEqual(cases.map(([, , state]) => ['REJ', 'RSTOS0', 'RSTRH'].includes(state)))
  })

  test('UDP says who has sent', async () => {
    const flows = [
      [1, 1, 'SF'],
      [1, 0, 'S0'],
      [0, 1, 'SHR'],
    ] as const
    await load(flows.map(([out, back]) => ({ ...base, proto: 'UDP', event_type: 'flow', flow: { pkts_toserver: out, pkts_toclient: back } })))
    expect((await rows('connection')).map((row) => row.conn_state)).toEqual(['SF', 'S0', 'SHR'])
  })

  test('what is not there is unknown', async () => {
    await load([
      { ...base, event_type: 'flow', flow: {} },
      { ...base, event_type: 'http', http: { url: '/', length: 0 } },
      { ...base, event_type: 'tls', tls: { session_resumed: true, version: 'TLSv1' } },
    ])
    expect(await rows('connection')).toMatchObject([{ time: '2024-01-01 00:00:00.000000', duration: null, ip_bytes_out: null, packets_in: null }])
    expect(await rows('http_request')).toMatchObject([{ status_code: null, bytes_in: null, host: '' }])
    expect(await rows('tls_session')).toMatchObject([{ version: 'TLSv10', certificate_ids: [], established: null }])
    expect(await rows('certificate')).toEqual([])
  })

  test('the same question again after a while is another look-up, and an old answer may come from port 53', async () => {
    const at = (second: number) => `2024-01-01T00:00:${String(second).padStart(2, '0')}.000000+0000`
    const query = { type: 'query', id: 7, rrname: 'a.invalid', rrtype: 'A' }
    await load([
      { ...base, timestamp: at(0), dest_port: 53, event_type: 'dns', dns: query },
      { ...base, timestamp: at(5), dest_port: 53, event_type: 'dns', dns: query },
      { ...base, timestamp: at(5), dest_port: 53, event_type: 'dns', dns: { ...query, rrtype: 'AAAA' } },
      { ...base, timestamp: at(40), dest_port: 53, event_type: 'dns', dns: query },
      {
        ...base,
        timestamp: at(41),
        flow_id: 2,
        src_ip: base.dest_ip,
        src_port: 53,
        dest_ip: base.src_ip,
        dest_port: 40001,
        event_type: 'dns',
        dns: { ...query, version: 2, type: 'answer', rcode: 'SERVFAIL' },
      },
    ])
    expect(await rows('dns_query')).toMatchObject([
      { line: 1, rcode: '' },
      { line: 3, query_type: 'AAAA' },
      { line: 4, rcode: '' },
      { line: 5, src_ip: '10.0.0.1', dst_ip: '192.0.2.1', dst_port: 53, rcode: 'SERVFAIL' },
    ])
  })

  test('files read together do not take look-ups from each other', async () => {
    const folder = join(lake.folder, 'together')
    mkdirSync(folder)
    for (const source of ['9001', '9002', '9003']) writeFileSync(join(folder, source), sample('eve-8-dns.ndjson'))
    await lake.lake.loadFolder(folder, suricata.plan?.(headOfText('')) ?? { parse: raw(''), ignore: raw(''), loads: [] })
    const found = await lake.lake.rows(
      sql`SELECT source, count() AS rows, sum(length(answers)) AS answers FROM dns_query WHERE source > 9000 GROUP BY source ORDER BY source`,
    )
    expect(found).toEqual([9001, 9002, 9003].map((source) => ({ source, rows: 3, answers: 1 })))
  })

  test('broken lines are noted, others are not touched by them', async () => {
    const whole = JSON.stringify({ ...base, event_type: 'http', http: { hostname: 'a.invalid', url: '/ünïcode' } })
    const broken = [
      whole.slice(0, 90),
      '{"event_type":"flow"}',
      JSON.stringify({ ...base, timestamp: 'yesterday', event_type: 'flow' }),
      JSON.stringify({ ...base, src_ip: undefined, event_type: 'alert' }),
      'rubbish',
    ]
    const result = await load(`${[whole, ...broken, '', whole].join('\n')}\r\n`)
    expect(result).toMatchObject({ lines: 8, ignored: 1, skipped: 5, rows: { http_request: 2 } })
    expect(result.samples.map((note) => note.line)).toEqual([2, 3, 4, 5, 6])
    expect(await rows('http_request')).toMatchObject([{ line: 1, uri: '/ünïcode' }, { line: 8 }])
  })
})

describe('recognising', () => {
  test('is by the shape of a record, not by the name', () => {
    expect(suricata.recognise(headOfText(JSON.stringify({ ...base, event_type: 'flow', flow: {} }), 'x'))).toBeGreaterThan(0.9)
    expect(suricata.recognise(headOfText('{"event_type":"flow","timestamp":"2024-01-01"}', 'eve.json'))).toBe(0)
    expect(suricata.recognise(headOfText(`${JSON.stringify({ ...base, event_type: 'flow', flow: {} }).slice(0, 60)}\n{}`, 'eve.json'))).toBe(0)
  })
})

describe.skipIf(noSharedData('Suricata EVE'))('a real file against JSON.parse', () => {
  interface Event {
    readonly event_type: string
    readonly timestamp: string
    readonly flow_id: number
    readonly src_ip: string
    readonly dest_port: number
    readonly flow: Readonly<Record<string, string | number>>
    readonly dns: {
      readonly type: string
      readonly id: number
      readonly rrname: string
      readonly rrtype: string
      readonly answers?: readonly { readonly rdata?: string }[]
    }
  }
  let events: Event[] = []
  let result: Awaited<ReturnType<typeof load>>
  beforeAll(async () => {
    const text = readFileSync(sharedFile('eve', 'slips-test6.suricata.json'), 'utf8')
    events = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Event)
    result = await load(text)
  })
  const of = (type: string) => events.filter((event) => event.event_type === type)

  test('nothing is lost', () => {
    expect(of('flow')).toHaveLength(3512)
    expect(result).toMatchObject({
      lines: events.length,
      skipped: 0,
      ignored: of('anomaly').length,
      rows: { connection: 3512, http_request: of('http').length, tls_session: of('tls').length, file_event: of('fileinfo').length, alert: 745 },
    })
  })

  test('every flow has its values', async () => {
    const flows = of('flow')
    const connections: readonly EngineRow[] = await rows('connection')
    expect(connections).toHaveLength(flows.length)
    for (const [index, { flow, ...event }] of flows.entries()) {
      const row = connections[index]
      expect(row).toMatchObject({
        uid: String(event.flow_id),
        src_ip: event.src_ip,
        dst_port: event.dest_port,
        time: engineTime(String(flow.start)),
        ip_bytes_out: flow.bytes_toserver,
        ip_bytes_in: flow.bytes_toclient,
        packets_out: flow.pkts_toserver,
        packets_in: flow.pkts_toclient,
      })
      const seconds = (engineMicros(String(flow.end)) - engineMicros(String(flow.start))) / 1e6
      expect(row?.duration).toBeCloseTo(seconds, 6)
    }
  })

  test('look-ups are counted once, with every answer', async () => {
    // Here every packet was captured twice: 680 events tell of 170 look-ups, each in a flow of its own.
    const lookups = Map.groupBy(of('dns'), ({ flow_id, dns }) => JSON.stringify([flow_id, dns.id, dns.rrname, dns.rrtype]))
    const found = await rows('dns_query')
    expect(found).toHaveLength(lookups.size)
    const expected = new Map([...lookups.values()].map((group) => [String(group[0]?.flow_id), group]))
    for (const row of found) {
      const group = expected.get(String(row.uid)) ?? []
      const answers = new Set(group.flatMap(({ dns }) => (dns.answers ?? []).map((answer) => answer.rdata)))
      expect(row).toMatchObject({ time: engineTime(group[0]?.timestamp ?? ''), query: group[0]?.dns.rrname, rcode: 'NOERROR' })
      expect(new Set(row.answers as string[])).toEqual(answers)
    }
  })

  test('small pieces give the same connections', async () => {
    const whole = await rows('connection')
    const text = events.map((event) => JSON.stringify(event)).join('\n')
    expect(await load(text, 300_000)).toMatchObject({ lines: events.length, skipped: 0, rows: { connection: 3512, alert: 745 } })
    expect(await rows('connection')).toEqual(whole)
  })
})

function engineMicros(text: string): number {
  const printed = engineTime(text)
  return Date.parse(`${printed.slice(0, 19).replace(' ', 'T')}Z`) * 1000 + Number(printed.slice(20))
}
