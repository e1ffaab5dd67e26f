import { describe, expect, it } from 'vitest'
import type { Entity } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'
import type { Coverage } from '../model/status.ts'
import { timelineOf } from './timeline.ts'

const host: Entity = { kind: 'host', id: 'desk-1' }

function finding(title: string, first: string, last: string, about: readonly Entity[], kind: Finding['kind'] = 'behaviour'): Finding {
  return {
    id: title,
    analysis: 'x',
    kind,
    title,
    severity: 3,
    confidence: 1,
    first,
    last,
    about,
    because: [],
    innocentIf: [],
    evidence: [],
    advice: [],
    techniques: [],
  }
}

const beacon = finding('A beacon', '2024-01-03T10:00:00Z', '2024-01-09T12:00:00Z', [{ kind: 'destination', id: 'c2.invalid' }, host])
const culprit = finding('Phone 2.0 explains it', '2024-01-02T08:00:00Z', '2024-01-09T12:00:00Z', [{ kind: 'release', id: 'Phone@2.0' }, host], 'explains')
const account = finding('A new factor', '2024-01-04T08:00:00Z', '2024-01-04T08:00:00Z', [{ kind: 'account', id: 'kim' }])

describe('the timeline of an incident', () => {
  it('concludes when it began, where it showed first, and how long it went on', () => {
    const { title, summary, lanes } = timelineOf([beacon, culprit, account], [])
    expect(title).toBe('It began in software on 2024-01-02 and was last seen 7 days later')
    expect(summary).toBe('3 findings between 2024-01-02 and 2024-01-09, UTC; the first: Phone 2.0 explains it.')
    expect(lanes.map(({ name, events }) => [name, ...events.map(({ label }) => label)])).toEqual([
      ['software', 'Phone 2.0 explains it'],
      ['host'],
      ['network', 'A beacon'],
      ['accounts', 'A new factor'],
    ])
    expect(timelineOf([account], []).title).toBe('It began at accounts on 2024-01-04')
  })

  it('says so when nothing of it is found any more', () => {
    expect(timelineOf([], [])).toMatchObject({ title: 'Nothing of it is found any more', summary: '0 findings.' })
  })

  it('is dark only where every source of a lane is silent', () => {
    const covers = (table: string, gaps: readonly (readonly [string, string])[]): Coverage =>
      ({ table, source: table, first: '', last: '', rows: 1, gaps: gaps.map(([from, until]) => ({ from, until })) }) as Coverage
    const { lanes } = timelineOf(
      [beacon],
      [covers('connection', [['2024-01-05T00:00:00Z', '2024-01-07T00:00:00Z']]), covers('dns_query', [['2024-01-06T00:00:00Z', '2024-01-08T00:00:00Z']])],
    )
    const at = (iso: string) => Date.parse(iso) / 1000
    expect(lanes.find(({ name }) => name === 'network')?.gaps).toEqual([[at('2024-01-06T00:00:00Z'), at('2024-01-07T00:00:00Z')]])
    expect(lanes.find(({ name }) => name === 'accounts')?.gaps).toBeUndefined()
  })
})
