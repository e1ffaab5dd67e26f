import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { headOfText, readAll } from '../../../test/support/source.ts'
import { formats } from '../formats.ts'
import { recognise } from '../recognise.ts'
import { indicatorCsv } from './index.ts'

holdsTheContract(indicatorCsv)

describe('indicator-csv', () => {
  it('reads types, roles and who says so', async () => {
    const { rows, skipped } = await readSample(indicatorCsv, 'exercise.csv')
    expect(rows.indicator?.map(({ type }) => type)).toEqual(['domain', 'url', 'ip', 'sha256', 'ja3', 'user_agent'])
    expect(rows.indicator?.[0]).toEqual({
      line: 2,
      type: 'domain',
      value: 'portal-sync.invalid',
      role: 'command and control',
      list: 'exercise, second opinion',
    })
    expect(rows.indicator?.[2]?.list).toBe('exercise')
    expect(rows.indicator?.[3]?.role).toBe('loader, signed')
    expect(skipped).toEqual([{ line: 8, why: '“affected-release” is no type of indicator that is looked for' }])
  })

  it('reads several hashes in one cell, and bare names called URL', async () => {
    const { rows } = await readSample(indicatorCsv, 'semicolon.csv')
    expect(rows.indicator?.map(({ type }) => type)).toEqual(['domain', 'sha256', 'sha1', 'md5', 'url'])
  })

  it("leaves out what MISP marks as not for detection, and takes the hash of MISP's file name and hash", async () => {
    const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
    const { rows, said } = await readAll(
      indicatorCsv,
      `uuid,type,value,comment,to_ids\n1,domain,a.invalid,c,1\n2,domain,b.invalid,,0\n3,filename|sha1,setup.com|${hash},,1\n`,
    )
    expect(rows.indicator?.map(({ value }) => value)).toEqual(['a.invalid', hash])
    expect(said[0]).toContain('1 value')
  })

  it.each([
    ['a table of settings', 'type,value\ncolour,blue\nsize,12\n'],
    ['a table of types without good values', 'type,value\ndomain,somewhere\nip,18.12.0.416\n'],
    ['an inventory', 'host,product,version\npc,Desk,1\n'],
  ])('does not take %s for a list', (_, content) => {
    expect(indicatorCsv.recognise(headOfText(content))).toBe(0)
  })

  it('says where a quotation mark is not closed', async () => {
    const { rows, skipped } = await readAll(indicatorCsv, 'type,value\ndomain,a.invalid\ndomain,"b.invalid\ndomain,c.invalid\n')
    expect(rows.indicator?.map(({ value }) => value)).toEqual(['a.invalid'])
    expect(skipped).toHaveLength(1)
    expect(skipped[0]?.line).toBe(3)
  })
})

describe.skipIf(noSharedData('indicator-csv'))('published lists', () => {
  it('reads the facts of the 3CX case, and skips only its releases', async () => {
    const content = readFileSync(sharedFile('indicators', '3cx.csv'))
    const { rows, skipped } = await readAll(indicatorCsv, content)
    const count = (type: string) => rows.indicator?.filter((row) => row.type === type).length
    expect(['domain', 'ip', 'url', 'md5', 'sha1', 'sha256'].map(count)).toEqual([23, 4, 12, 15, 15, 62])
    expect(skipped.filter(({ why }) => why.includes('affected-release'))).toHaveLength(skipped.length)
    expect(skipped).toHaveLength(7)
  })

  it.each([
    ['sophos-3cx.csv', 30, 1],
    ['volexity-3cx.csv', 23 + 6 * 3, 5],
  ])('reads %s', async (name, values, lost) => {
    const content = readFileSync(sharedFile('advisories', name))
    const found = recognise(headOfText(content, name), formats)
    expect('format' in found && found.format.name).toBe('indicator-csv')
    const { rows, skipped } = await readAll(indicatorCsv, content)
    expect([rows.indicator?.length, skipped.length]).toEqual([values, lost])
  })

  it.each(['asvs-5.0.0.csv', 'attack-techniques.csv'])('no format takes %s for its own', (name) => {
    expect(recognise(headOfText(readFileSync(sharedFile('reference', name)), name), formats)).toHaveProperty('why')
  })
})
