import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareHost, urlHosts } from './hosts.ts'
import { stringUnits } from './strings.ts'
import { tells } from './tells.ts'

const noise = Buffer.from([0, 1, 2, 200, 255, 0])

/** Text that a pattern matches; marks of word boundaries, which the generator does not know, are met by what stands around it. */
function matching(pattern: RegExp): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^(?:${pattern.source.replaceAll('\\b', '')})$`)).filter((text) => /^[\t\x20-\x7e]{5,230}$/.test(text))
}

describe('tells', () => {
  it.each(tells.map((tell) => [tell.name, tell] as const))('%s is found wherever its pattern matches: one of its anchors is in every match', (_, tell) => {
    fc.assert(
      fc.property(matching(tell.pattern), fc.boolean(), (text, wide) => {
        const line = ` ${text.toLowerCase().replaceAll('\t', ' ')} `
        const match = tell.pattern.exec(line)
        fc.pre(match !== null)
        expect(tell.anchors.some((anchor) => match?.[0].includes(anchor))).toBe(true)
        const bytes = Buffer.concat([noise, Buffer.from(` ${text} `, wide ? 'utf16le' : 'latin1'), noise])
        const found = stringUnits(bytes).units.filter((unit) => unit.kind === 'tell' && unit.says.startsWith(tell.says))
        expect(found).not.toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('finds the queries of 3CX’s stealer in UTF-16 of either order, and says where', () => {
    const query = 'SELECT url, title FROM urls ORDER BY id DESC LIMIT 500'
    for (const swapped of [false, true]) {
      const text = Buffer.from(query, 'utf16le')
      const bytes = Buffer.concat([Buffer.alloc(64, 0xff), Buffer.from([0, 0]), swapped ? text.swap16() : text, Buffer.from([0, 0, 0, 0xff])])
      const [tell] = stringUnits(bytes).units
      expect(tell?.capabilities).toEqual(['browser-data'])
      expect(tell?.place.offset).toBe(66 + (swapped ? 1 : 0))
      expect(tell?.says).toContain('select url, title from urls')
    }
  })

  it('finds nothing in ordinary words', () => {
    const text = 'The quick brown fox opens the file menu and selects a colour from the list of themes; running services continue.'
    expect(stringUnits(Buffer.from(text)).units).toEqual([])
  })

  it('takes time linear in the length of text that is full of anchors', () => {
    const bytes = Buffer.from('select from powershell -curl '.repeat(200_000))
    const started = performance.now()
    stringUnits(bytes)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('leaves out what it is told to, and counts offsets from the base', () => {
    const bytes = Buffer.from('https://a.invalid/ \0\0 https://b.invalid/')
    const units = stringUnits(bytes, { skip: [{ offset: 0, length: 19 }], base: 1000 }).units
    expect(units.map((unit) => [unit.hosts, unit.place.offset])).toEqual([[['b.invalid'], 1022]])
  })

  it('finds what lies across the cut of a very long run', () => {
    const bytes = Buffer.from(`${'x'.repeat(65_530)} https://over-the-cut.invalid/path ${'y'.repeat(70_000)}`)
    expect(stringUnits(bytes).units.flatMap((unit) => unit.hosts ?? [])).toContain('over-the-cut.invalid')
  })
})

describe('hosts', () => {
  it('reads hosts of URLs with users, ports and brackets', () => {
    const text = 'see https://user:pw@a.example:8443/x, ws://[2001:db8::1]:80/ and http://%s/ or http://localhost/'
    expect([...urlHosts(text)].map(({ host }) => host)).toEqual(['a.example', '2001:db8::1'])
  })

  it.each(['libc.so', 'main.rs', 'console.info', 'i32.lt', 'kernel32.dll', 'Foo.com', '1.3.6.1', '6.0.0.0', '18', 'x.y', 'division-by-constant.cc'])(
    '%s is no host',
    (text) => {
      expect(bareHost(text)).toBeUndefined()
    },
  )

  it.each([
    ['update-service.com', 'update-service.com'],
    ['c2.invalid:443', 'c2.invalid'],
    ['203.0.113.7', '203.0.113.7'],
    ['10.1.2.3:8080', '10.1.2.3'],
    ['worker.run:443', 'worker.run'],
  ])('%s is a host', (text, host) => {
    expect(bareHost(text)).toBe(host)
  })
})
