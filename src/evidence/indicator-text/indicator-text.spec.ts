import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import { headOfText, readAll } from '../../../test/support/source.ts'
import { indicatorText } from './index.ts'

holdsTheContract(indicatorText)

describe('indicator-text', () => {
  it('refangs, tells types by the look, and keeps comments as roles', async () => {
    const { rows, said } = await readSample(indicatorText, 'controllers.txt')
    expect(rows.indicator?.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'domain portal-sync.invalid',
      'url https://updates.cloud-storage.invalid/v2/Console',
      'ip 198.51.100.23',
      'cidr 203.0.113.64/27',
      'ip 2001:db8:77::10',
      'md5 44d88612fea8a8f36de82e1278abb02f',
      'sha256 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f',
    ])
    expect(rows.indicator?.[2]).toEqual({ line: 4, type: 'ip', value: '198.51.100.23', role: 'second stage', list: 'controllers' })
    expect(said).toHaveLength(1)
  })

  it.each([
    ['words', 'alpha\nbeta\ngamma\n'],
    ['file names', 'readme.md\nsetup.py\nrun.sh\nffmpeg.dll\n'],
    ['versions', '18.12.0.416\n18.12.407\n1.0\n'],
    ['own addresses', '10.0.0.1\n192.168.1.7\n172.16.3.4\n'],
    ['prose', 'The server portal-sync.invalid was seen.\nIt is bad.\n'],
    ['the identifier of a machine', 'd41d8cd98f00b204e9800998ecf8427e\n'],
    ['comments alone', '# one\n# two\n'],
    ['a list that is half prose', 'portal-sync.invalid\nis bad\nother.invalid\nis worse\n'],
    ['a hosts file', '0.0.0.0 ads.example\n0.0.0.0 more.example\n'],
  ])('does not take %s for a list', (_, content) => {
    expect(indicatorText.recognise(headOfText(content))).toBe(0)
  })

  it('takes a list with one in five lines bad, and skips those with a reason', async () => {
    const content = 'a.invalid\nb.invalid\nc.invalid\nd.invalid\nnot an indicator\n10.0.0.1'
    expect(indicatorText.recognise(headOfText(content.slice(0, -9)))).toBeGreaterThan(0.5)
    const { rows, skipped } = await readAll(indicatorText, content)
    expect(rows.indicator).toHaveLength(4)
    expect(skipped.map(({ line }) => line)).toEqual([5, 6])
  })
})

describe.skipIf(noSharedData('indicator-text'))('a published list', () => {
  it('is read whole', async () => {
    const content = readFileSync(sharedFile('advisories', 'talos-3cx.txt'))
    expect(indicatorText.recognise(headOfText(content))).toBeGreaterThan(0.5)
    const { rows, skipped } = await readAll(indicatorText, content)
    const types = Map.groupBy(rows.indicator ?? [], ({ type }) => type)
    expect([types.get('domain')?.length, types.get('sha256')?.length, types.size, skipped.length]).toEqual([21, 19, 2, 0])
  })

  it.each(['talos-3cx-prose.txt', 'sophos-3cx-prose.txt', 'qualys-3cx.txt', 'kaspersky-gopuram.txt', 'eset-linux-3cx.txt'])(
    'is not the prose of %s',
    (name) => {
      expect(indicatorText.recognise(headOfText(readFileSync(sharedFile('advisories', name))))).toBe(0)
    },
  )
})
