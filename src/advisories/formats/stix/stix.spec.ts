import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../../read-advisory.ts'

const id = (type: string, number: number) => `${type}--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const at = '2023-03-30T10:00:00Z'
const object = (type: string, number: number, more: object = {}) => ({ type, spec_version: '2.1', id: id(type, number), created: at, modified: at, ...more })
const indicator = (number: number, pattern: string, more: object = {}) =>
  object('indicator', number, { pattern, pattern_type: 'stix', valid_from: at, ...more })
const bundle = (...objects: readonly object[]) => ({ type: 'bundle', id: id('bundle', 1), objects })
const read = (value: unknown) => readAdvisory(Buffer.from(JSON.stringify(value)))

describe('stix', () => {
  it('reads the report: title, who, when, mark, references, text', async () => {
    const report = object('report', 1, {
      name: 'Trojanised softphone',
      published: '2023-03-29T00:00:00Z',
      modified: '2023-04-02T00:00:00Z',
      created_by_ref: id('identity', 2),
      description: 'It reports to c2-softphone[.]invalid.',
      external_references: [{ source_name: 'post', url: 'https://cert.example/post' }],
      object_marking_refs: ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003'],
    })
    const advisory = await read(bundle(object('identity', 1, { name: 'Other' }), object('identity', 2, { name: 'A CERT' }), report))
    expect(advisory).toMatchObject({
      format: 'stix',
      title: 'Trojanised softphone',
      publisher: 'A CERT',
      published: '2023-03-29T00:00:00Z',
      modified: '2023-04-02T00:00:00Z',
      tlp: 'AMBER+STRICT',
      references: [{ url: 'https://cert.example/post', text: 'post' }],
      indicators: [{ value: 'c2-softphone.invalid', place: { part: report.id } }],
    })
  })

  it.each([
    ["[domain-name:value = 'bad.invalid']", 'domain', 'bad.invalid'],
    ["[ipv4-addr:value = '203.0.113.9/32']", 'ipv4', '203.0.113.9'],
    ["[ipv4-addr:value ISSUBSET '203.0.113.0/24']", 'cidr', '203.0.113.0/24'],
    ["[ipv6-addr:value = '2001:DB8::1']", 'ipv6', '2001:db8::1'],
    ["[url:value = 'http://bad.invalid/a']", 'url', 'http://bad.invalid/a'],
    ["[email-addr:value = 'lure@bad.invalid']", 'email', 'lure@bad.invalid'],
    [`[file:hashes.MD5 = '${'a'.repeat(32)}']`, 'md5', 'a'.repeat(32)],
    [`[file:hashes.'SHA-256' = '${'B'.repeat(64)}']`, 'sha256', 'b'.repeat(64)],
    ["[file:name = 'bad.dll']", 'file-name', 'bad.dll'],
    ["[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\Software\\\\Bad']", 'registry-key', 'HKEY_LOCAL_MACHINE\\Software\\Bad'],
    ["[mutex:name = 'BadMutex']", 'mutex', 'BadMutex'],
    ["[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'Bad/1.0']", 'user-agent', 'Bad/1.0'],
  ])('takes the value out of %s', async (pattern, type, value) => {
    const { indicators, patterns } = await read(bundle(indicator(1, pattern)))
    expect(indicators.filter(({ partOf }) => partOf === undefined)).toMatchObject([{ type, value, place: { part: id('indicator', 1) } }])
    expect(patterns).toMatchObject([{ language: 'stix', text: pattern, validFrom: at }])
  })

  it('keeps what is related, and takes the role of an indicator from it', async () => {
    const advisory = await read(
      bundle(
        indicator(1, "[domain-name:value = 'bad.invalid']"),
        object('malware', 2, { name: 'Relay command and control server', is_family: false }),
        object('relationship', 3, { relationship_type: 'indicates', source_ref: id('indicator', 1), target_ref: id('malware', 2) }),
        object('sighting', 4, { sighting_of_ref: id('indicator', 1), where_sighted_refs: [id('identity', 5)] }),
        object('relationship', 6, { relationship_type: 'uses', source_ref: id('malware', 2) }),
        object('identity', 5, { name: 'A CERT' }),
      ),
    )
    expect(advisory.relations).toEqual([
      { from: id('indicator', 1), kind: 'indicates', to: id('malware', 2) },
      { from: id('indicator', 1), kind: 'sighted-by', to: id('identity', 5) },
    ])
    expect(advisory.indicators).toMatchObject([{ value: 'bad.invalid', role: 'command-and-control' }])
    expect(advisory.threats).toEqual(['Relay command and control server'])
  })

  it('demotes what is revoked or called benign', async () => {
    const { indicators } = await read(
      bundle(
        indicator(1, "[domain-name:value = 'a.invalid']", { revoked: true }),
        indicator(2, "[domain-name:value = 'b.invalid']", { indicator_types: ['benign'] }),
      ),
    )
    expect(indicators.map(({ demoted }) => demoted?.reason)).toEqual(['the publisher has revoked it', 'the publisher calls it benign'])
  })

  it('reads vulnerabilities, techniques, software and observables', async () => {
    const advisory = await read(
      bundle(
        object('vulnerability', 1, { name: 'x', external_references: [{ source_name: 'cve', external_id: 'CVE-2023-29059' }] }),
        object('attack-pattern', 2, { name: 'Supply chain', external_references: [{ source_name: 'mitre-attack', external_id: 'T1195.002' }] }),
        object('software', 3, { name: 'Desk App', vendor: 'Softphone', version: '18.12.407', cpe: 'cpe:2.3:a:softphone:desk_app:18.12.407:*:*:*:*:*:*:*' }),
        { type: 'domain-name', spec_version: '2.1', id: id('domain-name', 4), value: 'seen.invalid' },
      ),
    )
    expect(advisory.cves.map((one) => one.id)).toEqual(['CVE-2023-29059'])
    expect(advisory.techniques.map((one) => one.id)).toEqual(['T1195.002'])
    expect(advisory.products).toMatchObject([{ product: 'Desk App', vendor: 'Softphone', versions: ['18.12.407'] }])
    expect(advisory.indicators.map(({ value }) => value)).toContain('seen.invalid')
  })

  it('reads STIX 2.0, other languages of patterns, and the later of two versions', async () => {
    const old = {
      type: 'indicator',
      id: id('indicator', 1),
      created: at,
      modified: at,
      labels: ['malicious-activity'],
      pattern: "[domain-name:value = 'old.invalid']",
    }
    const newer = { ...old, modified: '2023-04-01T00:00:00Z', pattern: "[domain-name:value = 'new.invalid']" }
    const sigma = indicator(2, 'title: x', { pattern_type: 'sigma' })
    const { indicators, patterns, notes } = await read(bundle(old, newer, sigma))
    expect(indicators.map(({ value }) => value)).toEqual(['new.invalid'])
    expect(patterns.map(({ language }) => language)).toEqual(['stix', 'sigma'])
    expect(notes.map(({ what }) => what)).toEqual([expect.stringContaining('came more than once'), expect.stringContaining('1 indicator gave nothing')])
  })

  it.each([
    ['snort', 'alert tcp any any -> any any (msg:"Relay"; content:"c2.relay.com"; sid:1;)', 'c2.relay.com', 'suricata'],
    ['yara', 'rule relay {\n strings:\n  $a = "c2.relay.com"\n condition:\n  $a\n}', 'c2.relay.com', 'yara'],
    [
      'sigma',
      'title: Relay\nlogsource:\n  category: dns\ndetection:\n  selection:\n    QueryName: c2.relay.com\n  condition: selection',
      'c2.relay.com',
      'sigma',
    ],
  ])('reads rules of %s inside, and keeps them', async (type, rule, value, language) => {
    const { indicators, patterns } = await read(bundle(indicator(1, rule, { pattern_type: type })))
    expect(indicators).toMatchObject([{ value, place: { part: id('indicator', 1) } }])
    expect(patterns).toMatchObject([{ language, text: rule }])
  })

  it.each([
    ["[file:hashes:sha256 = 'A']", 64],
    ["[file:hashes.sha256='A']", 64],
    ["[file:hashes.'SHA-1' = 'A']", 40],
  ])('reads the spelling %s', async (pattern, size) => {
    const { indicators } = await read(bundle(indicator(1, pattern.replace("'A'", `'${'a'.repeat(size)}'`))))
    expect(indicators).toMatchObject([{ value: 'a'.repeat(size) }])
  })

  it('reads bundles of 2016, which have one list for each type', async () => {
    const old = {
      type: 'bundle',
      id: id('bundle', 1),
      spec_version: '2.0',
      indicators: [{ ...indicator(1, "[domain-name:value = 'relay.invalid']"), pattern_type: undefined }],
    }
    expect((await read(old)).indicators).toMatchObject([{ value: 'relay.invalid' }])
  })

  it('takes no value from what is negated, and says when it took none or not all', async () => {
    const none = await read(bundle(indicator(1, "[NOT domain-name:value = 'relay.invalid']")))
    expect(none.indicators).toEqual([])
    expect(none.notes[0]?.what).toContain('1 indicator gave nothing')
    const word = await read(bundle(indicator(1, "[domain-name:value = 'relay.invalid' AND file:name = 'a AND NOT b']")))
    expect(word.indicators).toHaveLength(2)
    const long = await read(bundle(indicator(1, `[${"domain-name:value = 'relay.invalid' OR ".repeat(6000)}domain-name:value = 'a.invalid']`)))
    expect(long.notes[0]?.what).toContain('longer than 200000')
  })

  it('follows no bundle without end, and no object that refers to itself', async () => {
    let nested: object = bundle(indicator(1, "[domain-name:value = 'deep.invalid']"))
    for (let depth = 0; depth < 2000; depth++) nested = bundle(nested)
    const deep = await read(nested)
    expect(deep.indicators).toEqual([])
    expect(deep.notes.map(({ what }) => what)).toContainEqual(expect.stringContaining('deep in one another'))
    const circle = object('report', 1, { name: 'Circle', object_refs: [id('report', 1)], created_by_ref: id('report', 1) })
    const twins = [1, 2].map((number) =>
      object('relationship', number, { relationship_type: 'x', source_ref: id('relationship', 3 - number), target_ref: id('relationship', number) }),
    )
    expect((await read(bundle(circle, ...twins))).title).toBe('Circle')
  })
})
