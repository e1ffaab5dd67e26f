import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { noSharedData, sharedFile } from '../../test/support/shared-data.ts'
import { casesOf } from './merge/merge.ts'
import { readAdvisory } from './read-advisory.ts'

const names = [
  'talos-3cx.txt',
  'talos-3cx.json',
  'talos-3cx-prose.txt',
  'sophos-3cx.csv',
  'sophos-3cx-prose.txt',
  'qualys-3cx.txt',
  'volexity-3cx.csv',
  'eset-linux-3cx.txt',
  'eset-3cx.misp.json',
  'kaspersky-gopuram.txt',
]
const read = (name: string) => readAdvisory(readFileSync(sharedFile('advisories', name)), { name })

describe.skipIf(noSharedData('advisories'))('the 3CX case as six publishers told it', () => {
  it('is one case, with the 21 known domains and every hash of the lists', async () => {
    const cases = casesOf(await Promise.all(names.map(read)))
    expect(cases).toHaveLength(1)
    const [merged] = cases
    const counting = new Set(merged?.indicators.filter(({ demoted }) => !demoted).map(({ value }) => value))
    const rows = readFileSync(sharedFile('indicators', '3cx.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
    const published = rows.filter(
      ([, , , sources = '']) => sources.split('|').some((source) => ['talos', 'sophos', 'qualys', 'volexity'].includes(source)) && !sources.startsWith('sigma'),
    )
    const wanted = published.filter(([type = '']) => /^(?:domain|sha256|sha1|md5)$/.test(type)).map(([, value = '']) => value)
    expect(wanted.filter((value) => !counting.has(value))).toEqual([])
    const domain = merged?.indicators.find(({ value }) => value === 'journalide.org')
    expect(new Set(domain?.sources.map(({ advisory }) => advisory)).size).toBeGreaterThanOrEqual(6)
    expect(merged?.cves.map(({ id }) => id)).toEqual(['CVE-2023-29059'])
  })

  it('names the compromised releases for each platform', async () => {
    const { products } = await read('sophos-3cx-prose.txt')
    expect(products.map(({ platform, versions }) => [platform, versions])).toEqual([
      ['windows', ['18.12.407', '18.12.416']],
      ['macos', ['18.11.1213', '18.12.402', '18.12.407', '18.12.416']],
    ])
  })

  it('reads the PDF as its MISP twin says', async () => {
    const values = async (name: string) => {
      const { indicators } = await read(name)
      return indicators.filter(({ demoted, type }) => !demoted && /^(?:md5|sha|ipv4|domain|host|url)/.test(type)).map(({ type, value }) => `${type} ${value}`)
    }
    expect((await values('pymisp-1.pdf')).sort()).toEqual((await values('pymisp-1.misp.json')).sort())
  })
})
