import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const item = (search: string, content: string, more = 'condition="is"') =>
  `<IndicatorItem id="1" ${more}><Context document="x" search="${search}" type="mir"/><Content type="string">${content}</Content></IndicatorItem>`
const file = (...items: readonly string[]) => `<?xml version="1.0" encoding="utf-8"?>
<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="a" last-modified="2023-04-01T00:00:00Z" published-date="2023-03-30T00:00:00Z">
<metadata><short_description>Relay implant</short_description><description>A backdoor.</description></metadata>
<criteria><Indicator operator="OR" id="2">${items.join('')}</Indicator></criteria></OpenIOC>`

describe('openioc', () => {
  it('reads what a file says of itself', async () => {
    expect(await readAdvisory(Buffer.from(file(item('DnsEntryItem/Host', 'relay.invalid'))))).toMatchObject({
      format: 'openioc',
      title: 'Relay implant',
      published: '2023-03-30T00:00:00Z',
      modified: '2023-04-01T00:00:00Z',
      indicators: [{ type: 'domain', value: 'relay.invalid', place: { line: expect.any(Number) } }],
    })
  })

  it.each([
    ['FileItem/Md5sum', 'A'.repeat(32), 'md5', 'a'.repeat(32)],
    ['FileItem/Sha1sum', 'b'.repeat(40), 'sha1', 'b'.repeat(40)],
    ['FileItem/Sha256sum', 'c'.repeat(64), 'sha256', 'c'.repeat(64)],
    ['FileItem/FileName', 'relay.dll', 'file-name', 'relay.dll'],
    ['ProcessItem/name', 'relay.exe', 'file-name', 'relay.exe'],
    ['FileItem/FullPath', 'C:\\ProgramData\\relay.dll', 'file-path', 'C:\\ProgramData\\relay.dll'],
    ['ServiceItem/serviceDLL', 'C:\\relay.dll', 'file-path', 'C:\\relay.dll'],
    ['RegistryItem/KeyPath', 'HKLM\\Software\\Relay', 'registry-key', 'HKLM\\Software\\Relay'],
    ['Network/DNS', 'c2[.]relay.invalid', 'host', 'c2.relay.invalid'],
    ['PortItem/remoteIP', '203.0.113.9', 'ipv4', '203.0.113.9'],
    ['UrlHistoryItem/URL', 'http://relay.invalid/a', 'url', 'http://relay.invalid/a'],
    ['Network/UserAgent', 'Relay/1.0', 'user-agent', 'Relay/1.0'],
    ['Email/From', 'lure@relay.invalid', 'email', 'lure@relay.invalid'],
    ['FileItem/PEInfo/DigitalSignature/CertificateSerial', '00ab12cd34', 'certificate-serial', 'AB12CD34'],
    ['ProcessItem/HandleList/Handle/Name', 'RelayMutex', 'mutex', 'RelayMutex'],
    ['fileWriteEvent/md5', 'a'.repeat(32), 'md5', 'a'.repeat(32)],
    ['fileWriteEvent/fileName', 'relay.exe', 'file-name', 'relay.exe'],
    ['fileWriteEvent/fullPath', 'C:\\relay.dll', 'file-path', 'C:\\relay.dll'],
    ['processEvent/process', 'relay.exe', 'file-name', 'relay.exe'],
    ['regKeyEvent/path', 'HKLM\\Software\\Relay', 'registry-key', 'HKLM\\Software\\Relay'],
    ['urlMonitorEvent/hostname', 'c2.relay.invalid', 'host', 'c2.relay.invalid'],
    ['dnsLookupEvent/hostname', 'c2.relay.invalid', 'host', 'c2.relay.invalid'],
    ['ipv4NetworkEvent/remoteIP', '203.0.113.9', 'ipv4', '203.0.113.9'],
    ['FileItem/PEInfo/ImpHash', 'b'.repeat(32), 'imphash', 'b'.repeat(32)],
    ['CookieHistoryItem/HostName', 'c2.relay.invalid', 'host', 'c2.relay.invalid'],
    ['CookieHistoryItem/CookieName', 'relayid', 'cookie', 'relayid'],
  ])('%s is a term', async (search, content, type, value) => {
    const { indicators } = await readAdvisory(Buffer.from(file(item(search, content))))
    expect(indicators.filter(({ partOf }) => partOf === undefined)).toMatchObject([{ type, value }])
  })

  it('leaves out what says that something is absent, and what is not known, and counts it', async () => {
    const items = [
      item('FileItem/FileName', 'good.dll', 'condition="is" negate="true"'),
      item('FileItem/FileName', 'ab', 'condition="matches"'),
      item('FileItem/SizeInBytes', '4096'),
      item('FileItem/SizeInBytes', '8192'),
    ]
    const { indicators, notes } = await readAdvisory(Buffer.from(file(...items)))
    expect(indicators).toEqual([])
    expect(notes.map(({ what }) => what.split(':')[0])).toEqual([
      expect.stringMatching(/^2 conditions on FileItem\/FileName/),
      expect.stringMatching(/^2 conditions on FileItem\/SizeInBytes/),
    ])
  })

  const together = (...items: readonly string[]) => `<Indicator operator="AND" id="3">${items.join('')}</Indicator>`
  const values = async (...items: readonly string[]) =>
    (await readAdvisory(Buffer.from(file(...items)))).indicators.map(({ type, value }) => `${type} ${value}`)

  it('takes no fragment that counts only together with others, and says so', async () => {
    const both = together(item('FileItem/FileName', 'host.exe', 'condition="contains"'), item('FileItem/Md5sum', 'a'.repeat(32)))
    expect(await values(both)).toEqual([`md5 ${'a'.repeat(32)}`])
    expect((await readAdvisory(Buffer.from(file(both)))).notes[0]?.what).toContain('counts only together')
    expect(await values(together(item('FileItem/FileName', 'relay.exe', 'condition="contains"')))).toEqual(['file-name relay.exe'])
  })

  it('knows by the type of a handle whether its name is that of a mutex', async () => {
    const handle = (type: string, name: string) =>
      together(item('ProcessItem/HandleList/Handle/Type', type), item('ProcessItem/HandleList/Handle/Name', name, 'condition="contains"'))
    expect(await values(handle('Mutant', '_RELAY_'))).toEqual(['mutex _RELAY_'])
    expect(await values(handle('File', '_RELAY_'))).toEqual([])
    expect(await values(item('ProcessItem/HandleList/Handle/Name', 'system32\\relay.exe'))).toEqual([])
  })

  it('names who wrote it, and no date of the year 1', async () => {
    const text = file(item('DnsEntryItem/Host', 'relay.invalid'))
      .replace('</metadata>', '<authored_by>Relay Watch</authored_by></metadata>')
      .replace('2023-03-30', '0001-01-01')
    const { publisher, published } = await readAdvisory(Buffer.from(text))
    expect([publisher, published]).toEqual(['Relay Watch', undefined])
  })
})
