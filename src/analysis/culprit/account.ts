import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { Gaps } from './evidence.ts'
import type { Facts } from './facts.ts'
import type { PosedProblem } from './pose.ts'
import type { DestinationRanking } from './problem.ts'

const day = 86_400

/** Says that nothing could be tested, and why. */
export function cannotTell(why: string, needed: string, first: number, last: number): Finding {
  return {
    ...frame('cannot tell', first, last),
    title: `Cannot tell which software explains new traffic: ${why}`,
    because: [{ says: why, observed: why, expected: needed, weight: 1 }],
    advice: [`Add ${needed}, then run gatehouse assess again.`],
  }
}

export interface Account {
  readonly facts: Facts
  readonly gaps: Gaps
  readonly problem: PosedProblem
  readonly rankings: readonly DestinationRanking[]
  readonly named: number
  readonly leads: number
  readonly wantedBaselineDays: number
  /** Names among the destinations when installations were shuffled, in so many runs. */
  readonly placebo: { readonly runs: number; readonly named: number; readonly of: number } | undefined
}

/** What was tested, what could not be, and how far to trust it: so that silence is not read as "nothing there". */
export function accountOf(account: Account): Finding {
  const { facts, gaps, rankings, named, leads } = account
  const count = (state: DestinationRanking['state']) => rankings.filter((ranking) => ranking.state === state).length
  const lone = gaps.lone + count('one host')
  return {
    ...frame('account', facts.span.from, facts.span.until),
    title: `${plural(named, 'new destination')} explained by software${leads > 0 ? ` and ${plural(leads, 'lead')}` : ''}, of ${plural(gaps.lone + gaps.untaken + facts.destinations.flatMap(({ names }) => names).length, 'new destination')}; ${number(lone)} not identifiable`,
    because: [
      {
        says: `${plural(count('tested'), 'new destination')} of several hosts could be tested against ${plural(account.problem.candidates.length, 'cohort')} of software on ${plural(facts.hosts.length, 'host')}`,
        observed: `${number(named)} explained`,
        weight: 0.4,
      },
      ...notIdentifiable(lone, gaps, count('untestable')),
      baselineReason(account),
      ...gapReasons(gaps),
      ...placeboReason(account.placebo),
    ],
    advice: [
      'For a destination that one host alone talks to, look at the process on that host: statistics over hosts cannot name it.',
      'Keep the evidence coming: with more hosts and more days, fewer contacts are left over.',
    ],
  }
}

function frame(subject: string, first: number, last: number): Omit<Finding, 'title' | 'because' | 'advice'> {
  return {
    id: stableId('culprit', subject, 'summary'),
    analysis: 'culprit',
    kind: 'context',
    severity: 1,
    confidence: 0.95,
    first: isoFromSeconds(first),
    last: isoFromSeconds(last),
    about: [{ kind: 'source', id: 'traffic and inventory' }],
    innocentIf: [],
    evidence: [],
    techniques: [],
  }
}

function notIdentifiable(lone: number, gaps: Gaps, untestable: number): readonly Reason[] {
  const examples =
    gaps.loneNames.length > 0
      ? `, such as ${some(
          gaps.loneNames.map((name) => printable(name, 60)),
          3,
        )}`
      : ''
  return [
    ...(lone > 0
      ? [
          {
            says: `${plural(lone, 'new destination')} of one host each: not identifiable, because everything on that host explains it equally${examples}`,
            observed: number(lone),
            weight: 0.2,
          },
        ]
      : []),
    ...(untestable > 0
      ? [
          {
            says: `${plural(untestable, 'new destination')} of too few hosts for any software to stand out from chance`,
            observed: number(untestable),
            weight: 0.2,
          },
        ]
      : []),
    ...(gaps.untaken > 0
      ? [
          {
            says: `${plural(gaps.untaken, 'new destination')} beyond the limit of this analysis (mostDestinations), those with the fewest hosts`,
            observed: number(gaps.untaken),
            weight: 0.1,
          },
        ]
      : []),
  ]
}

function baselineReason({ facts, wantedBaselineDays }: Account): Reason {
  const used = Math.round((facts.span.baselineUntil - facts.span.from) / day)
  return {
    says:
      used < wantedBaselineDays
        ? `A third of the evidence, ${number(used)} days, served as baseline instead of ${number(wantedBaselineDays)}: some destinations may only seem new`
        : `${number(used)} days of evidence served as baseline`,
    observed: plural(used, 'day'),
    expected: plural(wantedBaselineDays, 'day'),
    weight: 0.1,
  }
}

function gapReasons(gaps: Gaps): readonly Reason[] {
  return [
    ...(gaps.unknownHosts > 0
      ? [
          {
            says: `${plural(gaps.unknownHosts, 'host')} in traffic whose software is unknown were left out: unknown is not “does not have it”`,
            observed: number(gaps.unknownHosts),
            weight: 0.1,
          },
        ]
      : []),
    ...(gaps.changedOnly
      ? [
          {
            says: 'There is so much software in the inventory that only what changed during the evidence was looked at',
            observed: 'changed software only',
            weight: 0.1,
          },
        ]
      : []),
  ]
}

function placeboReason(placebo: Account['placebo']): readonly Reason[] {
  if (!placebo) return []
  return [
    {
      says: `With installations shuffled among like hosts, ${number(placebo.named)} of ${plural(placebo.of, 'test')} named something in ${plural(placebo.runs, 'run')}: that is how often chance is named in this evidence`,
      observed: `${number(placebo.named)} of ${number(placebo.of)}`,
      weight: 0.1,
    },
  ]
}
