import { describe, expect, it } from 'vitest'
import { findingsIn, lakeWith } from '../../../test/support/lake.ts'
import { longConnection } from './index.ts'
import { benign, positive } from './sample.ts'

describe('long connections', () => {
  it('adds up the connections of a channel, counts an open one once, and lets the rare destination stand out', async () => {
    await using test = await lakeWith(positive())
    const found = await findingsIn(test.lake, longConnection)
    const [first, ...others] = found
    expect(first).toMatchObject({
      severity: 2,
      title: '10.0.0.4 held connections to remote-desk.invalid open for 8 h 30 min in one day',
      about: [
        { kind: 'destination', id: 'remote-desk.invalid' },
        { kind: 'host', id: '10.0.0.4' },
      ],
    })
    expect(first?.because[0]?.observed).toMatch(/2 connections .* the longest single one 7 h, still open/)
    // 36,000 bytes with headers an hour, 8½ hours.
    expect(first?.because[2]?.observed).toMatch(/^306 kB in 8 h 30 min/)
    expect(others.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([[1, 'example.net']])
  })

  it('takes what all hosts keep open, and a download of an hour and a half, for ordinary', async () => {
    await using test = await lakeWith(benign())
    const found = await findingsIn(test.lake, longConnection)
    expect(found.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([
      [1, 'example.net'],
      [1, 'example.org'],
    ])
    expect(found[0]?.innocentIf[0]).toBe('Likely here: 20 hosts of 20 talk to it, as with chat, mail push and video services.')
  })

  it('reports the strongest and no more than asked for', async () => {
    await using test = await lakeWith(positive())
    expect(await findingsIn(test.lake, longConnection, { mostFindings: 1 })).toHaveLength(1)
    expect(await findingsIn(test.lake, longConnection, { leastHours: 9 })).toEqual([])
  })
})
