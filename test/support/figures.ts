import { isoFromSeconds } from '../../src/base/time.ts'
import type { BarsFigure, BeaconFigure, CohortFigure, CurveFigure, TimelineFigure } from '../../src/model/figure.ts'

/** 20 March 2023, 00:00 UTC, seconds. */
export const start = Date.UTC(2023, 2, 20) / 1000
const day = 86_400
export const destination = 'nimbus-cloudservice.invalid'
export const talkers = ['finance-07', 'finance-09', 'finance-11', 'hr-02', 'hr-04', 'ops-01', 'ops-03', 'ops-08', 'legal-01', 'board-02', 'lab-13', 'lab-14']

/** Days after the start → ISO 8601. */
export function at(days: number): string {
  return isoFromSeconds(start + days * day)
}

/** The same numbers in [0, 1) on every run: Mulberry32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function sampleBeacon(points = 220): BeaconFigure {
  const random = generator(7)
  let time = start + 2.4 * day
  return {
    kind: 'beacon',
    title: `finance-07 calls ${destination} every 60 min`,
    summary: '220 connections over 9 days; half of the intervals lie between 58 and 62 minutes.',
    period: 3600,
    points: Array.from({ length: points }, (_, index) => {
      const interval = index % 61 === 60 ? 9 * 3600 : 3600 * (0.96 + 0.08 * random())
      time += interval
      return [time, interval, 420 + Math.floor(random() * 2400)] as const
    }),
  }
}

export function sampleCohort(silent = 60): CohortFigure {
  const random = generator(11)
  const has = (chance: number) => (random() < chance ? 1 : random() < 0.1 ? null : 0)
  const talking = talkers.map((name, index) => ({
    name,
    contact: start + (2.4 + index * 0.4) * day,
    has: [1, has(0.6), has(0.9), has(0.3), has(0.5), has(0.1)] as const,
  }))
  const others = Array.from({ length: silent }, (_, index) => ({
    name: `desk-${String(index + 1).padStart(3, '0')}`,
    contact: null,
    has: [index < 2 ? 1 : index === 7 ? null : 0, has(0.6), has(0.9), has(0.3), has(0.5), has(0.1)] as const,
  }))
  return {
    kind: 'cohort',
    title: `Who has which software, and who talks to ${destination}`,
    summary: 'All 12 hosts that talk to it have Softphone Desktop 18.12.416; of the 60 that do not, 2 have it.',
    destination,
    releases: ['Softphone Desktop 18.12.416', 'Office Suite 2302', 'Browser 111.0.5563', 'PDF Reader 23.1', 'Backup Agent 7.4', 'VPN Client 5.0'],
    hosts: [...talking, ...others],
  }
}

export function sampleTimeline(): TimelineFigure {
  const event = (days: number, label: string, tone: 'plain' | 'warn' | 'bad', until?: number) => ({
    time: start + days * day,
    label,
    tone,
    ...(until !== undefined && { until: start + until * day }),
  })
  return {
    kind: 'timeline',
    title: 'How it went',
    summary: 'Installed on 21 March, first contact on 22 March, hourly calls until the evidence ends on 31 March.',
    lanes: [
      { name: 'Installed', events: [event(1.1, 'first of 14 installations', 'plain'), event(1.9, 'last of 14 installations', 'plain')] },
      {
        name: 'finance-07',
        events: [event(2.4, 'first contact', 'warn'), event(2.5, 'hourly calls', 'bad', 11.2), event(9.1, '48 MB sent in one night', 'bad')],
      },
      { name: 'hr-02', events: [event(3.6, 'first contact', 'warn'), event(3.7, 'hourly calls', 'bad', 11.1)], gaps: [[start + 6 * day, start + 7.2 * day]] },
      { name: 'Vendor', events: [event(8.2, 'forum post: alarm taken for a false one', 'plain'), event(9.6, 'advisory published', 'warn')] },
    ],
  }
}

export function sampleBars(): BarsFigure {
  const hosts = ['finance-07', 'desk-004', 'lab-13', 'hr-02', 'build-server-01.example.invalid', 'desk-019', 'desk-044', 'desk-002', 'desk-031']
  return {
    kind: 'bars',
    title: 'Bytes sent to destinations new to the organisation',
    summary: 'finance-07 sent 48 MB, the median host 110 kB.',
    unit: 'bytes',
    bars: hosts.map((name, index) => ({ name, value: Math.round(48.2e6 / (1 + index) ** 2.4), ...(index === 0 && { mark: true }) })),
    level: { name: 'median of all hosts', value: 1.1e6 },
  }
}

export function sampleCurve(products = 4): CurveFigure {
  const stair = (pace: number) => Array.from({ length: 12 }, (_, index) => [index * pace, 1 - 0.078 * (index + 1)] as const)
  return {
    kind: 'curve',
    title: 'Updates take 21 days to reach half of the hosts; after 14 days 69 % still wait',
    summary: 'Share of hosts that still have an older version, by days since a newer one was first seen in the organisation.',
    days: 'days since the newer version came',
    share: 'still with the older version',
    curves: [
      { name: 'all products', steps: stair(3.5).map(([day, share]) => [day, share, Math.max(0, share - 0.06), Math.min(1, share + 0.05)] as const) },
      ...Array.from({ length: products }, (_, index) => ({ name: `Cedar Editor ${index + 1}`, steps: stair(2 + index * 2) })),
    ],
    limit: { name: '14 days', day: 14 },
  }
}
