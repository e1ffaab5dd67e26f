import { tierOf } from '../../base/exploitation.ts'
import { stableId } from '../../base/hash.ts'
import type { Lived, Lives } from '../../base/questions/lifecycles.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { exploitationWords } from '../updates/exploitation.ts'
import { dayOf, hostsWithAny, livedName, rowsOf } from '../updates/lifecycle-words.ts'
import { aboutRelease, distinctSoftware, hostsOf, knowledgeReason, releaseName, whereWords } from '../updates/release-finding.ts'
import { nameOf, type Weakness } from '../updates/weakness.ts'
import type { Ending } from './index.ts'

const mostHosts = 1000

/** Gets no more security updates; worse where a weakness of it is used already. */
export function endedProduct({ end, group }: Ending, weaknesses: readonly Weakness[], feeds: string, now: Date): Finding {
  const used = weaknesses.filter(({ exploitation }) => tierOf(exploitation) === 'used')
  const named = productWords(group)
  const hosts = hostsWithAny(group)
  return {
    ...common(group, end.at, now),
    title: `${named} on ${plural(hosts.length, 'host')} gets no more security updates${end.at === null ? '' : ` since ${dayOf(end.at)}`}${used.length > 0 ? ', and has a weakness that is exploited' : ''}`,
    severity: used.length > 0 ? 4 : 3,
    because: [
      {
        says: 'Its release cycle has ended: what is found in it from now on stays open.',
        observed: `${versionWords(group)}; security updates ended${end.at === null ? ', on a day that is not told' : ` on ${dayOf(end.at)}`}`,
        expected: 'a release that is looked after',
        weight: 0.6,
      },
      ...(used.length > 0
        ? [
            {
              says: 'It has weaknesses that are known to be exploited.',
              observed: some(
                used.map((one) => `${printable(nameOf(one), 40)} (${exploitationWords(one.exploitation)})`),
                3,
              ),
              weight: 0.2,
            },
          ]
        : []),
      { says: 'It is there still, as far as the inventory tells.', observed: whereWords(hosts), weight: 0.2 },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      ...(end.paidUntil !== null && end.paidUntil > now.getTime() / 1000
        ? [`updates are bought until ${dayOf(end.paidUntil)}`]
        : ['updates for it are bought']),
      ...(group.some(({ by }) => by === 'name' || by === 'name and year') ? ['it is another software of that name'] : []),
    ],
    advice: [`Replace ${named} on ${hostWords(hosts)} by a release that is looked after, or cut it off from everything that it can be reached by.`],
    techniques: used.length > 0 ? ['T1190', 'T1203'] : [],
  }
}

/** Gets security updates for some days only. */
export function endingProduct({ end, group }: Ending, feeds: string, now: Date): Finding {
  const named = productWords(group)
  const hosts = hostsWithAny(group)
  const at = end.at ?? now.getTime() / 1000
  const left = Math.ceil((at - now.getTime() / 1000) / 86_400)
  return {
    ...common(group, null, now),
    title: `${named} on ${plural(hosts.length, 'host')} gets security updates for ${plural(left, 'more day', 'more days')}, until ${dayOf(at)}`,
    severity: 2,
    because: [
      { says: 'Its release cycle ends soon.', observed: `${versionWords(group)}; security updates end on ${dayOf(at)}`, weight: 0.7 },
      { says: 'It is there still, as far as the inventory tells.', observed: whereWords(hosts), weight: 0.3 },
      knowledgeReason(feeds),
    ],
    innocentIf: ['its replacement is under way', 'updates for it are bought'],
    advice: [`Plan the replacement of ${named} on ${hostWords(hosts)} before ${dayOf(at)}.`],
    techniques: [],
  }
}

/** Affected, and no repair will come. */
export function unrepaired(group: readonly Weakness[], feeds: string, now: Date): Finding {
  const [first] = group
  if (!first) throw new RangeError('a finding needs a weakness')
  const named = releaseName(first.software)
  const hosts = hostsOf(distinctSoftware(group))
  const used = group.some(({ exploitation }) => tierOf(exploitation) === 'used')
  return {
    id: stableId('end-of-life', 'unrepaired', first.software.product, first.software.version),
    analysis: 'end-of-life',
    ...aboutRelease(group, now),
    title: `${named} on ${plural(hosts.length, 'host')} has ${plural(group.length, 'weakness', 'weaknesses')} for which no repair will come`,
    severity: used ? 4 : 3,
    because: [
      ...group.slice(0, 6).map((one) => ({
        says: `${printable(nameOf(one), 40)}: ${one.noFix === true ? 'its maker plans no repair' : 'no repaired version is named, and its release cycle has ended'}.`,
        observed: [one.verdict.because, exploitationWords(one.exploitation)].filter((text) => text !== '').join('; '),
        expected: 'a version with a repair',
        weight: 0.8 / Math.min(6, group.length),
      })),
      { says: 'It is there still, as far as the inventory tells.', observed: whereWords(hosts), weight: 0.2 },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      'the part that has the weakness is switched off or cannot be reached: a VEX statement says so',
      'somebody else repairs it (a distribution, paid support)',
    ],
    advice: [`Take ${named} off ${hostWords(hosts)}, or put it where only those reach it who must: waiting for an update does not help.`],
    techniques: used ? ['T1190', 'T1203'] : [],
  }
}

/** Of what it cannot be told: information, all in one. */
export function untold(unknown: readonly Lived[], others: Lives['others'], feeds: string, now: Date): Finding {
  const count = unknown.length + others.count
  return {
    id: stableId('end-of-life', 'untold'),
    analysis: 'end-of-life',
    kind: 'context',
    title: `Of ${plural(count, 'release')} it cannot be told whether they still get security updates`,
    severity: 1,
    confidence: 1,
    first: isoFromSeconds(now.getTime() / 1000),
    last: isoFromSeconds(now.getTime() / 1000),
    // About no release: what is said of all of them belongs to the incident of none.
    about: [],
    because: [
      ...(others.count > 0
        ? [
            {
              says: 'No life cycle names their product.',
              observed: `${number(others.count)}: ${some(
                others.first.map((one) => printable(`${one.product} ${one.version}`.trim(), 60)),
                5,
                others.count,
              )}`,
              weight: 0.5,
            },
          ]
        : []),
      ...(unknown.length > 0
        ? [
            {
              says: 'The product has a life cycle, but which cycle they are of, or when it ends, is not known.',
              observed: `${number(unknown.length)}: ${some(unknown.map(livedName), 5)}`,
              weight: 0.5,
            },
          ]
        : []),
      knowledgeReason(feeds),
    ],
    innocentIf: [],
    evidence: [],
    advice: [],
    techniques: [],
  }
}

function common(
  group: readonly Lived[],
  since: number | null,
  now: Date,
): Pick<Finding, 'id' | 'analysis' | 'kind' | 'first' | 'last' | 'about' | 'evidence' | 'confidence'> {
  const [first] = group
  const at = now.getTime() / 1000
  const releases = group.filter(({ table }) => table === 'installation')
  return {
    id: stableId('end-of-life', first?.table ?? '', first?.all[0]?.product ?? '', ...(first?.cycles ?? []).map(({ cycle }) => cycle)),
    analysis: 'end-of-life',
    kind: 'posture',
    first: isoFromSeconds(Math.min(at, since ?? at)),
    last: isoFromSeconds(at),
    about: [
      ...releases.slice(0, 100).map(({ name, version }) => ({ kind: 'release', id: `${name}@${version}` }) as const),
      ...hostsWithAny(group)
        .slice(0, mostHosts)
        .map((id) => ({ kind: 'host', id }) as const),
    ],
    evidence: rowsOf(group),
    confidence: Math.max(...group.map(({ confidence }) => confidence)),
  }
}

/** `Python 3.7`: the product and its cycles, as the list calls them. */
function productWords(group: readonly Lived[]): string {
  const [first] = group
  const cycles = (first?.cycles ?? []).map(({ cycle }) => printable(cycle, 30))
  return `${printable(first?.all[0]?.title ?? '', 80)} ${some(cycles, 2)}`
}

function versionWords(group: readonly Lived[]): string {
  return some([...new Set(group.map(livedName))], 3)
}

function hostWords(hosts: readonly string[]): string {
  return some(
    hosts.map((host) => printable(host, 60)),
    5,
  )
}
