// 100,000 indicators over connections and DNS queries: 20 million of each, or GATEHOUSE_BENCH_ROWS.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Advisory, AdvisoryIndicator } from '../src/advisories/advisory.ts'
import { mergeAdvisories } from '../src/advisories/merge/merge.ts'
import { privateRanges } from '../src/base/net.ts'
import { raw } from '../src/base/sql.ts'
import { hunt } from '../src/hunt/hunt.ts'
import { derive } from '../src/lake/derive/index.ts'
import { openLake } from '../src/lake/open.ts'
import { markdownTable, peak } from './table.ts'

const rows = Number(process.env.GATEHOUSE_BENCH_ROWS ?? 20e6)
const wanted = 100_000
const planted = 5

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-hunt-'))
try {
  await using lake = await openLake(folder, { memory: 1.2e9 })
  // 2,000 hosts, 300,000 servers, 500,000 names: what an organisation of that size shows in some weeks.
  const time = "toDateTime64('2023-03-01 00:00:00', 6, 'UTC') + toIntervalSecond(intDiv(number * 2000000, ROWS))".replace('ROWS', String(rows))
  const host = "concat('10.0.', toString(intDiv(cityHash64(number) % 2000, 250)), '.', toString(1 + cityHash64(number) % 250))"
  const server =
    "concat('198.', toString(18 + cityHash64(number, 1) % 2), '.', toString(cityHash64(number, 2) % 256), '.', toString(cityHash64(number, 3) % 256))"
  const name = "concat('h', toString(cityHash64(number, 4) % 7), '.site', toString(cityHash64(number, 5) % 70000), '.example')"
  await lake.run(
    raw(`INSERT INTO connection (time, uid, src_ip, src_port, dst_ip, dst_port, protocol_name, conn_state, source, line)
      SELECT ${time}, concat('C', toString(number)), ${host}, 50000, ${server}, 443, 'tcp', 'SF', 1, number FROM numbers(${rows})`),
  )
  await lake.run(
    raw(`INSERT INTO dns_query (time, uid, src_ip, src_port, dst_ip, dst_port, query, query_type, rcode, answers, source, line)
      SELECT ${time}, concat('D', toString(number)), ${host}, 50000, '10.0.0.53', 53, ${name}, 'A', 'NOERROR', [${server}], 2, number FROM numbers(${rows})`),
  )
  const joined = performance.now()
  await derive(lake, { internal: privateRanges })
  const deriving = (performance.now() - joined) / 1000
  const worked = process.cpuUsage()
  const started = performance.now()
  const answer = await hunt({
    lake,
    affair: mergeAdvisories([advisory()]),
    files: new Map(),
    notes: [],
    unread: [],
    unreadable: false,
    vetted: [],
    findings: [],
    sourceName: String,
    now: new Date(),
    signal: new AbortController().signal,
  })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(worked)
  console.log(
    markdownTable([
      {
        connections: rows.toLocaleString('en-GB'),
        'DNS queries': rows.toLocaleString('en-GB'),
        indicators: answer.indicators.length.toLocaleString('en-GB'),
        met: answer.indicators.filter(({ word }) => word === 'HIT').length,
        'joining before (s)': deriving.toFixed(1),
        'hunt (s)': seconds.toFixed(1),
        'processor, both cores (s)': ((user + system) / 1e6).toFixed(1),
        'peak memory (GB)': peak(),
      },
    ]),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Domains, addresses, hashes and URLs in equal parts; a few of the first two are in the traffic. */
function advisory(): Advisory {
  const kinds = ['domain', 'ipv4', 'sha256', 'url'] as const
  const indicators = Array.from({ length: wanted }, (_, index): AdvisoryIndicator => {
    const type = kinds[index % kinds.length] ?? 'domain'
    const value = plantedValue(type, index)
    return { type, value, asWritten: value, place: { line: index + 1 }, sentence: '', role: 'unknown', sources: [] }
  })
  const lists = { blocks: [], products: [], cves: [], techniques: [], dates: [], patterns: [], relations: [], references: [], threats: [], notes: [] }
  return { id: 'advisory-bench', sha256: '0'.repeat(64), format: 'csv', title: 'bench', unreadable: false, ...lists, indicators }
}

function plantedValue(type: string, index: number): string {
  const met = index < planted * 4
  if (type === 'domain') return met ? `site${index}.example` : `bad-${index}.invalid`
  if (type === 'ipv4') return met ? `198.18.0.${index}` : `203.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  return type === 'url' ? `http://files-${index % 20_000}.invalid/a/${index}` : index.toString(16).padStart(64, '0')
}
