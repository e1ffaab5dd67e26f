// A million sign-ins of 20,000 accounts in the lake: every analysis of accounts, one after the other.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyses } from '../src/analysis/analyses.ts'
import { newestMoment } from '../src/analysis/run.ts'
import { privateRanges } from '../src/base/net.ts'
import { raw } from '../src/base/sql.ts'
import { derive } from '../src/lake/derive/index.ts'
import { openLake } from '../src/lake/open.ts'
import type { Finding } from '../src/model/finding.ts'
import { markdownTable, peak, timed } from './table.ts'

const rows = Number(process.env.GATEHOUSE_BENCH_ROWS ?? 1e6)
const accounts = 20_000
const tables = new Set(['sign_in', 'identity', 'account_event', 'access_policy'])

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-sign-ins-'))
try {
  await using lake = await openLake(folder, { memory: 1.2e9 })
  // Thirty days; one sign-in in twenty fails, one in a hundred is refused or wrong at the second factor, homes and an office, three in four with coordinates.
  const who = `cityHash64(number, 1) % ${accounts}`
  const dice = 'cityHash64(number, 2) % 1000'
  const home = `concat('198.', toString(18 + intDiv(${who}, 65536)), '.', toString(intDiv(${who}, 256) % 256), '.', toString(${who} % 256))`
  await lake.run(
    raw(`INSERT INTO sign_in (time, directory, account, session_id, src_ip, country, latitude, longitude, device_id, device, user_agent, application, client, legacy, kind, outcome, mfa, factor, mfa_result, risk, source, line)
      SELECT toDateTime64('2024-03-01 00:00:00', 6, 'UTC') + toIntervalSecond(intDiv(number * 2592000, ${rows})), ['entra', 'okta', 'google'][1 + cityHash64(${who}) % 3],
        concat('user-', toString(${who}), '@example.com'), concat('s-', toString(${who}), '-', toString(intDiv(number * 30, ${rows}))), if(cityHash64(number, 3) % 5 < 3, '203.0.113.5', ${home}),
        'GB', if(${dice} < 750, 51.5 + (cityHash64(${who}, 4) % 100) / 500, NULL), if(${dice} < 750, -0.1 + (cityHash64(${who}, 5) % 100) / 500, NULL),
        concat('d-', toString(${who})), concat('PC-', toString(${who})), if(${who} % 3 = 0, 'Mozilla/5.0 (Macintosh; Intel Mac OS X)', 'Mozilla/5.0 (Windows NT 10.0)'), 'Mail', 'Browser', false,
        'interactive', multiIf(${dice} < 50, 'failure', 'success'), if(${dice} < 50, NULL, true), 'push', multiIf(${dice} < 5, 'denied', ${dice} < 10, 'failed', ${dice} < 50, '', ${dice} < 500, 'satisfied', 'by-claim'),
        'none', 1, number + 1 FROM numbers(${rows})`),
  )
  await lake.run(
    raw(`INSERT INTO account (directory, account, account_id, kind, enabled, privileged, mfa_registered, factors, groups, source, line)
      SELECT ['entra', 'okta', 'google'][1 + cityHash64(number) % 3], concat('user-', toString(number), '@example.com'), toString(number), 'person', true, number % 100 = 0, number % 10 != 0,
        if(number % 10 = 0, [], [['fido2'], ['totp'], ['sms', 'push']][1 + number % 3]), [concat('group-', toString(number % 50))], 2, number + 1 FROM numbers(${accounts})`),
  )
  const joining = await timed(() => derive(lake, { internal: privateRanges }))
  const now = await newestMoment(lake)
  const { signal } = new AbortController()
  const earlier: readonly Finding[] = [someCase()]
  const results: Record<string, string | number>[] = []
  let whole = 0
  const before = process.cpuUsage()
  for (const analysis of analyses.filter(({ needs }) => needs.some((table) => tables.has(table)))) {
    let findings = 0
    const seconds = await timed(async () => {
      for await (const _ of analysis.run({ lake, settings: analysis.settings, now, earlier: analysis.follows ? earlier : [], signal })) findings += 1
    })
    whole += seconds
    results.push({ analysis: analysis.name, findings, seconds: seconds.toFixed(2) })
  }
  // Seconds of the clock mean little on a machine that does other work: those of the processors are told as well.
  const used = process.cpuUsage(before)
  const processor = (used.user + used.system) / 1e6
  console.log(
    `${markdownTable(results)}\n\n${rows.toLocaleString('en-GB')} sign-ins of ${accounts.toLocaleString('en-GB')} accounts: ${whole.toFixed(1)} s for all of them, ${processor.toFixed(1)} s of processor time; joining before ${joining.toFixed(1)} s; peak memory ${peak()} GB.`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Fifty hosts that met an indicator, for the analysis that follows. */
function someCase(): Finding {
  const at = '2024-03-20T00:00:00Z'
  const hosts = Array.from({ length: 50 }, (_, index) => ({ kind: 'host', id: `pc-${index}` }) as const)
  const about = [{ kind: 'destination', id: 'channel.invalid' } as const, ...hosts]
  const told = { because: [], innocentIf: [], evidence: [], advice: [], techniques: [] }
  return { id: 'bench', analysis: 'bench', kind: 'known', title: 'An indicator was met', severity: 4, confidence: 0.9, first: at, last: at, about, ...told }
}
