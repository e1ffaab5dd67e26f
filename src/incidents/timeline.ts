import { plural, printable } from '../base/text.ts'
import type { Entity } from '../model/entity.ts'
import type { TimelineFigure } from '../model/figure.ts'
import type { Finding } from '../model/finding.ts'
import type { Coverage } from '../model/status.ts'

/** Lanes of an incident, and the tables whose silence is a gap in what can be said there. */
const lanes = [
  { name: 'software', kinds: ['release', 'software', 'file'], tables: ['installation'] },
  { name: 'host', kinds: ['host'], tables: ['process_event', 'file_event'] },
  { name: 'network', kinds: ['destination'], tables: ['connection', 'dns_query', 'http_request', 'tls_session'] },
  { name: 'accounts', kinds: ['account'], tables: ['sign_in', 'account_event'] },
] as const satisfies readonly { readonly name: string; readonly kinds: readonly Entity['kind'][]; readonly tables: readonly string[] }[]

const mostEvents = 60
const mostGaps = 100

/** The findings of an incident over four lanes, with the spans without evidence. Each finding stands in the lane that says most of it. */
export function timelineOf(findings: readonly Finding[], coverage: readonly Coverage[]): TimelineFigure {
  const [earliest] = findings.toSorted((a, b) => (a.first < b.first ? -1 : 1))
  const [begin, end] = [Math.min(...findings.map(({ first }) => seconds(first))), Math.max(...findings.map(({ last }) => seconds(last)))]
  return {
    kind: 'timeline',
    title: earliest ? whenTitle(begin, end, laneOf(earliest)) : 'Nothing of it is found any more',
    summary: `${plural(findings.length, 'finding')}${earliest ? ` between ${day(begin)} and ${day(end)}, UTC; the first: ${printable(earliest.title, 120)}` : ''}.`,
    lanes: lanes.map(({ name, tables }) => {
      const gaps = gapsOf(coverage, tables).filter(([from, until]) => until >= begin && from <= end)
      return {
        name,
        events: findings
          .filter((finding) => laneOf(finding) === name)
          .sort((a, b) => (a.first < b.first ? -1 : 1))
          .slice(0, mostEvents)
          .map((finding) => ({
            time: seconds(finding.first),
            until: seconds(finding.last),
            label: printable(finding.title, 120),
            tone: finding.severity >= 4 ? 'bad' : finding.severity === 3 ? 'warn' : 'plain',
          })),
        ...(gaps.length > 0 && { gaps: gaps.slice(0, mostGaps) }),
      }
    }),
  }
}

/** The conclusion of the picture: when it began, where it showed first, and how long it went on. */
function whenTitle(begin: number, end: number, lane: (typeof lanes)[number]['name']): string {
  const where = { software: 'in software', host: 'on a host', network: 'in the network', accounts: 'at accounts' }[lane]
  const days = Math.round((end - begin) / 86_400)
  return `It began ${where} on ${day(begin)}${days < 1 ? '' : ` and was last seen ${plural(days, 'day')} later`}`
}

/** An account, then what explains, then where it went, then the host alone. */
function laneOf({ about, kind }: Finding): (typeof lanes)[number]['name'] {
  const has = (kinds: readonly Entity['kind'][]) => about.some((entity) => kinds.includes(entity.kind))
  if (has(['account'])) return 'accounts'
  if (kind === 'explains' || (has(['release', 'software', 'file']) && !has(['destination']))) return 'software'
  return has(['destination']) ? 'network' : 'host'
}

/** A lane is dark only while every source that feeds it is silent. */
function gapsOf(coverage: readonly Coverage[], tables: readonly string[]): readonly (readonly [number, number])[] {
  const feeding = coverage.filter(({ table }) => tables.includes(table))
  const [first, ...others] = feeding.map(({ gaps }) => gaps.map(({ from, until }) => [seconds(from), seconds(until)] as const))
  return others.reduce((dark, gaps) => dark.flatMap((span) => gaps.flatMap((gap) => overlap(span, gap))), first ?? [])
}

function overlap(a: readonly [number, number], b: readonly [number, number]): readonly (readonly [number, number])[] {
  const [from, until] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])]
  return from < until ? [[from, until]] : []
}

function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}

function day(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10)
}
