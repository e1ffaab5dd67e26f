import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { mismatchOf } from './families.ts'
import { mimeMismatch } from './index.ts'
import { benign, positive } from './sample.ts'

describe('content against name', () => {
  it.each([
    ['application/x-dosexec', 'jpg', 3],
    ['application/x-mach-o-executable', 'json', 3],
    ['application/x-executable', 'pdf', 3],
    ['application/zip', 'ico', 2],
    ['text/x-shellscript', 'gif', 2],
    ['application/zip', 'docx', undefined],
    ['text/x-shellscript', 'txt', undefined],
    ['text/plain', 'js', undefined],
    ['application/octet-stream', 'png', undefined],
    ['application/x-dosexec', 'exe', undefined],
    ['text/html', 'png', undefined],
  ])('%s as .%s', (mediaType, ending, severity) => expect(mismatchOf(mediaType, ending)?.severity).toBe(severity))
})

describe('the analysis', () => {
  it('finds programs under other names, from outside and inside', async () => {
    const findings = await findingsOf(mimeMismatch, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['10.0.0.7 got a program from 10.0.0.9 under the name of a text', 3],
      ['10.0.0.7 got a program from cdn.widgets.invalid under the name of a picture', 3],
    ])
    expect(findings[0]?.about).toContainEqual({ kind: 'file', id: 'ab'.repeat(32) })
    expect(findings[1]?.because[0]).toMatchObject({ observed: 'application/x-dosexec as /img/logo.png', expected: 'a picture under the ending .png' })
  })

  it('finds nothing among everyday pairs', async () => {
    expect(await findingsOf(mimeMismatch, benign())).toEqual([])
  })

  it('counts a file of a request only once', async () => {
    const file: Batch = {
      table: 'file_event',
      rows: [
        {
          uid: 'H0',
          time: Date.UTC(2024, 2, 1, 8) * 1000,
          src_ip: '10.0.0.7',
          dst_ip: '203.0.113.44',
          file_name: 'logo.png',
          mime_type: 'application/x-dosexec',
          line: 1,
        },
      ],
    }
    expect(await findingsOf(mimeMismatch, [...positive().slice(0, 1), file])).toHaveLength(1)
  })
})
