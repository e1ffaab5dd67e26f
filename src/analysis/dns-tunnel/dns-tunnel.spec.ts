import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingsIn, lakeWith } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { Generator } from '../statistics/random.ts'
import { dnsTunnel } from './index.ts'
import { bytesPerName, shapeOf } from './information.ts'
import { benign, hexadecimal, positive, queries, tunnel } from './sample.ts'

async function found(batches: readonly Batch[]) {
  await using test = await lakeWith(batches)
  return await findingsIn(test.lake, dnsTunnel)
}

describe('data in DNS queries', () => {
  it('finds the host that carries data out, how many names it used and what they carry', async () => {
    const [first] = await found(positive())
    expect(first).toMatchObject({
      severity: 3,
      title: '10.0.0.4 seems to carry data in DNS queries below cdn-metrics.invalid: 3,000 different names in a day',
      about: [
        { kind: 'destination', id: 'cdn-metrics.invalid' },
        { kind: 'host', id: '10.0.0.4' },
      ],
    })
    expect(first?.because[0]?.observed).toMatch(/^About 18\.\d bytes of information in each name, 5\d\.\d kB in the busiest day/)
    expect(first?.because[1]?.observed).toBe('3,000 in 4,200 queries, 3,000 of them from 10.0.0.4.')
    expect(first?.because[3]?.observed).toMatch(/^100 % of a type with room for data/)
  })

  it('takes block lists, anti-virus look-ups, numbered servers and shared content networks for ordinary, and says why', async () => {
    const reasons = new Map((await found(benign())).map(({ severity, about, innocentIf }) => [about[0]?.id, { severity, why: innocentIf[0] }]))
    expect([...reasons.keys()].sort()).toEqual(['antivirus-cloud.example', 'blocklist.example', 'render-farm.example', 'video-network.example'])
    expect([...reasons.values()].every(({ severity }) => severity === 1)).toBe(true)
    expect(reasons.get('blocklist.example')?.why).toMatch(/carry little|reversed addresses/)
    expect(reasons.get('antivirus-cloud.example')?.why).toMatch(/file hashes/)
    expect(reasons.get('render-farm.example')?.why).toMatch(/carry little/)
    expect(reasons.get('video-network.example')?.why).toMatch(/20 hosts ask for it in the same way/)
  })

  it('is not fooled by hashes whose answers differ', async () => {
    const random = new Generator(21)
    const disguised = { ...tunnel('hash.look-alike.invalid', 800, 800, 32), answer: () => hexadecimal(random, 16) }
    const [first] = await found(queries([disguised]))
    expect(first).toMatchObject({ severity: 2, about: [{ id: 'look-alike.invalid' }, { id: '10.0.0.4' }] })
  })

  // Published for RITA's dnscat2 capture: 62,468 names below r-1x.com in 109,227 visits. The records here are synthetic.
  it('counts as many names and visits as were published of a known tunnel', async () => {
    const [first, ...others] = await found(queries([tunnel('r-1x.invalid', 62_468, 109_227, 34)]))
    expect(others).toEqual([])
    expect(first?.because[1]?.observed).toBe('62,468 in 109,227 queries, 62,468 of them from 10.0.0.4.')
    expect(first?.severity).toBe(3)
  })
})

describe('bytes of information in a name', () => {
  const random = new Generator(1)
  const names = (make: (index: number) => string) => Array.from({ length: 400 }, (_, index) => make(index))

  it.each([
    ['34 random hexadecimal digits', () => hexadecimal(random, 34), 17, 19.5],
    ['18 random hexadecimal digits', () => hexadecimal(random, 18), 9, 11],
    ['numbered hosts', (index: number) => `pc-${1000 + index * 3}`, 1, 3],
    ['one constant name', () => 'www', 0, 0.2],
    ['servers of a content network', () => `e${10_000 + random.below(90_000)}.dsc${'abcdefg'[random.below(7)]}`, 2.5, 4.5],
  ])('%s', (_, make, least, most) => {
    const each = bytesPerName(names(make))
    expect(each).toBeGreaterThanOrEqual(least)
    expect(each).toBeLessThanOrEqual(most)
  })

  it('does not depend on the order, and constant labels add next to nothing', () => {
    const data = fc.array(fc.stringMatching(/^[0-9a-f]{20}$/), { minLength: 100, maxLength: 200 })
    fc.assert(
      fc.property(data, (labels) => {
        expect(bytesPerName([...labels].reverse())).toBe(bytesPerName(labels))
        expect(bytesPerName(labels.map((label) => `${label}.v1.api`)) - bytesPerName(labels)).toBeLessThan(1.5)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the shape of names', () => {
  it.each([
    ['reversed addresses', ['4.3.2.1', '255.0.168.192.zen']],
    ['reversed addresses', ['b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4']],
    ['file hashes', ['d41d8cd98f00b204e9800998ecf8427e.md5', '900150983cd24fb0d6963f7d28e17f72.md5']],
    ['none', ['d41d8cd98f00b204e9800998ecf8427e', 'd41d8cd98f00b204e9800998ecf8427eff']],
    ['none', ['256.1.1.1', 'www', 'a.b.c.d']],
    ['none', []],
  ] as const)('%s: %j', (shape, names) => {
    expect(shapeOf(names)).toBe(shape)
  })
})
