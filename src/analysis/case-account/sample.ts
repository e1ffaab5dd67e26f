import type { Finding } from '../../model/finding.ts'
import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const hour = 3600e6

/** Two hundred people, each at a host of their own; everybody signs in from the office, and one in ten goes on a journey at some time. */
function office(extra: readonly (Partial<Row<'sign_in'>> & { readonly at: number })[]): Batch[] {
  const usual = Array.from({ length: 600 }, (_, index) => ({
    at: 24 * Math.floor(index / 200) - 240 + (index % 200) / 100,
    account: `user-${index % 200}@example.com`,
    device: `PC-${index % 200}.example.com`,
    src_ip: '203.0.113.5',
  }))
  const away = Array.from({ length: 20 }, (_, index) => ({
    at: -200 + 20 * index,
    account: `user-${index * 10}@example.com`,
    device: `PC-${index * 10}`,
    src_ip: `192.0.2.${index + 1}`,
  }))
  const rows = [...usual, ...away, ...extra].map(
    ({ at, ...one }, index): Row<'sign_in'> => ({
      time: start + at * hour,
      directory: 'entra',
      outcome: 'success',
      kind: 'interactive',
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

/** What the case is about: hosts 3 to 6 met a destination that an indicator names. */
export function earlier(): Finding[] {
  return [
    {
      id: 'planted',
      analysis: 'planted',
      kind: 'known',
      title: 'Four hosts met a published indicator',
      severity: 4,
      confidence: 0.9,
      first: new Date(start / 1000).toISOString(),
      last: new Date(start / 1000).toISOString(),
      about: [{ kind: 'destination', id: 'channel.invalid' }, ...[3, 4, 5, 6].map((number) => ({ kind: 'host', id: `pc-${number}` }) as const)],
      because: [],
      innocentIf: [],
      evidence: [],
      advice: [],
      techniques: [],
    },
  ]
}

/** Two of the four users sign in from places never seen, a day later. */
export function positive(): Batch[] {
  return office([
    { at: 20, account: 'user-3@example.com', src_ip: '198.51.100.7', country: 'ZZ' },
    { at: 30, account: 'user-5@example.com', src_ip: '198.51.101.9' },
  ])
}

/** The same from others, before the case, too late, and from a place that a colleague had used. */
export function benign(): Batch[] {
  return office([
    { at: 20, account: 'user-11@example.com', src_ip: '198.51.100.7' },
    { at: -5, account: 'user-3@example.com', src_ip: '198.51.102.7' },
    { at: 100, account: 'user-4@example.com', src_ip: '198.51.103.7' },
    { at: 20, account: 'user-5@example.com', src_ip: '192.0.2.77' },
    { at: -4, account: 'user-12@example.com', src_ip: '198.51.105.7' },
    { at: 21, account: 'user-6@example.com', src_ip: '198.51.105.8' },
    { at: 22, account: 'new-1@example.com', device: 'pc-6', src_ip: '198.51.104.8' },
  ])
}

/** A program in a folder for anything reads what the browsers of hosts 3 to 6 keep. */
export function storesRead(
  program = 'C:\\Users\\Public\\update\\helper.exe',
  file = 'AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data',
  hosts = [3, 4, 5, 6],
): Batch {
  return {
    table: 'host_file_event',
    rows: hosts.map((number, index) => ({
      time: start + index * 60e6,
      host: `pc-${number}`,
      user: `EXAMPLE\\user-${number}`,
      process_path: program,
      activity: 'read',
      file_path: `C:\\Users\\user-${number}\\${file}`,
      line: index + 1,
    })),
  }
}
