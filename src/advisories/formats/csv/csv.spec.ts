import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const read = (text: string | Uint8Array) => readAdvisory(typeof text === 'string' ? Buffer.from(text) : text)
const values = async (text: string) => (await read(text)).indicators.map(({ type, value }) => `${type} ${value}`)
const hash = 'ab'.repeat(32)
const md5 = 'cd'.repeat(16)

describe('csv', () => {
  it('takes the first row for data when it holds values', async () => {
    expect(await values('relay.invalid,domain,first\nother.invalid,domain,second\n')).toEqual(['domain relay.invalid', 'domain other.invalid'])
    expect(await values(`203.0.113.7;${md5}\n203.0.113.8;${md5}\n`)).toEqual(['ipv4 203.0.113.7', `md5 ${md5}`, 'ipv4 203.0.113.8'])
  })

  it('takes names of columns that look like domains or files for a header', async () => {
    expect(await values('host.name,file.name\nrelay.invalid,relay.exe\n')).toEqual(['domain relay.invalid', 'file-name relay.exe'])
  })

  it('takes the comment above the data for the header', async () => {
    const table =
      '# Feed of today\n#\n# "first_seen", "ioc_value", "ioc_type", "confidence"\n"2026-11-30", "203.0.113.7:8443", "ip:port", "100"\n"2026-11-30", "relay.invalid", "domain", "90"\n'
    expect(await values(table)).toEqual(['ipv4 203.0.113.7', 'domain relay.invalid'])
  })

  it.each([
    ['ip:port', '203.0.113.7:443', ['ipv4 203.0.113.7']],
    ['ip-dst|port', '203.0.113.7|443', ['ipv4 203.0.113.7']],
    ['filename|md5', `x.exe|${md5}`, ['file-name x.exe', `md5 ${md5}`]],
    ['C2 domain', 'c2.invalid', ['domain c2.invalid']],
    ['IPv4 address', '203.0.113.7', ['ipv4 203.0.113.7']],
    ['file_path_name', 'C:\\relay\\x.exe', ['file-path C:\\relay\\x.exe']],
    ['SHA-256 hash', hash, [`sha256 ${hash}`]],
    ['mutex name', 'Global\\Relay', ['mutex Global\\Relay']],
    ['Infrastructure', 'c2.relay.com', ['host c2.relay.com']],
  ])('reads rows of the type %s', async (type, value, found) => {
    expect(await values(`type,value,note\ndomain,a.invalid,\nmd5,${'0'.repeat(31)}1,\n${type},${value},\n`)).toEqual(
      expect.arrayContaining(['domain a.invalid', ...found]),
    )
  })

  it('counts the rows that gave nothing', async () => {
    const { notes } = await read('type,value\ndomain,a.invalid\ndomain,b.invalid\nWallet,not one\nWallet,nor this\nReference,https://relay.invalid/a\n')
    expect(notes.map(({ what }) => what)).toEqual(['2 rows of the type “Wallet” gave no indicator.', '1 row of the type “Reference” gave no indicator.'])
  })

  it.each([
    ['203.0.113.7 203.0.113.8', ['ipv4 203.0.113.7', 'ipv4 203.0.113.8']],
    ['203.0.113.7/203.0.113.8', ['ipv4 203.0.113.7', 'ipv4 203.0.113.8']],
    ['"b[.]relay[.]com and c[.]relay[.]com"', ['host b.relay.com', 'host c.relay.com']],
    ['b.relay.com (sinkholed)', ['host b.relay.com']],
    ['203.0.113.7 (port 443)', ['ipv4 203.0.113.7']],
    [`SHA256: ${hash}`, [`sha256 ${hash}`]],
    ['"203.0.113.7, 203.0.113.8:443"', ['ipv4 203.0.113.7', 'ipv4 203.0.113.8']],
  ])('takes each value of the cell %s', async (cell, found) => {
    expect(await values(`indicator,note\na.relay.com,\n${cell},\n203.0.113.1,\n203.0.113.2,\n`)).toEqual(expect.arrayContaining(found))
  })

  it('reads a table of old Windows programs, and says so', async () => {
    const { indicators, notes } = await read(Buffer.from('value;type;Bemerkung\nevil-k\xf6nig.invalid;domain;b\xf6se\nrelay.invalid;domain;x\n', 'latin1'))
    expect(indicators.map(({ value }) => value)).toEqual(['xn--evil-knig-57a.invalid', 'relay.invalid'])
    expect(notes[0]?.what).toContain('Windows-1252')
  })

  it('reads tables whose lines end as on old Macs', async () => {
    expect(await values('value,type\ra.invalid,domain\rb.invalid,domain\r')).toEqual(['domain a.invalid', 'domain b.invalid'])
  })

  it('says that rows are too many only when they are', async () => {
    const table = `value,type\n${'a.invalid,domain\n'.repeat(30)}`
    const notes = async (objects: number) => (await readAdvisory(Buffer.from(table), { limits: { objects } })).notes
    expect(await notes(30)).toEqual([])
    expect((await notes(29))[0]?.what).toContain('more than 29 rows')
  })
})
