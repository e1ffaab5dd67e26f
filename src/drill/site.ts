import { registeredDomain } from '../base/domain.ts'
import { hashOf, labelOf, unitOf } from './random.ts'

/** Median, and the standard deviation of the logarithm: sizes and durations of traffic are log-normal. */
export type Spread = readonly [median: number, spread: number]

export interface Ticks {
  /** Seconds. */
  readonly period: number
  /** Share of the period by which a tick may be early or late, both ways together, 0 … 1. */
  readonly jitter: number
  /** Share of ticks that do not happen. */
  readonly missed: number
  /** Seconds after midnight between which the grid begins; anywhere in the period where there is none. */
  readonly within?: readonly [from: number, until: number]
}

/** How the connections of one visit look. */
export interface Traffic {
  readonly protocol: 'tls' | 'http' | 'smb'
  /** Whose TLS it is: a browser's, or the system's library as programs use it. */
  readonly stack: 'browser' | 'system'
  /** Mean connections in a visit, at least one. Ignored where there are ticks. */
  readonly contacts: number
  /** Median seconds between them. */
  readonly gap: number
  readonly ticks?: Ticks
  readonly sent: Spread
  readonly received: Spread
  readonly seconds: Spread
}

/** A place on the network that hosts talk to. */
export interface Site {
  readonly name: string
  readonly destination: string
  /** Names its random streams. */
  readonly label: number
  readonly direction: 'outward' | 'inside'
  readonly addresses: readonly string[]
  readonly traffic: Traffic
  /** Content networks: the full name is one of so many below the site's. */
  readonly shards?: number
  /** Refused by policy. */
  readonly denied: boolean
  /** The client program, whose version the user agent of plain HTTP tells; a browser where there is none. */
  readonly client?: string
}

export const ports: Readonly<Record<Traffic['protocol'], number>> = { tls: 443, http: 80, smb: 445 }

export const traffics = {
  pages: { protocol: 'tls', stack: 'browser', contacts: 2, gap: 25, sent: [2400, 0.7], received: [38_000, 1.3], seconds: [18, 1.1] },
  plainPages: { protocol: 'http', stack: 'browser', contacts: 2, gap: 20, sent: [620, 0.4], received: [21_000, 1.2], seconds: [1.4, 1] },
  service: { protocol: 'tls', stack: 'browser', contacts: 4, gap: 2600, sent: [9000, 1], received: [60_000, 1.2], seconds: [240, 1.2] },
  check: { protocol: 'tls', stack: 'system', contacts: 1, gap: 60, sent: [1100, 0.2], received: [5200, 0.3], seconds: [0.6, 0.5] },
  download: { protocol: 'tls', stack: 'system', contacts: 1, gap: 60, sent: [1600, 0.2], received: [64_000_000, 0.5], seconds: [22, 0.6] },
  plainDownload: { protocol: 'http', stack: 'system', contacts: 1, gap: 60, sent: [310, 0.1], received: [48_000_000, 0.5], seconds: [17, 0.6] },
  shares: { protocol: 'smb', stack: 'system', contacts: 2, gap: 5400, sent: [90_000, 1.4], received: [700_000, 1.6], seconds: [900, 1] },
  backup: { protocol: 'tls', stack: 'system', contacts: 3, gap: 1200, sent: [2_400_000_000, 0.8], received: [900_000, 0.4], seconds: [1500, 0.5] },
} as const satisfies Record<string, Traffic>

/** Telemetry or a beacon: small, alike and regular. */
export function regular(period: number, jitter: number, sent: number, missed = 0.03): Traffic {
  return { ...traffics.check, ticks: { period, jitter, missed }, sent: [sent, 0.12], received: [sent * 2.2, 0.15] }
}

/** A place outside. Its addresses are hashed from its name, from the ranges for documentation and benchmarks (RFC 5737, RFC 2544). */
export function outside(name: string, traffic: Traffic, more: Partial<Pick<Site, 'shards' | 'denied' | 'client'>> = {}): Site {
  const label = labelOf(name)
  const addresses = Array.from({ length: 1 + (label % 3) }, (_, index) => outsideAddress(more.shards ? labelOf('content network') : label, index))
  return { name, destination: registeredDomain(name), label, direction: 'outward', addresses, traffic, denied: false, ...more }
}

/** A server inside: by name where it speaks TLS or HTTP, else by address alone. */
export function inside(name: string, address: string, traffic: Traffic, client?: string): Site {
  const named = traffic.protocol !== 'smb'
  return {
    name: named ? name : '',
    destination: named ? registeredDomain(name) : address,
    label: labelOf(`${name} ${traffic.protocol}`),
    direction: 'inside',
    addresses: [address],
    traffic,
    denied: false,
    ...(client !== undefined && { client }),
  }
}

function outsideAddress(label: number, index: number): string {
  const hash = hashOf(label, index, 31)
  const last = 1 + ((hash >>> 8) % 254)
  const pick = unitOf(label, index, 32)
  if (pick < 0.04) return `192.0.2.${last}`
  if (pick < 0.08) return `198.51.100.${last}`
  if (pick < 0.12) return `203.0.113.${last}`
  return `198.${18 + (hash & 1)}.${(hash >>> 16) & 255}.${last}`
}

/** The moments of a regular activity in a span, each a small hash away from its place on the grid. Seconds. */
export function* ticksBetween(ticks: Ticks, labels: readonly [seed: number, site: number, host: number], from: number, until: number): Generator<number> {
  const [earliest, latest] = ticks.within ?? [0, ticks.period]
  const phase = earliest + unitOf(...labels, 41) * (latest - earliest)
  const last = Math.ceil((until - phase) / ticks.period + 1)
  for (let tick = Math.floor((from - phase) / ticks.period - 1); tick <= last; tick++) {
    if (unitOf(...labels, tick, 43) < ticks.missed) continue
    const moment = phase + (tick + ticks.jitter * (unitOf(...labels, tick, 42) - 0.5)) * ticks.period
    if (moment >= from && moment < until) yield moment
  }
}
