import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { sessionReplay } from './index.ts'
import type { Use } from './query.ts'
import { difference, programOf, replayOf, systemOf } from './replay.ts'
import { benign, positive } from './sample.ts'

describe('session-replay', () => {
  it('finds the session on two machines, the surer one first', async () => {
    const findings = await findingsOf(sessionReplay, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['A session of anna@example.com was used from 203.0.113.5 and 12 min later from 198.51.100.7, on another device', 4],
      ['A session of ben@example.com was used from 203.0.113.5 and 10 min later from 198.51.100.9, on another device', 3],
    ])
    expect(findings[0]?.because[1]).toMatchObject({
      says: 'The first came back after the second: both were in use at once.',
      observed: '2 networks in 3 uses of the session; 12 min between the two',
    })
  })

  it('leaves roaming, updates, one network and slow changes', async () => {
    expect(await findingsOf(sessionReplay, benign())).toEqual([])
  })

  it('finds a session that is used elsewhere for what the log of changes tells', async () => {
    const [batch] = positive()
    const findings = await findingsOf(sessionReplay, [
      { table: 'sign_in', rows: (batch?.rows ?? []).slice(0, 1) as never },
      {
        table: 'account_event',
        rows: [
          {
            time: Date.UTC(2024, 2, 1, 8, 9) * 1000,
            directory: 'entra',
            account: 'anna@example.com',
            actor: 'anna@example.com',
            activity: 'factor-added',
            session_id: 's-1',
            src_ip: '198.51.100.7',
            user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
            outcome: 'success',
            line: 1,
          },
        ],
      },
    ])
    expect(findings.map(({ severity, evidence }) => [severity, evidence.map(({ table }) => table)])).toEqual([[4, ['sign_in', 'account_event']]])
  })
})

describe('what sets two uses apart', () => {
  const use = (over: Partial<Use>): Use => ({ time: 0, ip: '', network: 'a', device: '', agent: '', country: '', table: 'sign_in', row: [1, 1], ...over })
  it.each<[Partial<Use>, Partial<Use>, string | undefined]>([
    [{ device: 'a' }, { device: 'b' }, 'device'],
    [{ device: 'a', agent: 'Mozilla/5.0 (Windows NT)' }, { device: 'a', agent: 'Mozilla/5.0 (X11; Linux)' }, undefined],
    [{ device: 'a' }, {}, undefined],
    [{ agent: 'Mozilla/5.0 (Windows NT)' }, { agent: 'Mozilla/5.0 (iPhone)' }, 'system'],
    [{ agent: 'Mozilla/5.0 (Windows NT)' }, { agent: 'curl/8.5' }, 'program'],
    [{ agent: 'okhttp/4.9' }, { agent: 'CFNetwork/1.0' }, undefined],
    [{ agent: 'Mozilla/5.0 (Windows NT)' }, {}, undefined],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(difference(use(a), use(b))).toBe(expected)
  })

  it('is bounded in time', () => {
    const uses = [use({ device: 'a' }), use({ device: 'b', network: 'b', time: 61 })]
    expect(replayOf(uses, 60)).toBeUndefined()
    expect(replayOf(uses, 61)).toMatchObject({ by: 'device', returns: false })
  })

  it('knows systems and programs', () => {
    expect(['Mozilla/5.0 (iPhone; like Mac OS X)', 'Dalvik/2.1 (Linux; U; Android 14)', 'curl/8.5', ''].map(systemOf)).toEqual(['iOS', 'Android', '', ''])
    expect(['Mozilla/5.0 (X)', 'python-requests/2.31', ''].map(programOf)).toEqual(['', 'python-requests', ''])
  })
})
