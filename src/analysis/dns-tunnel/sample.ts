import type { Batch, Row } from '../../model/tables.ts'
import { Generator } from '../statistics/random.ts'

/**
 * Synthetic records, built from counts that were published of real traffic: no record was ever sent. Names of the
 * attack end in `.invalid`.
 */
const start = Date.UTC(2024, 2, 4, 0) * 1000
const day = 86_400

export interface Asking {
  readonly host: number
  /** One query each. */
  readonly names: readonly string[]
  readonly type?: string
  readonly answer: (index: number) => string
}

export function queries(all: readonly Asking[]): Batch[] {
  const rows: Row<'dns_query'>[] = []
  for (const { host, names, type = 'A', answer } of all) {
    for (const [index, query] of names.entries()) {
      const text = answer(index)
      rows.push({
        time: start + Math.round(((index + 0.5) / names.length) * day * 1e6),
        uid: `D${rows.length}`,
        src_ip: `10.0.0.${host}`,
        src_port: 40_000 + (rows.length % 20_000),
        dst_ip: '192.0.2.53',
        dst_port: 53,
        query,
        query_type: type,
        rcode: text === '' ? 'NXDOMAIN' : 'NOERROR',
        answers: text === '' ? [] : [text],
        line: rows.length + 1,
      })
    }
  }
  return [{ table: 'dns_query', rows }]
}

export function hexadecimal(random: Generator, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('')
}

/** Twenty hosts that ask for everyday names and for many servers of one content network. */
function office(): readonly Asking[] {
  const random = new Generator(3)
  return Array.from({ length: 20 }, (_, index) => ({
    host: index + 1,
    names: [
      ...Array.from({ length: 40 }, (__, page) => `www.site-${page}.example`),
      ...Array.from({ length: 120 }, () => `r${random.below(20)}---sn-${hexadecimal(random, 14)}.video-network.example`),
    ],
    answer: () => '203.0.113.9',
  }))
}

/** Queries as a tunnel makes them: `unique` names, some of them asked again, `digits` of data in each, answers that differ. */
export function tunnel(domain: string, unique: number, visits: number, digits: number): Asking {
  const random = new Generator(5)
  const names = Array.from({ length: unique }, () => `${hexadecimal(random, digits)}.${domain}`)
  const again = Array.from({ length: visits - unique }, () => names[random.below(unique)] ?? domain)
  return { host: 4, names: [...names, ...again], type: 'TXT', answer: (index) => hexadecimal(new Generator(index), 24) }
}

/** A host carries data out in 3,000 names. */
export function positive(): Batch[] {
  return queries([...office(), tunnel('cdn-metrics.invalid', 3000, 4200, 34)])
}

/** A mail server asks a block list, a scanner asks its vendor about file hashes, and everybody watches videos. */
export function benign(): Batch[] {
  const random = new Generator(9)
  return queries([
    ...office(),
    {
      host: 8,
      names: Array.from({ length: 900 }, () => `${[0, 0, 0, 0].map(() => random.below(256)).join('.')}.blocklist.example`),
      answer: (index) => (index % 3 === 0 ? '127.0.0.2' : ''),
    },
    { host: 9, names: Array.from({ length: 1200 }, () => `${hexadecimal(random, 32)}.hash.antivirus-cloud.example`), answer: () => '127.0.0.1' },
    {
      host: 10,
      names: Array.from({ length: 600 }, (_, index) => `node-${index}.rack${index % 9}.render-farm.example`),
      answer: (index) => `203.0.113.${index % 200}`,
    },
  ])
}
