import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 4, 6) * 1000
const hour = 3600e6
const day = 24 * hour
const hosts = 40
const days = 50

/** A visit of one host to one name, microseconds. */
export interface Visit {
  readonly host: number
  readonly name: string
  readonly time: number
}

/** Hosts with the release, and when they got it: half of all, over a week from day 20. */
export const updated = new Map(Array.from({ length: hosts / 2 }, (_, order) => [2 * order, start + (20 + (order % 7)) * day + 10 * hour]))

/** Forty hosts with Marble Reader 5.0, half of which get 5.1, and fifty days of well-known traffic beside what is given. */
export function office(extra: readonly Visit[]): Batch[] {
  const known = Array.from({ length: hosts * days }, (_, index) => ({
    host: index % hosts,
    name: index % 3 === 0 ? 'www.everyday.example' : 'docs.everyday.example',
    time: start + Math.floor(index / hosts) * day + 8 * hour + (index % hosts) * 60e6,
  }))
  const visits = [...known, ...extra].sort((a, b) => a.time - b.time)
  const ends = ({ host, name, time }: Visit, index: number) => ({
    time,
    uid: `R${index}`,
    src_ip: `10.8.0.${host + 1}`,
    src_port: 40_000 + (index % 20_000),
    dst_ip: `198.51.100.${[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 250}`,
    dst_port: 443,
    line: index + 1,
  })
  return [
    { table: 'installation', rows: installations() },
    {
      table: 'connection',
      rows: visits.map((visit, index) => ({
        ...ends(visit, index),
        protocol_name: 'tcp',
        service: 'ssl',
        duration: 1,
        bytes_out: 900,
        bytes_in: 3000,
        conn_state: 'SF',
      })),
    },
    { table: 'tls_session', rows: visits.map((visit, index) => ({ ...ends(visit, index), server_name: visit.name, established: true })) },
  ]
}

function installations(): Row<'installation'>[] {
  const all = Array.from({ length: hosts }, (_, host) => ({ host, version: '5.0', at: start - 100 * day }))
  const rows = [...all, ...[...updated].map(([host, at]) => ({ host, version: '5.1', at }))]
  return rows.map(({ host, version, at }, index) => ({
    host: `10.8.0.${host + 1}`,
    product: 'Marble Reader',
    vendor: 'Marble',
    version,
    installed_at: at,
    seen_at: start + days * day,
    basis: 'inventory',
    line: index + 1,
  }))
}

/** Every day from `after` days after the update on, to the end. */
function daily(host: number, name: string, from: number): Visit[] {
  return Array.from({ length: days }, (_, at) => start + at * day + 14 * hour + host * 60e6).flatMap((time) => (time > from ? [{ host, name, time }] : []))
}

/** Sixteen of the twenty hosts with 5.1 begin to talk to a name that is new to all, and so does one host with 5.0. */
export function positive(): Batch[] {
  const begun = [...updated].filter((_, order) => order % 5 !== 4).flatMap(([host, at]) => daily(host, 'ads.reader-insight.invalid', at + (host % 4) * day))
  return office([...begun, ...daily(9, 'ads.reader-insight.invalid', start + 30 * day)])
}

/** Hosts of both versions begin to talk to a new name, those with the update a little oftener; and an old habit goes on. */
export function benign(): Batch[] {
  const both = Array.from({ length: hosts }, (_, host) => host).filter((host) => host % 3 === 0 || host === 2 || host === 4)
  const habit = Array.from({ length: hosts }, (_, host) => host).filter((host) => host % 4 === 1)
  return office([
    ...both.flatMap((host) => daily(host, 'news.example.org', start + (22 + (host % 9)) * day)),
    ...habit.flatMap((host) => daily(host, 'maps.example.net', start)),
  ])
}
