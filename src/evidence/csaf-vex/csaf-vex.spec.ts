import { expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { csafVex } from './index.ts'

holdsTheContract(csafVex)

it('describes the products of each statement by the product tree', async () => {
  const { rows } = await readSample(csafVex, 'vex.json')
  expect(rows.vex_statement).toMatchObject([
    {
      vulnerability: 'CVE-2099-10006',
      product: 'Gateway',
      vendor: 'Example',
      version: '9.2',
      component: 'on Example OS',
      status: 'not_affected',
      justification: 'component_not_present',
      statement: 'The part is not built in.',
      no_fix: null,
    },
    { product: 'Gateway', version: 'vers:generic/<9', status: 'affected', no_fix: true, statement: 'Version 8 gets no more updates.' },
  ])
  expect(rows.feed).toMatchObject([{ feed: 'vex', part: 'EX-2025-1', dated: Date.UTC(2025, 7, 3) * 1000 }])
})
