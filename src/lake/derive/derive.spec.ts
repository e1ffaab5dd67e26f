import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lakeWith, type TestLake } from '../../../test/support/lake.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'

const start = Date.UTC(2024, 0, 10, 12) * 1000
const day = 86_400e6

const pc1 = { time: start, src_ip: '10.0.0.5', dst_ip: '203.0.113.7', dst_port: 443, protocol_name: 'tcp' }
const pc9 = { time: start, src_ip: '10.0.0.9', dst_ip: '10.0.0.2', dst_port: 3128, protocol_name: 'tcp' }
const agent = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) 3CXDesktopApp/18.12.416 Chrome/102.0.1 Safari/537.36'

describe('derived tables', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await lakeWith([
      {
        table: 'host_address',
        rows: [
          { ip: '10.0.0.5', host: 'PC1.corp.example', role: 'office', os: 'windows', line: 1 },
          { ip: '10.0.0.9', host: 'pc9', since: start - day, until: start + day, basis: 'dhcp', line: 2 },
          { ip: '10.0.0.9', host: 'pc8', since: start + day, until: start + 3 * day, basis: 'dhcp', line: 3 },
        ],
      },
      {
        table: 'installation',
        rows: [
          { host: 'PC1', product: 'Phone', version: '1', installed_at: start - 30 * day, basis: 'inventory', line: 1 },
          { host: 'pc1.corp.example', product: 'Phone', version: '2', installed_at: start, basis: 'inventory', line: 2 },
          { host: 'pc1', product: 'Old', version: '1', installed_at: 0, seen_at: start, basis: 'inventory', line: 4 },
          { host: '10.0.0.9', product: 'OpenSSH', version: '9', seen_at: start, basis: 'passive', line: 3 },
        ],
      },
      {
        table: 'connection',
        rows: [
          { ...pc1, uid: 'C1', bytes_out: 100, bytes_in: 10, ip_bytes_out: 140, line: 1 },
          { ...pc9, uid: 'C2', bytes_out: 100, ip_bytes_out: 120, line: 2 },
          { ...pc9, time: start + 2 * day, uid: 'C3', dst_port: 445, line: 3 },
          { ...pc9, uid: 'C4', dst_ip: '224.0.0.251', line: 4 },
          { ...pc9, uid: 'C5', src_ip: '203.0.113.7', dst_ip: '10.0.0.9', line: 5 },
          { ...pc1, uid: 'C6', src_ip: '10.0.0.7', dst_ip: '2001:db8::1', open: true, duration: 3, line: 6 },
          { ...pc1, uid: 'C6', src_ip: '10.0.0.7', dst_ip: '2001:db8::1', open: true, duration: 5, line: 7 },
          { ...pc1, uid: 'C1', open: true, duration: 9, line: 8 },
          { ...pc1, uid: 'C7', dst_ip: 'fe80::1', line: 9 },
        ],
      },
      {
        table: 'tls_session',
        rows: [
          { ...pc1, uid: 'C1', server_name: 'a.b.vendor.example', line: 1 },
          { ...pc1, uid: 'C8', server_name: 'lone.shop.co.uk', line: 2 },
        ],
      },
      {
        table: 'http_request',
        rows: [
          { ...pc9, uid: 'C2', method: 'CONNECT', uri: 'www.One.example:443', host: 'www.one.example', user_agent: agent, line: 1 },
          { ...pc9, uid: 'C2', method: 'CONNECT', uri: 'two.example:443', line: 2 },
        ],
      },
      {
        table: 'dns_query',
        rows: [
          { ...pc1, uid: 'D1', query: 'only.looked.example', answers: ['203.0.113.9'], line: 1 },
          { ...pc1, uid: 'D2', query: 'files.corp.example', answers: ['10.0.0.3'], line: 2 },
          { ...pc1, uid: 'D3', query: '9.0.0.10.in-addr.arpa', answers: [], line: 3 },
        ],
      },
    ])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  const ask = (query: Sql) => test.lake.rows<Record<string, unknown>>(query)

  it('names the contacts of a connection, once each, with its payload shared out', async () => {
    expect(
      await ask(sql`SELECT host, destination, direction, basis, bytes_out, ip_bytes_out FROM contact WHERE uid IN ['C1', 'C2', 'C8'] ORDER BY uid, name`),
    ).toEqual([
      { host: 'pc1', destination: 'vendor.example', direction: 'outward', basis: 'tls', bytes_out: 100, ip_bytes_out: 140 },
      { host: 'pc9', destination: 'two.example', direction: 'outward', basis: 'http', bytes_out: 50, ip_bytes_out: 120 },
      { host: 'pc9', destination: 'one.example', direction: 'outward', basis: 'http', bytes_out: 50, ip_bytes_out: 120 },
      { host: 'pc1', destination: 'shop.co.uk', direction: 'outward', basis: 'tls', bytes_out: null, ip_bytes_out: null },
    ])
  })

  it('follows leases, keeps the newest open snapshot and leaves out what comes from outside or goes to no host', async () => {
    expect(await ask(sql`SELECT uid, host, direction, duration, line FROM contact WHERE uid IN ['C3', 'C4', 'C5', 'C6', 'C7'] ORDER BY uid`)).toEqual([
      { uid: 'C3', host: 'pc8', direction: 'inside', duration: null, line: 3 },
      { uid: 'C6', host: '10.0.0.7', direction: 'outward', duration: 5, line: 7 },
    ])
    expect(await ask(sql`SELECT count() AS rows FROM contact WHERE uid = 'C1'`)).toEqual([{ rows: 1 }])
  })

  it('counts look-ups as visits, inside where the answer is, and never reverse ones', async () => {
    expect(await ask(sql`SELECT destination, direction, lookups, contacts FROM visit WHERE lookups > 0 ORDER BY destination`)).toEqual([
      { destination: 'corp.example', direction: 'inside', lookups: 1, contacts: 0 },
      { destination: 'looked.example', direction: 'outward', lookups: 1, contacts: 0 },
    ])
  })

  it('knows who has which software since when, passively too', async () => {
    const since = raw('intDiv(toUnixTimestamp64Micro(since), 1000000)')
    const until = raw('intDiv(toUnixTimestamp64Micro(until), 1000000)')
    expect(await ask(sql`SELECT host, product, version, ${since} AS since, ${until} AS until, exact, basis FROM installed ORDER BY product, version`)).toEqual([
      { host: 'pc9', product: '3CXDesktopApp', version: '18.12.416', since: start / 1e6, until: null, exact: false, basis: 'passive' },
      { host: 'pc9', product: 'Chrome', version: '102.0.1', since: start / 1e6, until: null, exact: false, basis: 'passive' },
      { host: 'pc1', product: 'Old', version: '1', since: start / 1e6, until: null, exact: false, basis: 'inventory' },
      { host: 'pc9', product: 'OpenSSH', version: '9', since: start / 1e6, until: null, exact: false, basis: 'passive' },
      { host: 'pc1', product: 'Phone', version: '1', since: (start - 30 * day) / 1e6, until: start / 1e6, exact: true, basis: 'inventory' },
      { host: 'pc1', product: 'Phone', version: '2', since: start / 1e6, until: null, exact: true, basis: 'inventory' },
    ])
  })

  it('lists the inside hosts under one name', async () => {
    expect(await ask(sql`SELECT host, role, os, seen, inventoried FROM host ORDER BY host`)).toEqual([
      { host: '10.0.0.7', role: '', os: '', seen: true, inventoried: false },
      { host: 'pc1', role: 'office', os: 'windows', seen: true, inventoried: true },
      { host: 'pc8', role: '', os: '', seen: true, inventoried: false },
      { host: 'pc9', role: '', os: '', seen: true, inventoried: false },
    ])
  })
})
