import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { inventory, lifecycles } from '../updates/samples.ts'
import { endOfLife } from './index.ts'
import { benign, positive } from './sample.ts'

it('tells what has ended, what ends, what will not be repaired, each of its cycle, and of the system', async () => {
  const findings = await findingsOf(endOfLife, positive())
  expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
    ['Cedar Editor 5.1 on 1 host gets no more security updates since 2023-01-26, and has a weakness that is exploited', 4],
    ['CedarOS 11 on 1 host gets no more security updates', 3],
    ['Cedar Editor 6 on 1 host gets security updates for 60 more days, until 2024-04-30', 2],
    ['Birch Reader 2.0 on 1 host has 1 weakness for which no repair will come', 3],
    ['Cedar Editor 5.1.3 on 1 host has 1 weakness for which no repair will come', 4],
    ['Of 1 release it cannot be told whether they still get security updates', 1],
  ])
  expect(findings.every(({ because }) => because.at(-1)?.observed.includes('endoflife.date) of 2024-03-01'))).toBe(true)
})

it('never counts as looked after what is not known', async () => {
  const [only, ...rest] = await findingsOf(endOfLife, benign())
  expect(rest).toEqual([])
  expect(only?.title).toBe('Of 4 releases it cannot be told whether they still get security updates')
  expect(only?.because.map(({ observed }) => observed).join(' ')).toContain('Cedar Editor 8.1')
})

it('knows products by package URL and CPE too, and packages of other ecosystems not by their name', async () => {
  const [first] = await findingsOf(endOfLife, [
    inventory([
      { host: 'build-1', product: 'Whatever', purl: 'pkg:npm/cedar-core@2.3.4', version: '2.3.4' },
      { host: 'build-2', product: 'Something', cpe: 'cpe:2.3:a:cedar:core:2.9:*:*:*:*:*:*:*', version: '2.9' },
      { host: 'build-3', product: 'Cedar Core', purl: 'pkg:pypi/cedar-core@2.1', version: '2.1' },
    ]),
    ...lifecycles([{ product: 'cedar-core', title: 'Cedar Core', cycle: '2', eol: true, identifiers: ['pkg:npm/cedar-core', 'cpe:2.3:a:cedar:core'] }]),
  ])
  expect(first?.title).toBe('Cedar Core 2 on 2 hosts gets no more security updates')
  expect(first?.about.flatMap(({ kind, id }) => (kind === 'host' ? [id] : []))).toEqual(['build-1', 'build-2'])
})

it('knows the cycle of a product that carries its year in its name', async () => {
  const office = { product: 'cedar-office', title: 'Cedar Office' }
  const [first, ...others] = await findingsOf(endOfLife, [
    inventory([
      { host: 'desk-1', product: 'Cedar Office 2016', vendor: 'Cedar', version: '16.0.4266.1001' },
      { host: 'desk-2', product: 'Cedar Office 2021', vendor: 'Cedar', version: '16.0.14332.20000' },
      { host: 'desk-3', product: 'Cedar Office 2019', vendor: 'Cedar', version: '16.0.10340' },
      { host: 'desk-4', product: 'Birch Report 2016', vendor: 'Birch', version: '16.0.1' },
    ]),
    ...lifecycles([
      { ...office, cycle: '2016', eol: true },
      { ...office, cycle: '16.4', label: '2021 (LTSC)', eol: false },
    ]),
  ])
  expect(first?.title).toBe('Cedar Office 2016 on 1 host gets no more security updates')
  expect(others.map(({ title }) => title)).toEqual(['Of 2 releases it cannot be told whether they still get security updates'])
})
