import { describe, expect, it } from 'vitest'
import { type OsvEvent, osvRange } from './osv.ts'
import { contains, type Range } from './range.ts'
import { statedRange } from './stated.ts'
import { formatVers, parseVers, versRange } from './vers.ts'

function inVers(text: string, version: string): boolean | undefined {
  const vers = parseVers(text)
  if (!vers) throw new Error(`no vers: ${text}`)
  return contains(versRange(vers), version)
}

describe('vers', () => {
  it.each([
    // The first three stand in the specification: https://github.com/package-url/vers-spec
    ['vers:npm/1.2.3|>=2.0.0|<5.0.0', 'vers:npm/1.2.3|>=2.0.0|<5.0.0'],
    ['vers:pypi/0.0.0|0.0.1|0.0.2|0.0.3|1.0|2.0pre1', 'vers:pypi/0.0.0|0.0.1|0.0.2|0.0.3|1.0|2.0pre1'],
    ['vers:tomee/>=8.0.0-M1|<=8.0.1', 'vers:tomee/>=8.0.0-M1|<=8.0.1'],
    ['vers:NPM/ <2.0.0 | >=1.0.0 | != 1.5.0 ', 'vers:npm/>=1.0.0|!=1.5.0|<2.0.0'],
    ['vers:npm/>1.0.0|>=1.1.0|1.2.0|<2.0.0', 'vers:npm/>1.0.0|<2.0.0'],
    ['vers:npm/1.0.0|<1.5.0|<=2.0.0|>=3.0.0', 'vers:npm/<=2.0.0|>=3.0.0'],
    ['vers:deb/1%3A1.0-1|<1%3A2.0', 'vers:deb/<1%3A2.0'],
    ['vers:npm/*', 'vers:npm/*'],
  ])('%s is normalised to %s', (text, normal) => {
    const vers = parseVers(text)
    expect(vers && formatVers(vers)).toBe(normal)
    expect(parseVers(normal)).toEqual(vers)
  })

  it.each([
    'vers:npm/',
    'npm/>=1',
    'vers:npm/1.0.0|>=1.0.0',
    'vers:npm/*|1.0.0',
    'vers:npm/=>1.0.0',
    'vers:npm/1.0|<master',
    'vers:npm/%ff',
    'vers:npm/>=1.0|1.0.0',
  ])('%s is refused', (text) => expect(parseVers(text)).toBeUndefined())

  it.each([
    ['vers:npm/>=1.0.0|<2.0.0|!=1.5.0', '1.0.0', true],
    ['vers:npm/>=1.0.0|<2.0.0|!=1.5.0', '1.5.0', false],
    ['vers:npm/>=1.0.0|<2.0.0|!=1.5.0', '2.0.0', false],
    ['vers:npm/>=1.0.0|<2.0.0|!=1.5.0', '0.9.9', false],
    ['vers:npm/>=1.0.0|<2.0.0|!=1.5.0', '2.0.0-rc.1', true],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '0.1.0', true],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '1.5.0', false],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '2.0.0', false],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '2.5.0', true],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '4.0.0', true],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '4.5.0', false],
    ['vers:npm/<=1.0.0|>2.0.0|<3.0.0|4.0.0|>5.0.0', '6.0.0', true],
    ['vers:npm/!=1.0.0', '1.0.0', false],
    ['vers:npm/!=1.0.0', '1.0.1', true],
    ['vers:npm/*', 'unknown', true],
    ['vers:npm/>=1.0.0', 'unknown', undefined],
    ['vers:npm/>=1.0.0', 'master', undefined],
    ['vers:deb/<1%3A2.0-1', '1:2.0-1~deb12u1', true],
    ['vers:pypi/>=1.0|<2.0', '1.10', true],
  ])('%s and %s: %s', (text, version, expected) => expect(inVers(text, version)).toBe(expected))
})

describe('events of OSV', () => {
  const inside = (events: readonly OsvEvent[], version: string) => {
    const range = osvRange('npm', events)
    if (!range) throw new Error('no range')
    return contains(range, version)
  }
  const two = [{ fixed: '2.0.1' }, { introduced: '2.0.0' }, { introduced: '0' }, { fixed: '1.4.0' }]

  it.each([
    ['0.0.1', true],
    ['1.3.9', true],
    ['1.4.0', false],
    ['1.9.0', false],
    ['2.0.0', true],
    ['2.0.1', false],
    ['nonsense', undefined],
  ])('two branches, written in any order: %s: %s', (version, expected) => expect(inside(two, version)).toBe(expected))

  it('the last affected version is affected', () => {
    const events = [{ introduced: '1.0.0' }, { last_affected: '1.2.0' }]
    expect(['0.9.0', '1.0.0', '1.2.0', '1.2.1'].map((version) => inside(events, version))).toEqual([false, true, true, false])
  })

  it('without a repair everything later is affected, up to the limit if there is one', () => {
    expect(inside([{ introduced: '1.0.0' }], '99.0.0')).toBe(true)
    expect(inside([{ introduced: '1.0.0' }, { limit: '3.0.0' }], '99.0.0')).toBe(false)
    expect(inside([{ introduced: '1.0.0' }, { limit: '3.0.0' }, { limit: '*' }], '99.0.0')).toBe(true)
  })

  it('a record without events affects nothing by range', () => expect(inside([], '1.0.0')).toBe(false))

  it('what cannot be ordered is no range', () => expect(osvRange('npm', [{ introduced: '1.0.0' }, { fixed: 'master' }])).toBeUndefined())
})

describe('intervals as advisories state them', () => {
  const range = (interval: object, ecosystem = 'windows'): Range => ({ kind: 'intervals', ecosystem, intervals: [interval] })

  it.each([
    // "up to 18.12.416", "prior to", "after"; versions of the 3CX desktop app
    [{ through: '18.12.416' }, '18.12.416', true],
    [{ through: '18.12.416' }, '18.12.416.0', true],
    [{ through: '18.12.416' }, '18.12.422', false],
    [{ before: '18.12.422' }, '18.12.416', true],
    [{ before: '18.12.422' }, '18.12.422', false],
    [{ after: '18.11.1213', through: '18.12.416' }, '18.11.1213', false],
    [{ after: '18.11.1213', through: '18.12.416' }, '18.12.407', true],
    [{ from: '18.11.1213', through: '18.12.416' }, '18.11.1213', true],
    [{ from: '18.12.407', through: '18.12.407' }, '18.12.407.0', true],
    [{ from: '1.0', before: '2.0' }, '', undefined],
    [{ from: '1.0', before: '2.0' }, 'unknown', undefined],
    [{ from: 'unknown', before: '2.0' }, '3.0', false],
    [{ from: 'unknown', before: '2.0' }, '1.0', undefined],
    [{}, '', true],
  ])('%j and %s: %s', (interval, version, expected) => expect(contains(range(interval), version)).toBe(expected))

  it('the same name is the same release where the ecosystem has no order for it', () => {
    expect(contains(range({ from: 'dev-main', through: 'dev-main' }, 'Packagist'), 'dev-main')).toBe(true)
    expect(contains(range({ from: 'master', through: 'master' }, 'npm'), 'master')).toBe(true)
    expect(contains(range({ from: 'master', through: 'master' }, 'npm'), '1.0.0')).toBeUndefined()
  })

  it('single versions, ranges and what is named as not affected go together', () => {
    const stated = statedRange({ ecosystem: 'npm', versions: ['3.0.0'], ranges: [{ from: '1.0.0', before: '2.0.0' }], unaffected: ['1.5.0'] })
    const told = (version: string) => stated && contains(stated, version)
    expect(['3.0.0', '1.4.9', '1.5.0', '2.0.0', 'unknown'].map(told)).toEqual([true, true, false, false, undefined])
    expect(statedRange({ versions: [], ranges: [], unaffected: ['1.0'] })).toBeUndefined()
  })

  it('no interval contains nothing', () => expect(contains({ kind: 'intervals', ecosystem: 'npm', intervals: [] }, '1.0.0')).toBe(false))
})

describe('ranges in the words of an ecosystem', () => {
  it.each([
    ['npm', '^1.2.0 || >=3 <4', '1.9.0', true],
    ['npm', '^1.2.0 || >=3 <4', '2.0.0', false],
    ['npm', '<2.0.0', '2.0.0-rc.1', true],
    ['npm', 'not a range', '1.0.0', undefined],
    ['npm', '>=1.0.0', 'latest', undefined],
    ['npm', '>=1.0.0 '.repeat(1000), '1.0.0', undefined],
    ['pep440', '~=1.4.2', '1.4.9', true],
    ['pep440', '~=1.4.2', '1.5.0', false],
    ['pep440', '>=1.0,!=1.3.*', '1.3.7', false],
    ['pep440', '==1.0', '1.0+local', true],
    ['pep440', '<2.0,==oops', '1.0', undefined],
    ['pep440', '===Foo', 'foo', true],
  ] as const)('%s: %s and %s: %s', (kind, text, version, expected) => expect(contains({ kind, text }, version)).toBe(expected))
})
