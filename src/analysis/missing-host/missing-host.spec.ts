import { describe, expect, it } from 'vitest'
import { findingsIn, findingsOf, lakeFromFolder } from '../../../test/support/lake.ts'
import { noSharedData, sharedFile } from '../../../test/support/shared-data.ts'
import type { Batch } from '../../model/tables.ts'
import { missingHost } from './index.ts'
import { benign, positive } from './sample.ts'

describe('missing-host', () => {
  it('finds a host that sends requests without naming the server', async () => {
    const [found, ...rest] = await findingsOf(missingHost, positive())
    expect(rest).toEqual([])
    expect(found).toMatchObject({ severity: 2, title: '10.0.0.7 sends HTTP requests to 203.0.113.66 that name no host' })
    expect(found?.because[0]?.observed).toBe('7 requests (GET, POST) to port 80, such as /result, /task?id=0 and 2 more')
    expect(found?.evidence[0]).toEqual({ table: 'http_request', source: 1, line: 1 })
  })

  it('leaves what names its host, tunnels, answers without a request, radio and the inside', async () => {
    const findings = await findingsOf(missingHost, benign())
    expect(findings.map(({ severity, about }) => [severity, about[1]?.id])).toEqual([[1, '203.0.113.71']])
  })

  it('takes it for the habit of a product when many hosts do it', async () => {
    const many = Array.from({ length: 8 }, (_, host): Batch[] =>
      positive().map((batch) =>
        batch.table === 'http_request' ? { ...batch, rows: batch.rows.map((row) => ({ ...row, uid: `${row.uid}-${host}`, src_ip: `10.0.1.${host}` })) } : batch,
      ),
    ).flat()
    const findings = await findingsOf(missingHost, many)
    expect(findings.map(({ severity }) => severity)).toEqual(Array.from({ length: 8 }, () => 1))
  })

  it('joins requests without an id of the sensor by their ends and time', async () => {
    const bare = positive().map((batch): Batch => (batch.table === 'http_request' ? { ...batch, rows: batch.rows.map((row) => ({ ...row, uid: '' })) } : batch))
    expect((await findingsOf(missingHost, bare)).map(({ because }) => because[0]?.observed)).toEqual([
      '7 requests (GET, POST) to port 80, such as /result, /task?id=0 and 2 more',
    ])
  })
})

describe.skipIf(noSharedData('missing-host on real traffic'))('on real traffic', () => {
  it('takes no answer without a request for a request (1,023 such rows)', async () => {
    await using test = await lakeFromFolder(sharedFile('zeek', 'rita', 'valid_tsv'))
    expect(await findingsIn(test.lake, missingHost)).toEqual([])
  })
})
