import { packageKey } from '../../base/ecosystem.ts'
import { plainName } from '../../base/text.ts'
import type { Batch, Row } from '../../model/tables.ts'

/** 1 March 2024, microseconds: the day of the sample inventories. */
export const sampleDay = Date.UTC(2024, 2, 1) * 1000

/** An inventory of that day, and traffic of it so that “now” is that day too. */
export function inventory(rows: readonly Omit<Row<'installation'>, 'line'>[]): Batch {
  return {
    table: 'installation',
    rows: rows.map((row, index) => ({ installed_at: sampleDay - 100 * 86_400e6, seen_at: sampleDay, basis: 'inventory', ...row, line: index + 1 })),
  }
}

/** A weakness of a product or of a package of npm, repaired in a version; empty: never. */
export interface SampleWeakness {
  readonly id: string
  readonly product?: string
  readonly vendor?: string
  readonly package?: string
  readonly fixed: string
  readonly score?: number
  readonly vector?: string
  readonly probability?: number
  readonly malicious?: boolean
  readonly noFix?: boolean
  readonly known?: { readonly added: string; readonly due: string }
}

/** Number of the source of all reference knowledge: a weakness and what it affects come from the same. */
const source = 900

/** Reference knowledge that says so. */
export function knowledge(weaknesses: readonly SampleWeakness[], vex: readonly Omit<Row<'vex_statement'>, 'line'>[] = []): Batch[] {
  const feeds = [...new Set(['osv', 'cve', 'kev', 'epss'])].map((feed, index) => ({
    feed,
    dated: sampleDay,
    fetched_at: sampleDay,
    records: weaknesses.length,
    whole: true,
    line: index + 1,
  }))
  const batches: Batch[] = [
    { table: 'feed', rows: feeds },
    { table: 'vulnerability', rows: weaknesses.map(vulnerability) },
    { table: 'vulnerability_affects', rows: weaknesses.map(affects) },
    {
      table: 'known_exploited',
      rows: weaknesses.flatMap(({ id, known }, index) =>
        known ? [{ cve: id, date_added: micros(known.added), due_date: micros(known.due), line: index + 1 }] : [],
      ),
    },
    {
      table: 'exploit_probability',
      rows: weaknesses.flatMap(({ id, probability }, index) =>
        probability === undefined ? [] : [{ cve: id, score: probability, dated: sampleDay, line: index + 1 }],
      ),
    },
    { table: 'vex_statement', rows: vex.map((row, index) => ({ made_at: sampleDay, ...row, line: index + 1 })) },
    {
      table: 'connection',
      rows: [{ time: sampleDay, src_ip: '10.0.0.9', dst_ip: '198.51.100.7', dst_port: 443, protocol_name: 'tcp', line: 1 }],
    },
  ]
  return batches.map((batch) => ({ ...batch, source }))
}

function vulnerability({ id, score, vector = '', malicious = false }: SampleWeakness, index: number): Row<'vulnerability'> {
  return {
    id,
    cves: id.startsWith('CVE-') ? [id] : [],
    feed: 'osv',
    summary: 'A made-up weakness',
    published: sampleDay - 30 * 86_400e6,
    cvss_vector: vector,
    cvss_score: score ?? null,
    malicious,
    line: index + 1,
  }
}

function affects({ id, product = '', vendor = '', package: name = '', fixed, noFix }: SampleWeakness, index: number): Row<'vulnerability_affects'> {
  return {
    vulnerability: id,
    key: name === '' ? plainName(product) : packageKey('npm', name),
    type: name === '' ? '' : 'npm',
    ecosystem: name === '' ? '' : 'npm',
    package: name,
    vendor,
    product,
    scheme: name === '' ? '' : 'npm',
    ranges: JSON.stringify([[{ introduced: '0' }, ...(fixed === '' ? [] : [{ fixed }])]]),
    fixed_in: fixed === '' ? [] : [fixed],
    no_fix: noFix ?? null,
    line: index + 1,
  }
}

function micros(day: string): number {
  return Date.parse(day) * 1000
}

/** Life cycles that endoflife.date could tell of. */
export function lifecycles(rows: readonly Omit<Row<'lifecycle'>, 'line'>[]): Batch[] {
  return [
    { table: 'lifecycle', rows: rows.map((row, index) => ({ names: [plainName(row.title ?? '')], category: 'app', ...row, line: index + 1 })) },
    { table: 'feed', rows: [{ feed: 'endoflife', dated: sampleDay, fetched_at: sampleDay, records: rows.length, whole: true, line: 1 }] },
  ]
}
