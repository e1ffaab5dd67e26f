import { describe, expect, it } from 'vitest'
import { lakeWith } from '../../test/support/lake.ts'
import type { Advisory, AdvisoryIndicator, AdvisoryIndicatorType } from '../advisories/advisory.ts'
import { mergeAdvisories } from '../advisories/merge/merge.ts'
import type { Lake } from '../lake/lake.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Batch, Row } from '../model/tables.ts'
import { hunt } from './hunt.ts'
import type { KnownFile } from './vetted.ts'

const start = Date.UTC(2023, 2, 22, 10) * 1000
const sha256 = 'a'.repeat(64)

function indicator(type: AdvisoryIndicatorType, value: string, demoted?: string): AdvisoryIndicator {
  return {
    type,
    value,
    asWritten: value,
    place: { line: 1 },
    sentence: '',
    role: 'unknown',
    sources: [],
    ...(demoted !== undefined && { demoted: { reason: demoted } }),
  }
}

function advisory(more: Partial<Advisory>): Advisory {
  const lists = {
    blocks: [],
    indicators: [],
    products: [],
    cves: [],
    techniques: [],
    dates: [],
    patterns: [],
    relations: [],
    references: [],
    threats: [],
    notes: [],
  }
  return { id: 'advisory-1', sha256, format: 'csv', title: 'A warning', unreadable: false, ...lists, ...more }
}

async function hunted(lake: Lake, more: Partial<Advisory>, vetted: readonly KnownFile[] = []): Promise<Hunt> {
  return await hunt({
    lake,
    affair: mergeAdvisories([advisory(more)]),
    files: new Map(),
    notes: [],
    unread: [],
    unreadable: false,
    vetted,
    findings: [],
    sourceName: (source) => `source ${source}`,
    now: new Date('2023-04-01T00:00:00Z'),
    signal: new AbortController().signal,
  })
}

function words({ indicators }: Hunt): Record<string, string> {
  return Object.fromEntries(indicators.map(({ value, word }) => [value, word]))
}

const address = { src_ip: '10.0.0.5', dst_ip: '203.0.113.7', dst_port: 443 }
const connections: readonly Row<'connection'>[] = [
  { line: 1, time: start, uid: 'C1', ...address, service: 'ssl', protocol_name: 'tcp' },
  { line: 2, time: start + 1e6, uid: 'C2', ...address, src_ip: '10.0.0.6', dst_ip: '198.51.100.9', denied: true, protocol_name: 'tcp' },
  { line: 3, time: start + 2e6, uid: 'C3', ...address, dst_ip: '11.2.3.4', protocol_name: 'tcp' },
  { line: 4, time: start + 3e6, uid: 'C4', ...address, dst_ip: '2001:db8::1', src_ip: '10.0.0.5', protocol_name: 'tcp' },
  { line: 5, time: start + 4e6, uid: 'C5', src_ip: '192.0.2.66', dst_ip: '10.0.0.5', dst_port: 22, denied: true, protocol_name: 'tcp' },
]
const batches: readonly Batch[] = [
  { table: 'connection', rows: connections },
  {
    table: 'dns_query',
    rows: [
      { line: 1, time: start, ...address, dst_port: 53, query: 'cdn.bad.example', answers: ['203.0.113.200'] },
      { line: 2, time: start, ...address, dst_port: 53, query: 'notbad.example', answers: [] },
      { line: 3, time: start, ...address, dst_port: 53, query: 'bad.example.org', answers: [] },
    ],
  },
  {
    table: 'tls_session',
    rows: [{ line: 1, time: start, uid: 'C1', ...address, server_name: 'raw.host.example', ja3: 'c'.repeat(32), certificate_ids: ['F1'] }],
  },
  { table: 'certificate', rows: [{ line: 1, time: start, certificate_id: 'F1', subject: 'CN=raw.host.example', serial: '00AB12CD34', names: [] }] },
  {
    table: 'http_request',
    rows: [
      {
        line: 1,
        time: start,
        uid: 'H1',
        ...address,
        dst_port: 80,
        method: 'GET',
        host: 'files.example',
        uri: '/a/payload.bin?id=7',
        user_agent: 'Dropper/1.0',
      },
      { line: 2, time: start, uid: 'H2', ...address, dst_port: 80, method: 'GET', host: 'files.example', uri: '/a/other.bin', user_agent: 'Mozilla/5.0' },
    ],
  },
  { table: 'file_event', rows: [{ line: 1, time: start, uid: 'H1', src_ip: '10.0.0.5', dst_ip: '203.0.113.7', file_name: 'FFmpeg.dll', sha256, md5: '' }] },
  {
    table: 'host_address',
    rows: [
      { line: 1, ip: '10.0.0.5', host: 'desk-1', basis: 'inventory' },
      { line: 2, ip: '10.0.0.6', host: 'desk-2', basis: 'inventory' },
    ],
  },
]

describe('evidence that ends before the affair', () => {
  it.each([
    [{ published: '2024-01-01' }, '(from 2023-07-05 on: 180 days before it was published; the traffic here ends before)'],
    [{ published: '2024-01-01', dates: [{ date: '2023-05-01', asWritten: '1 May 2023', place: {}, sentence: '' }] }, 'its dates begin on 2023-05-01'],
  ])('%j', async (more, says) => {
    await using test = await lakeWith(batches)
    const { indicators, notes } = await hunted(test.lake, { ...more, indicators: [indicator('domain', 'unseen.example')] })
    expect(indicators).toMatchObject([{ word: 'CANNOT TELL', needs: expect.stringContaining(says) }])
    expect(notes).toEqual([expect.stringContaining(says)])
  })
})

describe('a product', () => {
  it('keeps the repaired versions, and the package that it was matched by', async () => {
    const row = { line: 1, host: 'desk-2', product: '@acme/thing', version: '1.2.3', purl: 'pkg:npm/%40acme/thing@1.2.3?from=inside', basis: 'inventory' }
    await using test = await lakeWith([...batches, { table: 'installation', rows: [{ ...row, seen_at: start }] }])
    const said = { names: [], versions: [], ranges: [{ before: '1.3.0' }], unaffected: [], cves: [], place: {}, sentence: '', sources: [] }
    const { products } = await hunted(test.lake, { products: [{ ...said, product: '@acme/thing', ecosystem: 'npm', fixed: ['1.3.0'] }] })
    expect(products).toMatchObject([{ word: 'EXPOSED', fixed: ['1.3.0'], installations: [{ host: 'desk-2', purl: 'pkg:npm/%40acme/thing' }] }])
  })
})

describe('indicators in the lake', () => {
  it('are met as they are, below a domain and in a range; look-alikes are not', async () => {
    await using test = await lakeWith(batches)
    const answer = await hunted(test.lake, {
      indicators: [
        indicator('domain', 'bad.example'),
        indicator('domain', 'example.net'),
        indicator('host', 'dn.bad.example'),
        indicator('ipv4', '1.2.3.4'),
        indicator('ipv4', '203.0.113.200'),
        indicator('ipv6', '2001:DB8:0::1'),
        indicator('cidr', '198.51.100.0/24'),
        indicator('cidr', '198.51.101.0/24'),
        indicator('url', 'http://files.example/a/payload.bin'),
        indicator('url', 'http://files.example/a/payload'),
        indicator('sha256', sha256),
        indicator('sha256', 'b'.repeat(64)),
        indicator('md5', 'd'.repeat(32)),
        indicator('file-name', 'ffmpeg.dll'),
        indicator('user-agent', 'Dropper/1.0'),
        indicator('user-agent', 'Dropper'),
        indicator('ja3', 'c'.repeat(32)),
        indicator('certificate-serial', 'AB12CD34'),
        indicator('registry-key', 'HKLM\\Software\\Bad'),
        indicator('ipv4', '192.0.2.66'),
      ],
    })
    expect(words(answer)).toEqual({
      'bad.example': 'HIT',
      'example.net': 'NOT SEEN',
      'dn.bad.example': 'NOT SEEN',
      '1.2.3.4': 'NOT SEEN',
      '203.0.113.200': 'HIT',
      '2001:DB8:0::1': 'HIT',
      '198.51.100.0/24': 'HIT',
      '198.51.101.0/24': 'NOT SEEN',
      'http://files.example/a/payload.bin': 'HIT',
      'http://files.example/a/payload': 'NOT SEEN',
      'files.example': 'HIT',
      [sha256]: 'HIT',
      ['b'.repeat(64)]: 'NOT SEEN',
      ['d'.repeat(32)]: 'CANNOT TELL',
      'ffmpeg.dll': 'SEEN',
      'Dropper/1.0': 'HIT',
      Dropper: 'NOT SEEN',
      ['c'.repeat(32)]: 'HIT',
      AB12CD34: 'HIT',
      'HKLM\\Software\\Bad': 'CANNOT TELL',
      '192.0.2.66': 'SEEN',
    })
    const of = (value: string) => answer.indicators.find((one) => one.value === value)
    expect(of('bad.example')?.sightings).toMatchObject([{ way: 'looked up', relation: 'below', met: ['cdn.bad.example'], hosts: ['desk-1'], rows: 1 }])
    expect(of('198.51.100.0/24')).toMatchObject({ hosts: ['desk-2'], rows: 1, blocked: 1 })
    expect(of('http://files.example/a/payload.bin')?.sightings).toMatchObject([{ way: 'requested', relation: 'with query' }])
    expect(of(sha256)?.sightings[0]?.evidence).toEqual([{ table: 'file_event', source: 6, line: 1, file: 'source 6' }])
    expect(answer).toMatchObject({ word: 'HIT' })
    expect(Object.fromEntries(answer.hosts.map(({ host, word }) => [host, word]))).toEqual({ 'desk-1': 'HIT', 'desk-2': 'HIT' })
    expect(answer.coverage.untested.map(({ what }) => what)).toEqual(expect.arrayContaining(['1 md5', '1 registry key']))
  })

  it('tell a file that was written from one that was only read', async () => {
    const run = { time: start, host: 'desk-1.corp.example', process_path: 'C:\\Program Files\\Acme\\app.exe' }
    await using test = await lakeWith([
      {
        table: 'host_file_event',
        rows: [
          { line: 1, ...run, file_path: 'C:\\Users\\kim\\AppData\\Local\\Acme\\manifest' },
          { line: 2, ...run, activity: 'read', file_path: 'C:\\Users\\kim\\AppData\\Local\\Browser\\History' },
        ],
      },
    ])
    const indicators = [indicator('file-path', '%LOCALAPPDATA%\\Acme\\manifest'), indicator('file-path', '%LOCALAPPDATA%\\Browser\\History')]
    const answer = await hunted(test.lake, { indicators })
    expect(answer.indicators.map(({ value, sightings }) => [value, ...sightings.map(({ way, rows }) => `${way} ${rows}`)]).toSorted()).toEqual([
      ['%LOCALAPPDATA%\\Acme\\manifest', 'written 1'],
      ['%LOCALAPPDATA%\\Browser\\History', 'read 1'],
    ])
  })

  it('are met on hosts, in mail and in cookies; look-alikes are not', async () => {
    const [md5, installer, library] = ['1'.repeat(32), '2'.repeat(64), '3'.repeat(64)]
    const host = 'desk-1.corp.example'
    const run = { time: start, host, process_path: 'C:\\Users\\kim\\AppData\\Roaming\\Acme\\Updater.exe' }
    await using test = await lakeWith([
      ...batches,
      { table: 'process_event', rows: [{ line: 1, ...run, md5 }] },
      { table: 'module_event', rows: [{ line: 1, ...run, module_path: 'C:\\Windows\\System32\\wlbsctrl.dll', sha256: library }] },
      { table: 'host_file_event', rows: [{ line: 1, ...run, file_path: 'C:\\Other\\notes.txt' }] },
      {
        table: 'registry_event',
        rows: [
          { line: 1, ...run, key: 'HKU\\S-1-5-21-7\\Software\\Acme', value_name: 'Beacon' },
          { line: 2, ...run, key: 'HKLM\\SOFTWARE\\WOW6432Node\\Bad\\Sub' },
          { line: 3, ...run, key: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run', value_name: 'OneTool' },
        ],
      },
      { table: 'kernel_event', rows: [{ line: 1, ...run, object_type: 'mutex', object_name: 'AVMonitor' }] },
      { table: 'installation', rows: [{ line: 1, host: 'desk-2', product: 'Thing', version: '1', hashes: [installer], basis: 'inventory', seen_at: start }] },
      { table: 'mail', rows: [{ line: 1, time: start, ...address, dst_port: 25, senders: ['lure@bad.example'], recipients: ['kim@corp.example'] }] },
      {
        table: 'http_request',
        rows: [{ line: 1, time: start, ...address, dst_port: 80, method: 'GET', host: 'a.example', uri: '/', cookies: ['__tutma', 'id=7'] }],
      },
    ])
    const answer = await hunted(test.lake, {
      indicators: [
        indicator('md5', md5),
        indicator('sha256', installer),
        indicator('sha256', library),
        indicator('sha512', '4'.repeat(128)),
        indicator('file-name', 'updater.exe'),
        indicator('file-path', '%APPDATA%\\Acme\\updater.exe'),
        indicator('file-path', 'C:\\Acme\\Other\\updater.exe'),
        indicator('registry-key', 'HKCU\\Software\\Acme\\Beacon'),
        indicator('registry-key', 'HKLM\\Software\\Bad'),
        indicator('registry-key', 'HKLM\\Software\\Ba'),
        indicator('registry-key', 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run'),
        indicator('mutex', 'Global\\AVMonitor'),
        indicator('mutex', 'AVMon'),
        indicator('cookie', '__tutma'),
        indicator('cookie', '__tutma=abc'),
        indicator('cookie', 'id=7'),
        indicator('cookie', 'id=8'),
        indicator('email', 'lure@bad.example'),
        indicator('email', 'ure@bad.example'),
      ],
    })
    expect(answer.indicators.map(({ type, value, word, hosts }) => [type, value, word, ...hosts]).toSorted()).toEqual(
      [
        ['md5', md5, 'HIT', 'desk-1'],
        ['sha256', installer, 'HIT', 'desk-2'],
        ['sha256', library, 'HIT', 'desk-1'],
        ['sha512', '4'.repeat(128), 'NOT SEEN'],
        ['file-name', 'updater.exe', 'SEEN', 'desk-1'],
        ['file-path', '%APPDATA%\\Acme\\updater.exe', 'SEEN', 'desk-1'],
        ['file-path', 'C:\\Acme\\Other\\updater.exe', 'NOT SEEN'],
        ['registry-key', 'HKCU\\Software\\Acme\\Beacon', 'HIT', 'desk-1'],
        ['registry-key', 'HKLM\\Software\\Bad', 'HIT', 'desk-1'],
        ['registry-key', 'HKLM\\Software\\Ba', 'NOT SEEN'],
        ['registry-key', 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', 'SEEN', 'desk-1'],
        ['mutex', 'Global\\AVMonitor', 'HIT', 'desk-1'],
        ['mutex', 'AVMon', 'NOT SEEN'],
        ['cookie', '__tutma', 'HIT', 'desk-1'],
        ['cookie', '__tutma=abc', 'SEEN', 'desk-1'],
        ['cookie', 'id=7', 'HIT', 'desk-1'],
        ['cookie', 'id=8', 'NOT SEEN'],
        ['email', 'lure@bad.example', 'HIT'],
        ['email', 'ure@bad.example', 'NOT SEEN'],
      ].toSorted(),
    )
    expect(answer.indicators.find(({ type }) => type === 'email')?.sightings).toMatchObject([{ way: 'mail', met: ['to kim@corp.example'] }])
    expect(answer.hosts.map(({ host: name, word }) => `${name} ${word}`)).toEqual(['desk-1 HIT', 'desk-2 HIT'])
  })

  it('that are demoted are shown and do not alarm', async () => {
    await using test = await lakeWith(batches)
    const answer = await hunted(test.lake, { indicators: [indicator('host', 'raw.host.example', 'a service that many use')] })
    expect(answer.indicators).toMatchObject([{ word: 'SEEN', demoted: 'a service that many use', hosts: ['desk-1'] }])
    expect(answer.word).toBe('NOT SEEN')
  })

  it('that a warning list of the workspace names do not alarm, unless they are full URLs', async () => {
    const list = 'a list of everyday names'
    await using test = await lakeWith([
      ...batches,
      {
        table: 'warning_value',
        rows: [
          { line: 1, type: 'hostname', value: 'files.example', list },
          { line: 2, type: 'hostname', value: 'bad.example', list },
        ],
      },
    ])
    const answer = await hunted(test.lake, { indicators: [indicator('domain', 'bad.example'), indicator('url', 'http://files.example/a/payload.bin')] })
    expect(words(answer)).toEqual({ 'bad.example': 'SEEN', 'http://files.example/a/payload.bin': 'HIT', 'files.example': 'SEEN' })
    expect(answer.indicators.find(({ value }) => value === 'bad.example')?.demoted).toBe(`on the warning list “${list}”`)
  })

  it('are looked for in vetted releases', async () => {
    await using test = await lakeWith([])
    const file = { sha256, path: 'app/ffmpeg.dll', release: 'Softphone 2.1', at: '2023-03-30T10:00:00Z' }
    const answer = await hunted(test.lake, { indicators: [indicator('sha256', sha256)] }, [file])
    expect(answer).toMatchObject({ word: 'HIT', indicators: [{ sightings: [{ way: 'vetted', met: ['Softphone 2.1: app/ffmpeg.dll'], hosts: [] }] }] })
  })

  it('cannot be told of without evidence', async () => {
    await using test = await lakeWith([])
    const answer = await hunted(test.lake, { indicators: [indicator('domain', 'bad.example')] })
    expect(answer).toMatchObject({ word: 'CANNOT TELL', sentence: 'The workspace holds no evidence.' })
    expect(answer.next).toContain('gatehouse assess')
  })
})

describe('STIX patterns', () => {
  const stix = (text: string) => ({ id: 'indicator--1', language: 'stix' as const, text, place: {} })
  const wordOf = async (lake: Lake, text: string) => (await hunted(lake, { patterns: [stix(text)] })).patterns[0]

  it('are evaluated on the rows of the lake', async () => {
    await using test = await lakeWith(batches)
    const met = [
      "[network-traffic:dst_ref.value = '203.0.113.7' AND network-traffic:dst_port = 443]",
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24']",
      "[domain-name:value LIKE '%.bad.example']",
      "[domain-name:value MATCHES '^cdn\\\\.']",
      `[file:hashes.'SHA-256' = '${sha256}']`,
      "[url:value = 'http://files.example/a/other.bin']",
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'Dropper/1.0']",
      "[domain-name:value = 'cdn.bad.example'] FOLLOWEDBY [network-traffic:dst_ref.value = '198.51.100.9'] WITHIN 60 SECONDS",
    ]
    for (const text of met) expect(await wordOf(test.lake, text), text).toMatchObject({ word: 'HIT' })
    const unmet = [
      "[network-traffic:dst_ref.value = '203.0.113.7' AND network-traffic:dst_port = 8443]",
      "[domain-name:value LIKE 'bad.example']",
      "[network-traffic:dst_ref.value = '198.51.100.9'] FOLLOWEDBY [domain-name:value = 'cdn.bad.example']",
      "[domain-name:value = 'cdn.bad.example'] REPEATS 2 TIMES WITHIN 60 SECONDS",
    ]
    for (const text of unmet) expect(await wordOf(test.lake, text), text).toMatchObject({ word: 'NOT SEEN' })
  })

  it('are evaluated on what happened on hosts, on mail and on sign-ins', async () => {
    const host = 'desk-1.corp.example'
    const run = { time: start, host, user: 'CORP\\kim', process_path: 'C:\\Windows\\System32\\svchost.exe' }
    await using test = await lakeWith([
      ...batches,
      { table: 'process_event', rows: [{ line: 1, ...run, command_line: 'svchost.exe -k bad', parent_path: '/opt/tool/launch', sha256 }] },
      { table: 'module_event', rows: [{ line: 1, ...run, module_path: 'C:\\Windows\\System32\\wlbsctrl.dll', md5: '1'.repeat(32) }] },
      { table: 'host_file_event', rows: [{ line: 1, ...run, file_path: 'C:\\Windows\\Temp\\x.dat' }] },
      { table: 'registry_event', rows: [{ line: 1, ...run, key: 'HKLM\\Software\\Bad', value_name: 'Beacon' }] },
      { table: 'kernel_event', rows: [{ line: 1, ...run, object_type: 'mutex', object_name: 'AVMonitor' }] },
      { table: 'mail', rows: [{ line: 1, time: start, ...address, senders: ['lure@bad.example'], recipients: ['kim@corp.example'], subject: 'Pay now' }] },
      { table: 'sign_in', rows: [{ line: 1, time: start, directory: 'entra', account: 'kim@corp.example', src_ip: '203.0.113.9', outcome: 'success' }] },
    ])
    const met = [
      "[process:command_line LIKE '%-k bad']",
      "[process:name = 'svchost.exe' AND process:creator_user_ref.account_login = 'CORP\\\\kim']",
      "[process:parent_ref.image_ref.name = 'launch' AND process:image_ref.parent_directory_ref.path = 'C:\\\\Windows\\\\System32']",
      `[process:binary_ref.hashes.'SHA-256' = '${sha256}']`,
      "[file:name = 'wlbsctrl.dll' AND file:hashes.MD5 = '11111111111111111111111111111111']",
      "[directory:path = 'C:\\\\Windows\\\\Temp']",
      "[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\Software\\\\Bad' AND windows-registry-key:values[*].name = 'Beacon']",
      "[windows-registry-key:key = 'hkey_local_machine\\\\software\\\\bad']",
      "[mutex:name = 'Global\\\\AVMonitor']",
      "[email-message:from_ref.value = 'lure@bad.example' AND email-message:subject LIKE 'Pay%']",
      "[user-account:account_login = 'kim@corp.example']",
      "[file:name = 'x.dat'] FOLLOWEDBY [mutex:name = 'AVMonitor'] WITHIN 5 SECONDS",
    ]
    for (const text of met) expect(await wordOf(test.lake, text), text).toMatchObject({ word: 'HIT' })
    expect((await wordOf(test.lake, met[0] ?? ''))?.sightings).toMatchObject([{ hosts: [host], evidence: [{ table: 'process_event', line: 1 }] }])
    const unmet = [
      "[process:name = 'svchost.exe' AND process:creator_user_ref.account_login = 'CORP\\\\ada']",
      "[process:parent_ref.image_ref.name = 'svchost.exe']",
      "[file:name = 'wlbsctrl.dll' AND file:hashes.MD5 = '21111111111111111111111111111111']",
      "[directory:path = 'C:\\\\Windows\\\\Tem']",
      "[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\Software\\\\Bad' AND windows-registry-key:values[*].name = 'Bea']",
      "[mutex:name = 'AVMon']",
      "[email-message:from_ref.value = 'kim@corp.example']",
      "[user-account:account_login = 'im@corp.example']",
    ]
    for (const text of unmet) expect(await wordOf(test.lake, text), text).toMatchObject({ word: 'NOT SEEN' })
    expect(await wordOf(test.lake, "[windows-registry-key:values[*].data = 'x']")).toMatchObject({ word: 'CANNOT TELL' })
  })

  it('that need other evidence, or cannot be read, are said to', async () => {
    await using test = await lakeWith(batches)
    expect(await wordOf(test.lake, "[process:command_line LIKE '%bad%']")).toMatchObject({
      word: 'CANNOT TELL',
      says: expect.stringContaining('events of processes on hosts'),
    })
    expect(await wordOf(test.lake, '[domain-name:value = ')).toMatchObject({ word: 'CANNOT TELL', says: expect.stringContaining('another writing') })
  })
})
