import { stableId } from '../../base/hash.ts'
import type { Lives } from '../../base/questions/lifecycles.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import { knowledgeReason, releaseName, whereWords } from '../updates/release-finding.ts'
import { graveness, type Lag } from './lag.ts'

const mostHosts = 1000

/** A release that is behind, and by how long. */
export function oldRelease(lag: Lag, limit: number, feeds: string, now: Date): Finding {
  const { product, vendor, version, hosts, latest, cyclesBehind, elsewhere, days } = lag
  const named = releaseName(lag)
  const at = now.getTime() / 1000
  const target = printable(latest?.version ?? elsewhere?.version ?? '', 40)
  const behind = days === null ? '' : ` for at least ${plural(days, 'day')}`
  const severity = graveness(lag, limit)
  return {
    id: stableId('out-of-date', product, vendor, version),
    analysis: 'out-of-date',
    kind: 'posture',
    title:
      target === ''
        ? `${named} on ${plural(hosts.length, 'host')} is ${plural(cyclesBehind ?? 0, 'release cycle')} behind`
        : `${named} on ${plural(hosts.length, 'host')} has been behind ${target}${behind}`,
    severity,
    confidence: lag.confidence,
    first: isoFromSeconds(at - (days ?? 0) * 86_400),
    last: isoFromSeconds(at),
    about: [{ kind: 'release', id: `${product}@${version}` }, ...hosts.slice(0, mostHosts).map((id) => ({ kind: 'host', id }) as const)],
    because: [
      ...reasons(lag, limit),
      { says: 'It is there still, as far as the inventory tells.', observed: whereWords(hosts), weight: 0.2 },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      'the newer version is held back on purpose, and the reason is known',
      ...(elsewhere ? ['the newer version is a trial on a few hosts'] : []),
      'repairs are carried back into the older version',
    ],
    evidence: lag.rows
      .filter(([source]) => source > 0)
      .slice(0, 100)
      .map(([source, line]) => ({ table: 'installation', source, line })),
    advice: [
      target === ''
        ? `Move ${named} to a release cycle that is looked after.`
        : `Update ${named} to ${target} or later; see the finding on its update, if there is one, for whether it is safe to take.`,
    ],
    techniques: [],
  }
}

function reasons({ latest, cyclesBehind, elsewhere }: Lag, limit: number): readonly Reason[] {
  const all = [
    ...(latest
      ? [
          {
            says: `A later release of its cycle ${printable(latest.cycle, 30)} is out.`,
            observed: `${printable(latest.version, 40)}, ${latest.days === null ? 'on a day that is not told' : `${plural(latest.days, 'day')} ago`}`,
            expected: `an update within ${plural(limit, 'day')}`,
          },
        ]
      : []),
    ...(cyclesBehind !== null && cyclesBehind > 0
      ? [{ says: 'Later release cycles are out, and its own is not known to be looked after.', observed: `${plural(cyclesBehind, 'later cycle')}` }]
      : []),
    ...(elsewhere
      ? [
          {
            says: 'Other hosts of the organisation have a newer version.',
            observed: `${printable(elsewhere.version, 40)} on ${plural(elsewhere.hosts, 'host')}${elsewhere.days === null ? '' : `, the first since ${plural(elsewhere.days, 'day')}`}`,
            expected: 'the same version everywhere',
          },
        ]
      : []),
  ]
  return all.map((reason) => ({ ...reason, weight: 0.8 / all.length }))
}

/** Programs of which nothing is known, so that nobody takes silence for “up to date”. */
export function untold(count: number, others: Lives['others'], feeds: string, now: Date): Finding {
  return {
    id: stableId('out-of-date', 'untold'),
    analysis: 'out-of-date',
    kind: 'context',
    title: `Of ${plural(count, 'release')} it is not known what the latest version is`,
    severity: 1,
    confidence: 1,
    first: isoFromSeconds(now.getTime() / 1000),
    last: isoFromSeconds(now.getTime() / 1000),
    // About no release: what is said of all of them belongs to the incident of none.
    about: [],
    because: [
      {
        says: 'No life cycle names their product, or which cycle they are of cannot be told. They were compared with other hosts only.',
        observed:
          others.count > 0
            ? `${number(others.count)} without a life cycle: ${some(
                others.first.map((one) => printable(`${one.product} ${one.version}`.trim(), 60)),
                5,
                others.count,
              )}`
            : plural(count, 'release'),
        weight: 1,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: [],
    evidence: [],
    advice: [],
    techniques: [],
  }
}
