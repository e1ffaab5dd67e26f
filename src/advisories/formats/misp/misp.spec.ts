import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const md5 = 'a'.repeat(32)
const attribute = (type: string, value: string, more: object = {}) => ({ type, value, to_ids: true, category: 'Payload delivery', uuid: `${type}-1`, ...more })
const read = (json: unknown) => readAdvisory(Buffer.from(JSON.stringify(json)))
const event = (...attributes: readonly object[]) => read({ Event: { info: 'Relay', date: '2026-01-01', Attribute: attributes } })

describe('misp', () => {
  it.each([
    ['malware-sample', `relay.exe|${md5}`, ['file-name relay.exe', `md5 ${md5}`]],
    ['filename|md5', `relay.exe|${md5}`, ['file-name relay.exe', `md5 ${md5}`]],
    ['domain|ip', 'relay.invalid|203.0.113.7', ['domain relay.invalid', 'ipv4 203.0.113.7']],
    ['ip-dst|port', '203.0.113.7|443', ['ipv4 203.0.113.7']],
    ['hostname|port', 'c2.relay.com|443', ['host c2.relay.com']],
    ['regkey|value', 'HKLM\\Software\\Relay|C:\\Relay\\relay.exe', ['registry-key HKLM\\Software\\Relay', 'file-path C:\\Relay\\relay.exe']],
    ['regkey|value', 'HKLM\\Software\\Relay|1', ['registry-key HKLM\\Software\\Relay']],
    ['email-attachment', 'relay.doc', ['file-name relay.doc']],
  ])('takes both values of %s', async (type, value, found) => {
    const { indicators } = await event(attribute(type, value))
    expect(indicators.map((one) => `${one.type} ${one.value}`)).toEqual(found)
    if (type === 'regkey|value') expect(indicators[0]?.sentence).toContain(value)
  })

  it('reads rules inside, and keeps them; the mark for detection counts for them, too', async () => {
    const rule = (name: string) => `alert tcp any any -> any any (msg:"Relay"; content:"${name}"; sid:1;)`
    const { indicators, patterns } = await event(attribute('snort', rule('a.relay.com')), attribute('snort', rule('b.relay.com'), { to_ids: false, uuid: '2' }))
    expect(indicators.map(({ value, demoted }) => [value, demoted === undefined])).toEqual([
      ['a.relay.com', true],
      ['b.relay.com', false],
    ])
    expect(patterns).toHaveLength(2)
  })

  it('reads the attributes that a search gives without their events', async () => {
    const { format, indicators } = await read({ response: { Attribute: [attribute('domain', 'relay.invalid')] } })
    expect([format, indicators.map(({ value }) => value)]).toEqual(['misp', ['relay.invalid']])
  })
})
