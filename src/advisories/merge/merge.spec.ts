import { describe, expect, it } from 'vitest'
import { readAdvisory } from '../read-advisory.ts'
import { casesOf, mergeAdvisories } from './merge.ts'

const read = (text: string, name: string) => readAdvisory(Buffer.from(text), { name })

describe('mergeAdvisories', () => {
  it('names each value once, with every source, and shows where advisories differ', async () => {
    const one = await read(
      'date: 2026-02-03\n\nRelay Agent versions 4.0.0 and 4.0.1 are compromised. The C2 server is evil[.]invalid, the second one bad[.]invalid.',
      'a',
    )
    const two = await read(
      'date: 2026-02-04\n\nRelay Agent versions 4.0.0 and 4.0.2 are malicious. The payload was downloaded from evil[.]invalid, then other[.]invalid.',
      'b',
    )
    const merged = mergeAdvisories([two, one, one])
    expect(merged.advisories.map(({ published }) => published)).toEqual(['2026-02-03', '2026-02-04'])
    const evil = merged.indicators.find(({ value }) => value === 'evil.invalid')
    expect(evil?.sources.map(({ advisory }) => advisory)).toEqual([one.id, two.id])
    expect(evil?.role).toBe('command-and-control')
    expect(merged.products.map(({ product, versions }) => [product, versions])).toEqual([['Relay Agent', ['4.0.0', '4.0.1', '4.0.2']]])
    expect(merged.disagreements.map(({ about, field }) => `${about}: ${field}`)).toEqual(['domain evil.invalid: role', 'Relay Agent: versions'])
    expect(mergeAdvisories([one, two]).id).toBe(merged.id)
  })

  it('counts a value that one advisory demotes and another does not, and shows both', async () => {
    const one = await read('evil[.]invalid and bad[.]invalid were used. More at https://plain.invalid/page for readers.', 'a')
    const two = await read('C2: plain[.]invalid and evil[.]invalid', 'b')
    const merged = mergeAdvisories([one, two])
    expect(merged.indicators.find(({ value }) => value === 'plain.invalid')?.demoted).toBeUndefined()
    expect(merged.disagreements.map(({ about, field }) => `${about}: ${field}`)).toContain('domain plain.invalid: demotion')
  })
})

describe('casesOf', () => {
  it('puts together what shares an indicator, a CVE or a product, also over a third', async () => {
    const cases = casesOf([
      await read('It called evil[.]invalid and one[.]invalid.', 'a'),
      await read('MagicLine4NX up to 1.0.0.26 is vulnerable (CVE-2023-45797).', 'b'),
      await read('It called two[.]invalid and three[.]invalid.', 'c'),
      await read('It called one[.]invalid and two[.]invalid.', 'd'),
      await read('CVE-2023-45797 is exploited.', 'e'),
    ])
    expect(cases.map(({ advisories }) => advisories.length).sort()).toEqual([2, 3])
  })

  it('does not put two affairs together because both used a shared service', async () => {
    const cases = casesOf([
      await read('It used hxxps://github[.]com/a/b and one[.]invalid.', 'a'),
      await read('It used hxxps://github[.]com/c/d and two[.]invalid.', 'b'),
    ])
    expect(cases).toHaveLength(2)
  })
})
