import { describe, expect, it } from 'vitest'
import { lakeWith } from '../../test/support/lake.ts'
import type { Batch, Row } from '../model/tables.ts'
import { analyses } from './analyses.ts'
import { newestMoment, runAnalyses } from './run.ts'

const tables = new Set(['sign_in', 'identity', 'account_event'])
const own = analyses.filter(({ needs }) => needs.some((table) => tables.has(table)))
const hostile = ['', "'; DROP TABLE sign_in --", '\\', '\u0000', '\u202e\u001b[2J', '<script>x</script>', 'a'.repeat(5000), '%00', '💥', '__proto__']

/** Rows as a broken or hostile export may give them: every field odd, times far off, places off the globe. */
function oddRows(): Batch[] {
  const times = [0, 1, Date.UTC(2024, 0, 1) * 1000, 10_000_000_000_000_000]
  const signIns = hostile.flatMap((text, index) =>
    times.map(
      (time, at): Row<'sign_in'> => ({
        time,
        directory: text,
        account: text,
        session_id: text,
        src_ip: ['::ffff:10.0.0.1', text, '2001:db8::1', '203.0.113.1'][at] ?? '',
        latitude: [91, Number.MAX_VALUE, -90, null][at] ?? null,
        longitude: [181, -Number.MAX_VALUE, 180, 0][at] ?? null,
        device_id: text,
        device: text,
        user_agent: text,
        factor: text,
        outcome: index % 2 === 0 ? 'success' : 'failure',
        mfa_result: ['denied', 'failed', 'fraud', text][at] ?? '',
        mfa: [null, true, false][index % 3] ?? null,
        legacy: index % 2 === 0,
        kind: text,
        risk: 'high',
        line: index * 10 + at + 1,
      }),
    ),
  )
  const texts = (make: (text: string, index: number) => Row<'account'>) => hostile.map(make)
  return [
    { table: 'sign_in', rows: signIns },
    {
      table: 'account',
      rows: texts((text, index) => ({
        directory: text,
        account: text,
        account_id: text,
        kind: ['', 'service', 'break-glass', text][index % 4] ?? '',
        privileged: true,
        factors: [text, 'constructor', 'fido2'],
        groups: [text],
        privileges: [text],
        mfa_registered: null,
        mfa_enforced: false,
        supplier: text,
        last_sign_in: 1,
        line: index + 1,
      })),
    },
    {
      table: 'account_event',
      rows: hostile.flatMap((text, index) =>
        ['factor-added', 'factor-reset', 'mfa-disabled', text].map((activity, at) => ({
          time: 1_700_000_000_000_000,
          directory: text,
          account: text,
          actor: `${text}x`,
          activity,
          detail: text,
          src_ip: text,
          session_id: text,
          line: index * 10 + at + 1,
        })),
      ),
    },
    {
      table: 'access_policy',
      rows: hostile.map((text, index) => ({
        directory: text,
        policy: text,
        state: 'enabled',
        requires_mfa: true,
        includes: [text],
        excludes: [text, 'group:', 'role:x'],
        line: index + 1,
      })),
    },
  ]
}

describe('odd accounts and sign-ins', () => {
  it('make no analysis fail, and nothing that a terminal would act on', async () => {
    await using test = await lakeWith(oddRows())
    const results = await Array.fromAsync(runAnalyses(own, { lake: test.lake, settings: {}, signal: new AbortController().signal }))
    expect(results.filter(({ status }) => status.outcome !== 'succeeded').map(({ status }) => [status.analysis, status.reason])).toEqual([])
    const shown = results.flatMap(({ findings }) =>
      findings.flatMap(({ title, because, advice }) => [
        title,
        ...advice,
        ...because.flatMap(({ says, observed, expected }) => [says, observed, expected ?? '']),
      ]),
    )
    expect(shown.length).toBeGreaterThan(50)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be shown
    expect(shown.filter((text) => /[\u0000-\u001f\u202e]|undefined|NaN|Infinity/.test(text))).toEqual([])
  })
})

describe('the newest moment', () => {
  const visit = (time: number): Batch => ({
    table: 'connection',
    rows: [{ time, uid: 'C1', src_ip: '10.0.0.1', dst_ip: '203.0.113.1', dst_port: 443, line: 1 }],
  })
  const signIn = (time: number): Batch => ({ table: 'sign_in', rows: [{ time, directory: 'okta', account: 'a', line: 1 }] })
  const account = (seen_at: number): Batch => ({ table: 'account', rows: [{ directory: 'okta', account: 'a', seen_at, line: 1 }] })
  const at = (day: number) => Date.UTC(2024, 0, day) * 1000

  it.each<[string, readonly Batch[], number]>([
    ['of traffic', [visit(at(3))], at(3)],
    ['of sign-ins', [signIn(at(4))], at(4)],
    ['of the later of both', [visit(at(3)), signIn(at(5))], at(5)],
    ['of the later of both, the other way', [visit(at(6)), signIn(at(5))], at(6)],
    ['of exports, where there is nothing else', [account(at(7))], at(7)],
    ['not of exports beside them', [signIn(at(4)), account(at(9))], at(4)],
  ])('%s', async (_, batches, expected) => {
    await using test = await lakeWith(batches)
    expect((await newestMoment(test.lake)).getTime() * 1000).toBe(expected)
  })
})
