import { describe, expect, it } from 'vitest'
import { findingsIn, findingsOf, lakeFromFolder } from '../../../test/support/lake.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { re2 } from '../../base/questions/everyday.ts'
import { indicatorMatch } from './index.ts'
import { benign, connections, files, indicators, positive, queries, requests, sessions, start, warnings } from './sample.ts'

const brief = (findings: Awaited<ReturnType<typeof findingsOf>>) => findings.map(({ title, severity }) => [severity, title])

describe('domains', () => {
  it('matches a domain and what lies below, and says who and when', async () => {
    const findings = await findingsOf(indicatorMatch, positive())
    expect(brief(findings)).toEqual([
      [4, 'A file known from an indicator list reached 10.0.0.7: ffmpeg.dll'],
      [4, 'The known domain officestoragebox.invalid was contacted by 10.0.0.7'],
    ])
    expect(findings[1]).toMatchObject({
      kind: 'known',
      first: '2024-03-01T08:00:00Z',
      about: [
        { kind: 'destination', id: 'officestoragebox.invalid' },
        { kind: 'host', id: '10.0.0.7' },
      ],
      evidence: [{ table: 'contact', source: 2, line: 1 }],
    })
    expect(findings[1]?.because[0]?.observed).toBe(
      'officestoragebox.invalid, listed by Drill list as “command and control”; met as api.officestoragebox.invalid',
    )
  })

  it('matches at label boundaries only, and demotes what a warning list names, with the reason', async () => {
    const findings = await findingsOf(indicatorMatch, benign())
    expect(brief(findings)).toEqual([[1, 'raw.codehost.example is on an indicator list, but is widely used for good ends']])
    expect(findings[0]?.because.at(-1)?.observed).toBe('on the list “Everyday names”')
  })

  it('tells contacted, looked up, blocked and not to be told apart', async () => {
    const list = indicators([{ type: 'domain', value: 'bad.invalid' }])
    const look = queries([{ query: 'a.bad.invalid' }])
    const other = connections([{ uid: 'X', dst_ip: '198.51.100.1' }])
    const refused = [connections([{ uid: 'T0', denied: true }]), sessions([{ uid: 'T0', server_name: 'a.bad.invalid' }])]
    expect(brief(await findingsOf(indicatorMatch, [list, look, other]))).toEqual([
      [3, 'The known domain bad.invalid was looked up, but not contacted, by 10.0.0.7'],
    ])
    expect(brief(await findingsOf(indicatorMatch, [list, look]))).toEqual([[4, 'The known domain bad.invalid was looked up by 10.0.0.7']])
    expect(brief(await findingsOf(indicatorMatch, [list, look, ...refused]))).toEqual([
      [4, 'The known domain bad.invalid was tried, and refused on the way, by 10.0.0.7'],
    ])
  })

  it('names the host that had the address that day', async () => {
    const hosts = { table: 'host_address' as const, rows: [{ ip: '10.0.0.7', host: 'pc7', since: start - 1e6, basis: 'dhcp', line: 1 }] }
    const [found] = await findingsOf(indicatorMatch, [hosts, indicators([{ type: 'domain', value: 'bad.invalid' }]), queries([{ query: 'bad.invalid' }])])
    expect(found?.about[1]).toEqual({ kind: 'host', id: 'pc7' })
  })

  it('sees a listed name in a certificate when the server name says nothing', async () => {
    const certificate = {
      table: 'certificate' as const,
      rows: [{ time: start, certificate_id: 'F1', subject: 'CN=other.example', names: ['*.bad.invalid'], line: 1 }],
    }
    const findings = await findingsOf(indicatorMatch, [
      indicators([{ type: 'domain', value: 'bad.invalid' }]),
      certificate,
      sessions([{ certificate_ids: ['F1'] }, { certificate_ids: ['F2'] }]),
    ])
    expect(findings.map(({ severity, evidence }) => [severity, evidence])).toEqual([[4, [{ table: 'tls_session', source: 3, line: 1 }]]])
  })
})

describe('addresses', () => {
  const traffic = connections([{ dst_ip: '203.0.113.80' }, { dst_ip: '2001:db8:7::1' }, { dst_ip: '198.51.100.9' }])

  it('matches addresses however they are written, and ranges', async () => {
    const list = indicators([
      { type: 'ip', value: '203.0.113.80' },
      { type: 'ip', value: '2001:0db8:0007:0000:0000:0000:0000:0001' },
      { type: 'cidr', value: '198.51.100.8/29' },
      { type: 'cidr', value: '198.51.100.64/26' },
      { type: 'cidr', value: '203.0.113.0/99' },
      { type: 'cidr', value: 'nonsense/8' },
    ])
    expect(brief(await findingsOf(indicatorMatch, [list, traffic]))).toEqual([
      [3, 'The known address 2001:0db8:0007:0000:0000:0000:0000:0001 was contacted by 10.0.0.7'],
      [3, 'The known address 203.0.113.80 was contacted by 10.0.0.7'],
      [2, 'The known address range 198.51.100.8/29 was contacted by 10.0.0.7'],
    ])
  })

  it('demotes an address in a range of everyday ones', async () => {
    const lists = [
      indicators([{ type: 'ip', value: '203.0.113.80' }]),
      warnings([
        { type: 'cidr', value: '203.0.113.0/24', list: 'A big network' },
        { type: 'cidr', value: 'broken' },
      ]),
    ]
    const [found] = await findingsOf(indicatorMatch, [...lists, traffic])
    expect([found?.severity, found?.because.at(-1)?.observed]).toEqual([1, 'on the list “A big network”'])
  })
})

describe('URLs', () => {
  const url = 'https://raw.codehost.example/Store/icon1.ico?raw=1'
  const listed = [indicators([{ type: 'url', value: url }]), warnings([{ type: 'hostname', value: 'codehost.example' }])]

  it('keeps the full URL grave on an ordinary host', async () => {
    const http = requests([
      { host: 'raw.codehost.example', uri: '/Store/icon1.ico?raw=1' },
      { host: 'raw.codehost.example', uri: '/other' },
    ])
    expect(brief(await findingsOf(indicatorMatch, [...listed, http]))).toEqual([[4, `The known URL ${url} was contacted by 10.0.0.7`]])
  })

  it('demotes the host alone, which is all that TLS shows', async () => {
    expect(brief(await findingsOf(indicatorMatch, [...listed, sessions([{ server_name: 'raw.codehost.example' }])]))).toEqual([
      [1, 'raw.codehost.example is on an indicator list, but is widely used for good ends'],
    ])
    expect(brief(await findingsOf(indicatorMatch, [...listed.slice(0, 1), sessions([{ server_name: 'raw.codehost.example' }])]))).toEqual([
      [3, 'The known host of a URL raw.codehost.example was contacted by 10.0.0.7'],
    ])
  })

  it('reads a full URL sent to a proxy', async () => {
    const http = requests([{ dst_ip: '10.0.0.2', dst_port: 3128, host: 'evil.invalid', uri: 'http://evil.invalid/a' }])
    expect(brief(await findingsOf(indicatorMatch, [indicators([{ type: 'url', value: 'http://evil.invalid/a' }]), http]))).toEqual([
      [4, 'The known URL http://evil.invalid/a was contacted by 10.0.0.7'],
    ])
  })
})

describe('files and clients', () => {
  it('tells of a file once when several of its hashes are listed', async () => {
    const [md5, sha256] = ['ab'.repeat(16), 'cd'.repeat(32)]
    const findings = await findingsOf(indicatorMatch, [
      indicators([
        { type: 'md5', value: md5 },
        { type: 'sha256', value: sha256 },
      ]),
      files([{ file_name: 'x.dll', md5, sha256 }]),
    ])
    expect(findings.map(({ about }) => about[0])).toEqual([{ kind: 'file', id: sha256 }])
  })

  it('matches client fingerprints and user agents, low', async () => {
    const ja3 = '12'.repeat(16)
    const list = indicators([
      { type: 'ja3', value: ja3 },
      { type: 'user_agent', value: 'evil agent/1.0' },
    ])
    const findings = await findingsOf(indicatorMatch, [
      list,
      sessions([{ server_name: 'a.example', ja3 }]),
      requests([{ host: 'b.example', uri: '/', user_agent: 'Evil Agent/1.0' }]),
    ])
    expect(findings.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([
      [2, 'a.example'],
      [2, 'b.example'],
    ])
  })
})

describe('lists of everyday values', () => {
  const traffic = sessions([{ server_name: 'files.widgets.invalid' }])
  const severityWith = async (type: string, value: string) => {
    const [found] = await findingsOf(indicatorMatch, [indicators([{ type: 'domain', value: 'files.widgets.invalid' }]), warnings([{ type, value }]), traffic])
    return found?.severity
  }

  it.each([
    ['string', 'files.widgets.invalid', 1],
    ['string', 'widgets.invalid', 4],
    ['string', '.widgets.invalid', 1],
    ['hostname', 'widgets.invalid', 1],
    ['hostname', 'idgets.invalid', 4],
    ['substring', 's.wid', 1],
    ['regex', '/^FILES\\.[a-z]+\\./i', 1],
    ['regex', '^widgets', 4],
    ['regex', '(unclosed', 4],
  ] as const)('%s %s', async (type, value, severity) => expect(await severityWith(type, value)).toBe(severity))

  it('writes patterns the way of the engine', () => {
    expect([re2('/a.b/i'), re2('a/b'), re2('/a/gu')]).toEqual(['(?i)a.b', 'a/b', 'a'])
  })
})

describe('many matches', () => {
  it('shows the gravest and counts the rest', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `bad${String(index).padStart(2, '0')}.invalid`)
    const findings = await findingsOf(
      indicatorMatch,
      [indicators(names.map((value) => ({ type: 'domain', value }))), sessions(names.map((server_name) => ({ server_name })))],
      { mostFindings: 5 },
    )
    expect(brief(findings).at(-1)).toEqual([1, '7 more indicators matched, none graver than those shown'])
    expect(findings).toHaveLength(6)
  })
})

describe.skipIf(noSharedData('indicator-match on real traffic'))('on real traffic', () => {
  it('finds the command channel of a recorded intrusion by its address', async () => {
    await using test = await lakeFromFolder(sharedFile('zeek', 'apt29-day1'))
    await test.lake.append('indicator', 99, [{ type: 'ip', value: '192.168.0.4', role: 'command and control', list: 'exercise', line: 1 }])
    const [found, ...rest] = await findingsIn(test.lake, indicatorMatch)
    expect(rest).toEqual([])
    expect(found?.title).toContain('The known address 192.168.0.4 was contacted by')
    expect(found?.about).toContainEqual({ kind: 'host', id: '10.0.1.6' })
  })
})
