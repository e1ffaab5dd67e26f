import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluatePattern } from './evaluate.ts'
import { like } from './like.ts'
import { matches } from './matches.ts'
import type { Observable, Observation } from './observation.ts'
import { parsePattern } from './parse.ts'
import { PatternError } from './pattern-error.ts'

const minute = 60e6

/** One observation a minute from the epoch on, each of the objects given. */
function seen(...observations: readonly (readonly Observable[] | Readonly<Record<string, Observable>>)[]): readonly Observation[] {
  return observations.map((objects, index) => ({ first: index * minute, last: index * minute, objects: new Map(Object.entries(objects)) }))
}

function found(pattern: string, observations: readonly Observation[]): readonly number[] | undefined {
  return evaluatePattern(parsePattern(pattern), observations)?.observations
}

const file = (name: string, hash = 'aa'): Observable => ({ type: 'file', name, hashes: { 'SHA-256': hash, MD5: 'bb' }, size: 25_536 })
const address = (value: string): Observable => ({ type: 'ipv4-addr', value })
const domain = (value: string): Observable => ({ type: 'domain-name', value })

// The examples of STIX 2.1, section 9.8 and the tables of 9.3 to 9.6, in words of our own where they are long.
describe('the examples of the specification', () => {
  const traffic: Readonly<Record<string, Observable>> = {
    '0': address('203.0.113.33'),
    '1': { type: 'ipv4-addr', value: '198.51.100.1', resolves_to_refs: ['3'] },
    '2': { type: 'network-traffic', src_ref: '1', dst_ref: '0', protocols: ['ipv4', 'tcp'], dst_port: 443, start: '2016-06-01T00:00:00Z' },
    '3': { type: 'mac-addr', value: '00:00:ab:cd:ef:01' },
  }
  const mail: Readonly<Record<string, Observable>> = {
    m: { type: 'email-message', from_ref: 'a', body_multipart: [{ content_disposition: 'inline' }, { body_raw_ref: 'f' }], is_multipart: true },
    a: { type: 'email-addr', value: 'sender@example.com', display_name: 'A' },
    f: file('update.exe', 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f'),
  }
  const executable: Observable = {
    type: 'file',
    name: 'foo.dll',
    mime_type: 'application/x-dosexec',
    extensions: {
      'windows-pebinary-ext': {
        sections: [
          { name: '.text', entropy: 4.2 },
          { name: '.rsrc', entropy: 7.4 },
        ],
      },
    },
    content_hex: 'cafe00',
    payload_bin: 'yv4A',
  }
  const table: readonly (readonly [pattern: string, observations: readonly Observation[], matches: boolean])[] = [
    ["[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']", seen(mail), true],
    [
      "[email-message:from_ref.value MATCHES '.+\\\\@example\\\\.com$' AND email-message:body_multipart[*].body_raw_ref.name MATCHES '^update.exe$']",
      seen(mail),
      true,
    ],
    ["[email-message:body_multipart[0].body_raw_ref.name = 'update.exe']", seen(mail), false],
    ["[email-message:body_multipart[1].body_raw_ref.name = 'update.exe']", seen(mail), true],
    ['[email-message:is_multipart = true]', seen(mail), true],
    ["[file:mime_type = 'application/x-dosexec' AND file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.0]", seen([executable]), true],
    ["[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.5]", seen([executable]), false],
    ["[file:content_hex = h'CAFE00']", seen([executable]), true],
    ["[file:payload_bin = b'yv4A']", seen([executable]), true],
    ["[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '203.0.113.33']", seen(traffic), true],
    ["[network-traffic:dst_ref.value = '203.0.113.33/32']", seen(traffic), false],
    ["[network-traffic:dst_ref.value ISSUBSET '203.0.113.0/24']", seen(traffic), true],
    ["[ipv4-addr:value ISSUPERSET '198.51.100.1']", seen(traffic), true],
    ["[ipv4-addr:value ISSUBSET '2001:db8::/32']", seen(traffic), false],
    ["[ipv4-addr:resolves_to_refs[*].value IN ('00:00:ab:cd:ef:01', 'ff:00:00:00:00:00')]", seen(traffic), true],
    ["[network-traffic:protocols[*] = 'tcp']", seen(traffic), true],
    ["[network-traffic:start = t'2016-06-01T00:00:00.000Z']", seen(traffic), true],
    ["[network-traffic:start < t'2016-06-01T00:00:00.001Z']", seen(traffic), true],
    ['[EXISTS network-traffic:dst_port]', seen(traffic), true],
    ['[NOT EXISTS network-traffic:src_port]', seen(traffic), true],
    ["[domain-name:value LIKE '%.example.c_m']", seen([domain('a.b.example.com')]), true],
    ["[domain-name:value NOT LIKE '%.example.com']", seen([domain('a.b.example.com')]), false],
    ["[domain-name:value != 'a']", seen([domain('b')]), true],
    ["[domain-name:missing != 'a']", seen([domain('b')]), false],
    ['[file:name = 25536]', seen([file('25536')]), false],
    ['[file:name != 25536]', seen([file('25536')]), true],
    // One object has to satisfy both sides of an AND within one pair of brackets.
    ["[file:name = 'a' AND file:hashes.'SHA-256' = '2']", seen([file('a', '1'), file('b', '2')]), false],
    ["[file:name = 'a' OR file:name = 'c']", seen([file('c')]), true],
    ["[file:name = 'a' OR file:name = 'b' AND file:size = 1]", seen([file('a')]), true],
    ["[(file:name = 'a' OR file:name = 'b') AND file:size = 1]", seen([file('a')]), false],
    ["[domain-name:value = 'caf\u00e9.example']", seen([domain('cafe\u0301.example')]), true],
  ]
  for (const [pattern, observations, isMatch] of table) {
    it(`${pattern} is ${isMatch ? '' : 'not '}met`, () => {
      expect(found(pattern, observations) !== undefined).toBe(isMatch)
    })
  }
})

describe('observations and time', () => {
  const a = "[ipv4-addr:value = '10.0.0.1']"
  const b = "[domain-name:value = 'b.invalid']"

  it.each([
    [`${a} AND ${a}`, seen([address('10.0.0.1')]), undefined],
    [`${a} AND ${a}`, seen([address('10.0.0.1')], [address('10.0.0.1')]), [0, 1]],
    // Two brackets ask for two observations, even where one would hold both objects.
    [`${a} AND ${b}`, seen([address('10.0.0.1'), domain('b.invalid')]), undefined],
    [`${a} OR ${b}`, seen([domain('b.invalid')]), [0]],
    [`${a} FOLLOWEDBY ${b}`, seen([address('10.0.0.1')], [domain('b.invalid')]), [0, 1]],
    [`${a} FOLLOWEDBY ${b}`, seen([domain('b.invalid')], [address('10.0.0.1')]), undefined],
    [`(${a} FOLLOWEDBY ${b}) WITHIN 60 SECONDS`, seen([address('10.0.0.1')], [domain('b.invalid')]), [0, 1]],
    [`(${a} FOLLOWEDBY ${b}) WITHIN 59 SECONDS`, seen([address('10.0.0.1')], [domain('b.invalid')]), undefined],
    [`${a} REPEATS 3 TIMES WITHIN 120 SECONDS`, seen([address('10.0.0.1')], [address('10.0.0.1')], [address('10.0.0.1')]), [0, 1, 2]],
    [`${a} REPEATS 3 TIMES WITHIN 119 SECONDS`, seen([address('10.0.0.1')], [address('10.0.0.1')], [address('10.0.0.1')]), undefined],
    [`${a} START t'1970-01-01T00:01:00Z' STOP t'1970-01-01T00:02:00Z'`, seen([address('10.0.0.1')], [address('10.0.0.1')]), [1]],
    [`${a} START t'1970-01-01T00:00:30Z' STOP t'1970-01-01T00:01:00Z'`, seen([address('10.0.0.1')], [address('10.0.0.1')]), undefined],
    // STIX 2.0 wrote its moments as plain texts.
    [`${a} START '1970-01-01T00:01:00Z' STOP '1970-01-01T00:02:00Z'`, seen([address('10.0.0.1')], [address('10.0.0.1')]), [1]],
    // FOLLOWEDBY binds looser than OR, OR looser than AND.
    [`${b} FOLLOWEDBY ${a} OR ${b} AND ${b}`, seen([domain('b.invalid')], [address('10.0.0.1')]), [0, 1]],
  ])('%s', (pattern, observations, expected) => {
    expect(found(pattern, observations)).toEqual(expected)
  })

  it('gives up on a search without end instead of answering no', () => {
    const many = seen(...Array.from({ length: 60 }, () => [address('10.0.0.1')]))
    expect(() => found(`(${a} REPEATS 30 TIMES) START t'1971-01-01T00:00:00Z' STOP t'1972-01-01T00:00:00Z'`, many)).toThrow(PatternError)
  })
})

describe('patterns that are none', () => {
  it.each([
    '',
    '[',
    "[file:name = 'a'",
    "[file:name = 'a' AND domain-name:value = 'b']",
    '[file:name LIKE 5]',
    "[file:name = 'a'] WITHIN -1 SECONDS",
    "[file:name = 'a'] REPEATS 1.5 TIMES",
    "[file:name = 'a'] START t'2016-02-30T00:00:00Z' STOP t'2017-01-01T00:00:00Z'",
    "[file:name = 'a'] START t'2017-01-01T00:00:00Z' STOP t'2016-01-01T00:00:00Z'",
    "[file:name = h'abc']",
    `${'('.repeat(5000)}[file:name = 'a']${')'.repeat(5000)}`,
  ])('%.60s', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(PatternError)
  })

  it('throws nothing else for arbitrary text', () => {
    const words = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      'file',
      ':',
      'name',
      '=',
      "'a'",
      'AND',
      'OR',
      'FOLLOWEDBY',
      'WITHIN',
      '5',
      'SECONDS',
      'NOT',
      'IN',
      ',',
      "t'x'",
      '*',
      '.',
      '/*',
      '//',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 30 }).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parsePattern(text)
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('texts', () => {
  it('LIKE does what a regular expression of the same meaning does', () => {
    const characters = fc.array(fc.constantFrom('a', 'b', '%', '_'), { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(characters, characters, (text, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('%', '[^]*').replaceAll('_', '[^]')}$`)
        expect(like(text, pattern)).toBe(expression.test(text))
      }),
      { numRuns: 3000 },
    )
  })

  it('stops an expression that runs away', () => {
    expect(() => matches('a'.repeat(50), '(a+)+$b')).toThrow(PatternError)
    expect(() => matches('a', '(')).toThrow(PatternError)
  })

  it('reads what PCRE writes otherwise', () => {
    expect(matches('Update.EXE', '(?i)^update\\.exe$')).toBe(true)
    expect(matches('x=1', '(?P<key>\\w)=(?P<value>\\d)\\z')).toBe(true)
  })
})
