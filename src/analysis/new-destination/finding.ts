import { stableId } from '../../base/hash.ts'
import { bytes, number, plural, some } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import type { Newcomer, NewPerDay } from './newcomers.ts'
import { type Signs, severityOf, strengthOf } from './weigh.ts'

/** Seconds of evidence before a destination could be new, and whether that is as long as asked for. */
export interface Baseline {
  readonly seconds: number
  readonly full: boolean
  readonly wanted: number
}

export function newcomerFinding(one: Newcomer, signs: Signs, span: EvidenceSpan, baseline: Baseline): Finding {
  return {
    id: stableId('new-destination', one.destination),
    analysis: 'new-destination',
    kind: 'behaviour',
    title: `${one.destination} is new here, and only ${plural(one.hosts, 'host')} of ${number(span.hosts)} ${one.hosts === 1 ? 'talks' : 'talk'} to it`,
    severity: severityOf(signs, baseline.full),
    confidence: 0.2 + strengthOf(signs) * (baseline.full ? 0.05 : 0.02),
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [{ kind: 'destination', id: one.destination }, ...one.some.map((host) => ({ kind: 'host' as const, id: host }))],
    because: reasons(one, signs, span, baseline),
    innocentIf: [
      'Somebody began to use a new service, or a program got a new server or mirror.',
      'A guest, a new device or a new sensor brought it into view.',
    ],
    evidence: [{ table: 'visit', source: one.row[0], line: one.row[1] }],
    advice: [
      `Ask what ${some(one.some)} ${one.hosts === 1 ? 'has' : 'have'} installed or updated shortly before ${shortTime(isoFromSeconds(one.first))} UTC.`,
      'Find the process that talks to it, and what it sends.',
    ],
    techniques: ['T1071'],
  }
}

function reasons(one: Newcomer, signs: Signs, span: EvidenceSpan, baseline: Baseline): readonly Reason[] {
  const parts: (Reason | false)[] = [
    {
      says: 'Nobody in the organisation met it before.',
      observed: `first met ${shortTime(isoFromSeconds(one.first))} UTC, after ${duration(one.first - span.from)} of evidence`,
      expected: baselineWords(baseline),
      weight: 0.3,
    },
    { says: 'Few hosts talk to it.', observed: `${number(one.hosts)} of ${number(span.hosts)} inside hosts: ${some(one.some, 5)}`, weight: 0.2 },
    signs.habit && {
      says: signs.steady ? 'It is visited on most days since then.' : 'It is visited again and again.',
      observed: `${plural(one.contacts, 'connection')} on ${plural(one.days, 'day')} between ${shortTime(isoFromSeconds(one.first))} and ${shortTime(isoFromSeconds(one.last))} UTC`,
      expected: 'most new destinations are met on one day and never again',
      weight: 0.2,
    },
    signs.sends && { says: 'More is sent to it than comes back.', observed: `${bytes(one.bytesOut)} sent, ${bytes(one.bytesIn)} received`, weight: 0.15 },
    signs.nameless && { says: 'It is an address without a name.', observed: one.destination, weight: 0.1 },
    signs.refused && {
      says: 'Connections to it were refused on the way: what tries is still there.',
      observed: `${number(one.denied)} of ${plural(one.contacts, 'connection')}`,
      weight: 0.1,
    },
  ]
  return parts.filter((part) => part !== false)
}

function baselineWords(baseline: Baseline): string {
  const days = plural(Math.floor(baseline.seconds / 86_400), 'day')
  return baseline.full
    ? `a destination in use would have been met in the ${days} before`
    : `the evidence gives only ${days} to compare with, fewer than the ${number(baseline.wanted)} asked for: many of these were merely not met yet`
}

/** One picture of all that is new, so that the single ones are seen in proportion. */
export function summaryFinding(perDay: readonly NewPerDay[], shown: number, span: EvidenceSpan, baseline: Baseline): Finding {
  const all = perDay.reduce((sum, { destinations }) => sum + destinations, 0)
  const alone = perDay.reduce((sum, day) => sum + day.alone, 0)
  const ordered = perDay.map(({ destinations }) => destinations).sort((a, b) => a - b)
  const middle = ordered[Math.floor(ordered.length / 2)] ?? 0
  const says = `${plural(all, 'destination')} were met for the first time, ${number(alone)} of them by one host alone; ${number(shown)} are shown one by one.`
  return {
    id: stableId('new-destination', 'summary'),
    analysis: 'new-destination',
    kind: 'context',
    title: `${plural(all, 'destination')} new after the first ${plural(Math.floor(baseline.seconds / 86_400), 'day')} of evidence`,
    severity: 1,
    confidence: baseline.full ? 0.9 : 0.4,
    first: isoFromSeconds(perDay[0]?.day ?? span.from),
    last: isoFromSeconds(span.until),
    about: [],
    because: [{ says, observed: `${number(middle)} a day in the middle of the days`, expected: baselineWords(baseline), weight: 1 }],
    innocentIf: ['New destinations appear every day; only those with other signs against them matter.'],
    evidence: [],
    advice: ['Look at days that stand out: a roll-out shows as a wave of new names.'],
    techniques: ['T1071'],
    figure: {
      kind: 'bars',
      title: 'Destinations met for the first time',
      summary: says,
      unit: 'destinations a day',
      bars: perDay
        .slice(-60)
        .map(({ day, destinations }) => ({ name: isoFromSeconds(day).slice(0, 10), value: destinations, mark: destinations > 3 * Math.max(middle, 1) })),
      level: { name: 'median', value: middle },
    },
  }
}
