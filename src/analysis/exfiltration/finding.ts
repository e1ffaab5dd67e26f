import { stableId } from '../../base/hash.ts'
import { bytes, number, plural } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { BarsFigure } from '../../model/figure.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import type { History, Peers, Upload } from './query.ts'
import { usual, type Weight } from './weigh.ts'

/** All days on which one host sent one destination oddly much; the largest first. */
export interface Case {
  readonly days: readonly { readonly upload: Upload; readonly weight: Weight; readonly severity: Severity }[]
  readonly history: History | undefined
  readonly peers: Peers | undefined
}

export function findingOf({ days, history, peers }: Case, span: EvidenceSpan): Finding | null {
  const [largest] = days
  if (!largest) return null
  const { upload, weight } = largest
  const severity = days.map((day) => day.severity).toSorted((a, b) => b - a)[0] ?? 1
  const sent = days.reduce((sum, day) => sum + day.upload.bytesOut, 0)
  const dates = days.map((day) => day.upload.day).sort((a, b) => a - b)
  return {
    id: stableId('exfiltration', upload.host, upload.destination),
    analysis: 'exfiltration',
    kind: 'behaviour',
    title: weight.routine
      ? `${upload.host} regularly sends ${bytes(upload.bytesOut)} to ${upload.destination}`
      : `${upload.host} sent ${bytes(sent)} to ${upload.destination}, far more than it usually sends`,
    severity,
    confidence: severity === 3 ? 0.5 : severity === 2 ? 0.35 : 0.15,
    first: isoFromSeconds(dates[0] ?? span.from),
    last: isoFromSeconds((dates.at(-1) ?? span.until) + 86_399),
    about: [
      { kind: 'host', id: upload.host },
      { kind: 'destination', id: upload.destination },
    ],
    because: reasons(largest, days.length, history, peers, span),
    innocentIf: [
      'A back-up, a move of files to a cloud, or a large upload somebody meant to do.',
      'A video call or a screen that was shared for hours: they send as much as they receive, so look at the ratio.',
    ],
    evidence: days.slice(0, 5).map((day) => ({ table: 'visit', source: day.upload.row[0], line: day.upload.row[1] })),
    advice: [
      `Ask who uses ${upload.host} what was sent to ${upload.destination} on ${isoFromSeconds(upload.day).slice(0, 10)}.`,
      'If nobody knows, keep the host as it is and find the program and the files it read that day.',
    ],
    techniques: ['T1048', 'T1567'],
    ...(history && { figure: figureOf(upload, dates, history) }),
  }
}

function reasons(
  { upload, weight }: Case['days'][number],
  count: number,
  history: History | undefined,
  peers: Peers | undefined,
  span: EvidenceSpan,
): readonly Reason[] {
  const middle = usual(history, upload.day)
  const sort = upload.kind === 'seldom' ? 'destinations that few hosts use' : 'destinations that many hosts use'
  return [
    {
      says: weight.own === null ? 'The host has too short a history of its own to compare with.' : 'It is far more than the host sends on other days.',
      observed: `${bytes(upload.bytesOut)} on ${isoFromSeconds(upload.day).slice(0, 10)}${count > 1 ? `, the largest of ${number(count)} such days` : ''}${weight.own === null ? '' : `: ${number(weight.own)} robust standard deviations above`}`,
      ...(middle !== null && { expected: `${bytes(middle)} a day to ${sort}, in the middle of ${plural((history?.days.length ?? 1) - 1, 'other day')}` }),
      weight: weight.own === null ? 0 : 0.35,
    },
    {
      says: weight.peers === null ? 'There are no peers to compare with.' : 'It is compared with what its peers send.',
      observed: weight.peers === null ? 'too few hosts or days' : `${number(weight.peers)} robust standard deviations above`,
      ...(peers && {
        expected: `${bytes(Math.expm1(peers.median))} a day, in the middle of ${plural(peers.hosts, 'host')}${peers.role === '' ? '' : ` of the role “${peers.role}”`}`,
      }),
      weight: weight.peers === null ? 0 : 0.3,
    },
    {
      says: 'It goes one way.',
      observed: `${bytes(upload.bytesOut)} sent, ${bytes(upload.bytesIn)} received`,
      expected: 'most services send more than they get',
      weight: 0.2,
    },
    {
      says: upload.destinationHosts <= 2 ? 'Next to nobody else contacts the destination.' : 'Others contact the destination as well.',
      observed: `${number(upload.destinationHosts)} of ${number(span.hosts)} inside hosts, first on ${isoFromSeconds(upload.began).slice(0, 10)}`,
      weight: upload.destinationHosts <= 2 ? 0.15 : 0,
    },
    ...(weight.routine ? [{ says: 'It is a routine, as back-ups are.', observed: `about as much on ${plural(weight.likeDays, 'other day')}`, weight: 0 }] : []),
  ]
}

/** The host's days, at most sixty, with the odd ones marked and the median as level. */
function figureOf(upload: Upload, odd: readonly number[], history: History): BarsFigure {
  const middle = usual(history, upload.day) ?? 0
  return {
    kind: 'bars',
    title: `Sent by ${upload.host} a day, to destinations that ${upload.kind === 'seldom' ? 'few' : 'many'} hosts use`,
    summary: `${bytes(upload.bytesOut)} to ${upload.destination} on the largest marked day, against ${bytes(middle)} in the middle of the other days.`,
    unit: 'bytes',
    bars: history.days.slice(-60).map(([day, value]) => ({ name: isoFromSeconds(day).slice(0, 10), value, ...(odd.includes(day) && { mark: true }) })),
    level: { name: 'median', value: middle },
  }
}
