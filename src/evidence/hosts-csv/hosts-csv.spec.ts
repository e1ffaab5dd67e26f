import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, readAll } from '../../../test/support/source.ts'
import { hostsCsv } from './index.ts'

holdsTheContract(hostsCsv)

describe('hosts-csv', () => {
  it('gives a row for each address, in the writing that sensors use', async () => {
    const { rows } = await readSample(hostsCsv, 'hosts.csv')
    expect(rows.host_address?.map(({ host, ip, role }) => `${host} ${ip} ${role}`)).toEqual([
      'pc-0017 10.1.4.17 desk',
      'pc-0017 2001:db8:4::17 desk',
      'build-01 10.1.9.5 build server',
      'build-01 10.1.9.6 build server',
      'pbx 10.1.2.2 telephone system',
    ])
    expect(rows.host_address?.[0]).toEqual({
      line: 2,
      ip: '10.1.4.17',
      host: 'pc-0017',
      role: 'desk',
      os: 'Windows 11',
      since: null,
      until: null,
      basis: 'inventory',
    })
  })

  it("reads a directory's export with semicolons, quotation marks and a line of types", async () => {
    const { rows } = await readSample(hostsCsv, 'directory.csv')
    expect(rows.host_address?.map(({ line, host, ip, os }) => [line, host, ip, os])).toEqual([
      [3, 'srv-dc1', '10.1.0.10', 'Windows Server 2022'],
      [4, 'pc-0018', '10.1.4.18', 'Windows 11 Enterprise'],
    ])
  })

  it('reads several columns of addresses and a span of time', async () => {
    const { rows } = await readAll(
      hostsCsv,
      'Host;IPv4;IPv6;Valid from;Valid until\nx;10.0.0.1;fe80::1%eth0;2023-03-01;2023-03-31T12:00:00Z\ny;10.0.0.2;2001:db8::2;;\n',
    )
    expect(rows.host_address).toMatchObject([
      { host: 'x', ip: '10.0.0.1', since: Date.UTC(2023, 2, 1) * 1000, until: Date.UTC(2023, 2, 31, 12) * 1000 },
      { host: 'y', ip: '10.0.0.2', since: null, until: null },
      { host: 'y', ip: '2001:db8::2' },
    ])
  })

  it('notes what is no address, and leaves out loopback', async () => {
    const { rows, skipped, said } = await readAll(hostsCsv, 'host,ip\na,10.0.0.1 10.0.0.999\nb,\n,10.0.0.3\nc,127.0.0.1 10.0.0.4\n')
    expect(rows.host_address?.map(({ ip }) => ip)).toEqual(['10.0.0.1', '10.0.0.4'])
    expect(skipped.map(({ line }) => line)).toEqual([2, 3, 4])
    expect(said).toHaveLength(1)
  })

  it.each([
    ['an inventory', 'host,ip,product,version\npc,10.0.0.1,Desk,1\n'],
    ['a log of sign-ins', 'user,device name,ip address,date\nann,pc,10.0.0.1,2023-01-01\n'],
    ['leases', 'IPAddress,HostName,AddressState,LeaseExpiryTime\n10.0.0.1,pc,Active,2023-01-01\n'],
    ['postal addresses', 'name,address\nAnn,1 Market Street\nBob,2 Market Street\n'],
  ])('does not take %s for hosts', (_, content) => {
    expect(hostsCsv.recognise(headOfText(content))).toBe(0)
  })
})
