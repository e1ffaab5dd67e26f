import type { Batch, Row } from '../../model/tables.ts'
import { Generator } from '../statistics/random.ts'

const start = Date.UTC(2024, 2, 4, 6) * 1000
const day = 86_400

interface Calls {
  readonly host: number
  readonly name: string
  readonly address: string
  readonly port?: number
  /** Seconds since the start. */
  readonly times: readonly number[]
  /** Bytes sent, from `least` to `most`. */
  readonly sizes: readonly [least: number, most: number]
}

/** Connections with TLS sessions that name them; inert records, no traffic. */
function traffic(all: readonly Calls[]): Batch[] {
  const connections: Row<'connection'>[] = []
  const sessions: Row<'tls_session'>[] = []
  const random = new Generator(7)
  for (const { host, name, address, port = 443, times, sizes } of all) {
    for (const at of times) {
      const line = connections.length + 1
      const sent = sizes[0] + random.below(sizes[1] - sizes[0] + 1)
      const row = {
        time: start + Math.round(at * 1e6),
        uid: `B${line}`,
        src_ip: `10.0.0.${host}`,
        src_port: 40_000 + (line % 20_000),
        dst_ip: address,
        dst_port: port,
        line,
      }
      connections.push({
        ...row,
        protocol_name: 'tcp',
        service: 'ssl',
        duration: 0.4,
        bytes_out: sent,
        bytes_in: sent * 3,
        ip_bytes_out: sent + 400,
        ip_bytes_in: sent * 3 + 400,
      })
      if (name !== '') sessions.push({ ...row, server_name: name })
    }
  }
  return [
    { table: 'connection', rows: connections },
    { table: 'tls_session', rows: sessions },
  ]
}

/** Calls of a timer: `period` seconds, each pause shorter or longer by up to `jitter` (a share of it). */
export function timer(seed: number, period: number, jitter: number, seconds: number): readonly number[] {
  const random = new Generator(seed)
  const times: number[] = []
  for (let at = random.below(1000) * (period / 1000); at < seconds; at += period * (1 + jitter * (random.below(2001) / 1000 - 1))) times.push(at)
  return times
}

/** Calls at random, `mean` seconds apart on average. */
export function randomCalls(seed: number, mean: number, seconds: number): readonly number[] {
  const random = new Generator(seed)
  const times: number[] = []
  for (let at = 0; at < seconds; at += -mean * Math.log((random.below(1e9) + 1) / 1e9)) times.push(at)
  return times
}

/** A working day of twenty hosts that browse and report to a shared telemetry service. */
function office(): readonly Calls[] {
  const hosts = Array.from({ length: 20 }, (_, index) => index + 1)
  return [
    ...hosts.map((host) => ({ host, name: 'www.example.com', address: '203.0.113.10', times: randomCalls(host, 400, day), sizes: [300, 30_000] as const })),
    ...hosts.map((host) => ({ host, name: 'telemetry.example.net', address: '203.0.113.20', times: timer(host, 300, 0.05, day), sizes: [700, 900] as const })),
  ]
}

/** A channel that calls once a minute and one that sleeps twelve hours, each from one host to its own destination. */
export function positive(): Batch[] {
  return traffic([
    ...office(),
    { host: 5, name: 'cdn.update-mirror.invalid', address: '198.51.100.7', times: timer(101, 60, 0.3, day), sizes: [500, 520] },
    { host: 9, name: 'sync.quiet-night.invalid', address: '198.51.100.8', times: timer(102, 12 * 3600, 0.1, 14 * day), sizes: [400, 2000] },
  ])
}

/** The same telemetry on every host, one host's own random browsing, bursts of it, and a time service. */
export function benign(): Batch[] {
  const bursts = randomCalls(103, 1800, day).flatMap((at) => Array.from({ length: 12 }, (_, index) => at + index * index * 0.7))
  return traffic([
    ...office(),
    { host: 5, name: 'news.example.org', address: '203.0.113.30', times: randomCalls(104, 120, day), sizes: [300, 60_000] },
    { host: 6, name: 'shop.example.org', address: '203.0.113.31', times: bursts, sizes: [300, 60_000] },
    { host: 7, name: '', address: '203.0.113.123', port: 123, times: timer(105, 64, 0.02, day), sizes: [48, 48] },
  ])
}
