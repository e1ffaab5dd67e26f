import { expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { openvex } from './index.ts'

holdsTheContract(openvex)

it('gives one row for each product and each of its parts', async () => {
  const { rows } = await readSample(openvex, 'statements.json')
  expect(rows.vex_statement).toMatchObject([
    {
      vulnerability: 'CVE-2099-10001',
      aliases: ['GHSA-xxxx-0001-aaaa'],
      purl: 'pkg:npm/example-app@3.1.0',
      component: 'pkg:npm/example-parser@2.4.0',
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      author: 'Example Security',
      made_at: Date.UTC(2025, 7, 1) * 1000,
    },
    { product: 'https://example.com/gateway', cpe: 'cpe:2.3:a:example:gateway:9.2:*:*:*:*:*:*:*', status: 'affected', made_at: Date.UTC(2025, 7, 2) * 1000 },
  ])
  expect(rows.feed).toMatchObject([{ feed: 'vex', part: 'https://vex.example.com/2099-1', records: 1 }])
})
