import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { registeredDomain } from '../../base/domain.ts'
import { brands, parseBrands } from '../../knowledge/brands.ts'
import { isOneEditAway } from './edit.ts'
import { lookalike } from './index.ts'
import { lookalikeJudge } from './judge.ts'
import { benign, positive } from './sample.ts'
import { segment, vocabulary } from './segment.ts'

const { judge, soundsLikeInfrastructure } = lookalikeJudge(brands)

describe('the split into words', () => {
  const words = vocabulary(['acme', 'ms'], ['cloud', 'storage', 'service', 'box', 'system'])
  const split = (label: string) => segment(label, words).map((piece) => `${piece.kind[0]}:${piece.text}`)

  it('explains as many letters as it can', () => {
    expect(split('acmecloudservices')).toEqual(['b:acme', 'g:cloud', 'g:services'])
    expect(split('glcloudservice')).toEqual(['u:gl', 'g:cloud', 'g:service'])
    expect(split('acme-01-boxes')).toEqual(['b:acme', 's:-01-', 'g:boxes'])
  })

  it('takes a short brand only where the label begins', () => {
    expect(split('msstorage')).toEqual(['b:ms', 'g:storage'])
    expect(split('systems')).toEqual(['g:systems'])
    expect(split('storagems')).toEqual(['g:storage', 'u:ms'])
  })

  it('always gives the label back', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 63 }),
        (label) =>
          segment(label, words)
            .map((piece) => piece.text)
            .join('') === label,
      ),
    )
  })
})

describe('one edit', () => {
  it('agrees with the plain definition', () => {
    const letter = fc.constantFrom('a', 'b', 'c')
    const word = fc.array(letter, { maxLength: 5 }).map((letters) => letters.join(''))
    fc.assert(fc.property(word, word, (one, other) => isOneEditAway(one, other) === neighbours(one).has(other)))
  })

  function neighbours(word: string): ReadonlySet<string> {
    const near = new Set<string>()
    for (let at = 0; at <= word.length; at++) {
      const [head, tail] = [word.slice(0, at), word.slice(at)]
      for (const letter of 'abc') {
        near.add(head + letter + tail)
        if (tail) near.add(head + letter + tail.slice(1))
      }
      if (tail) near.add(head + tail.slice(1))
      if (tail.length > 1) near.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`)
    }
    near.delete(word)
    return near
  }
})

describe('names that pretend', () => {
  it.each([
    ['akamaicontainer.invalid', 'combosquat', 'Akamai'],
    ['msstorageazure.invalid', 'combosquat', 'Microsoft'],
    ['officestoragebox.invalid', 'combosquat', 'Microsoft'],
    ['google-login.github.io', 'combosquat', 'Google'],
    ['rnicrosoft.example', 'homoglyph', 'Microsoft'],
    ['micros0ft-update.example', 'homoglyph', 'Microsoft'],
    ['instgaram.example', 'typosquat', 'Meta'],
    ['sharepiont-files.example', 'typosquat', 'Microsoft'],
  ])('%s', (domain, trick, brand) => {
    const judgement = judge(domain)
    expect([judgement?.trick, judgement?.brand?.name]).toEqual([trick, brand])
  })

  it('reads Cyrillic letters as the Latin ones they look like', () => {
    expect(judge(new URL('http://miсrоsоft.example').hostname)?.trick).toBe('homoglyph')
  })

  it.each([
    'microsoft.com',
    'azureedge.net',
    'tenant.blob.core.windows.net',
    'awsdns-42.co.uk',
    'google.de',
    'postoffice.example',
    'homeoffice.gov.uk',
    'systems.example',
    '1cloud.example',
  ])('leaves %s alone', (domain) => expect(judge(domain)).toBeNull())

  it('calls names of technical words alone infrastructure, and no more', () => {
    expect(judge('cloudhostingservice.invalid')).toBeNull()
    expect(soundsLikeInfrastructure('cloudhostingservice.invalid')?.pieces).toEqual(['cloud', 'hosting', 'service'])
    expect(soundsLikeInfrastructure('weather.example')).toBeNull()
  })
})

describe('rules/brands.yaml', () => {
  it('names no brand, word or domain twice', () => {
    const once = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)
    expect(once(brands.brands.map((brand) => brand.name))).toEqual([])
    expect(once(brands.brands.flatMap((brand) => [...brand.words, ...brand.common]))).toEqual([])
    expect(once(brands.brands.flatMap((brand) => brand.domains))).toEqual([])
  })

  it('is refused when it is not what it should be', () => {
    expect(() => parseBrands('brands: [{name: A, words: ["has space"], domains: [a.example]}]\ngeneric: [cloud]')).toThrow(/words/)
  })
})

describe('the analysis', () => {
  it('finds the planted name, new and seldom', async () => {
    const findings = await findingsOf(lookalike, positive())
    expect(findings.map(({ title, severity }) => ({ title, severity }))).toEqual([
      { title: 'officestoragebox.invalid borrows the name of Microsoft', severity: 3 },
    ])
    expect(findings[0]?.about).toContainEqual({ kind: 'host', id: '10.0.0.3' })
  })

  it('finds nothing grave among the vendors’ own', async () => {
    const findings = await findingsOf(lookalike, benign())
    expect(findings.map(({ title, severity }) => ({ title, severity }))).toEqual([
      { title: 'cloudhostingservice.invalid is made of nothing but technical words', severity: 1 },
    ])
  })

  it('gives a widely used name less weight, and says why', async () => {
    const [found] = await findingsOf(lookalike, [
      ...positive(),
      { table: 'warning_value', rows: [{ type: 'hostname', value: 'officestoragebox.invalid', list: 'Top sites', line: 1 }] },
    ])
    expect(found?.severity).toBe(1)
    expect(found?.because.at(-1)?.observed).toBe('on the list “Top sites”')
  })

  it('does not call a name new when the evidence is short', async () => {
    const [found] = await findingsOf(lookalike, positive(), { baselineDays: 90 })
    expect(found?.severity).toBe(2)
    expect(found?.because.map((reason) => reason.says)).toContain('Whether it is new cannot be told.')
  })
})

// The numbers of the readme: `vitest run src/analysis/lookalike -t measured`.
describe.skipIf(noSharedData('the measured rates of lookalike'))('measured', () => {
  it('finds most of the command channels of the 3CX case by name alone', () => {
    const lines = readFileSync(sharedFile('indicators', '3cx.csv'), 'utf8').split('\n')
    const domains = lines.filter((line) => line.startsWith('domain,')).map((line) => line.split(',')[1] ?? '')
    const borrowed = domains.filter((domain) => judge(domain))
    const vague = domains.filter((domain) => !judge(domain) && soundsLikeInfrastructure(domain))
    const missed = domains.filter((domain) => !borrowed.includes(domain) && !vague.includes(domain))
    console.info(`3CX: ${borrowed.length} of ${domains.length} borrow a name, ${vague.length} sound like infrastructure, missed: ${missed.join(' ')}`)
    expect([domains.length, borrowed.length, vague.length]).toEqual([23, 13, 5])
    expect(missed).toEqual(['dunamistrd.com', 'journalide.org', 'qwepoi123098.com', 'sbmsa.wiki', 'zacharryblogs.com'])
  })

  it.each([
    ['tranco10k', 15],
    ['majestic_million', 10],
    ['cloudflare-top10k', 30],
    ['university_domains', 5],
  ])('calls few of the popular domains of %s lookalikes', (list, most) => {
    const names: string[] = JSON.parse(readFileSync(sharedFile('warninglists', list, 'list.json'), 'utf8')).list
    const domains = [...new Set(names.map((name) => registeredDomain(name.toLowerCase())).filter((domain) => domain !== ''))]
    const per = (found: readonly string[]) => (found.length / domains.length) * 10_000
    const [borrowed, vague] = [
      per(domains.filter((domain) => judge(domain))),
      per(domains.filter((domain) => !judge(domain) && soundsLikeInfrastructure(domain))),
    ]
    console.info(`${list}: ${domains.length} domains; per 10,000: ${borrowed.toFixed(1)} borrow a name, ${vague.toFixed(1)} sound like infrastructure`)
    expect(borrowed).toBeLessThan(most)
  })
})
