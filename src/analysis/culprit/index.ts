import { setImmediate } from 'node:timers/promises'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'
import { accountOf, cannotTell } from './account.ts'
import { cohortFigure } from './cohort-figure.ts'
import { dormancyOf } from './dormancy.ts'
import { readFacts, readTraffic, type Traffic } from './evidence.ts'
import { baselineDays, type Facts, leastDays, type Span } from './facts.ts'
import { culpritFinding, supplyChain } from './finding.ts'
import { placebo } from './placebo.ts'
import { type PosedProblem, pose } from './pose.ts'
import type { DestinationRanking } from './problem.ts'
import { rankInSteps } from './rank.ts'
import { type CulpritSettings, culpritSettings } from './settings.ts'
import { type Verdict, verdictOn } from './verdict.ts'

export const culprit = defineAnalysis<CulpritSettings>({
  name: 'culprit',
  version: 1,
  title: 'Culprit: which software explains a new destination',
  looksFor: 'Software releases whose installations explain who talks to a destination that the organisation has never talked to before.',
  techniques: [supplyChain, 'T1497.003'],
  needs: ['visit', 'installed'],
  betterWith: ['host_address', 'installation'],
  settings: culpritSettings,
  run,
})

const day = 86_400
/** Leads shown: what the batch does not bear out, but one destination alone would. */
const mostLeads = 5

async function* run({ lake, settings, signal }: AnalysisInput<CulpritSettings>): AsyncGenerator<Finding> {
  const whole = await evidenceSpan(lake, signal)
  if (!whole) return
  const baseline = baselineDays(whole.from, whole.until, settings.baselineDays)
  if (baseline === undefined) {
    yield cannotTell(
      'the traffic covers too few days to know what is new',
      `traffic of at least ${leastDays} days, better of 65 and more`,
      whole.from,
      whole.until,
    )
    return
  }
  const span: Span = { from: whole.from, until: whole.until, baselineUntil: whole.from + baseline * day }
  const { facts, gaps } = await readFacts(lake, span, settings, signal)
  const problem = pose(facts, settings)
  if (problem.candidates.length === 0) {
    yield cannotTell(
      'no software is known on two or more of the hosts that are seen in traffic',
      'an inventory of software, with install dates, of the hosts in traffic',
      span.from,
      span.until,
    )
    return
  }
  const rankings = await rankInTurns(problem, settings, signal)
  const judged = rankings.map((ranking, index) => ({ ranking, index, verdict: verdictOn(ranking, settings.level) }))
  const named = strongest(judged, 'named')
  const leads = strongest(judged, 'lead')
  const shown = [...named.slice(0, settings.mostFindings), ...leads.slice(0, mostLeads)]
  const traffic = await readTraffic(
    lake,
    shown.flatMap(({ index }) => facts.destinations[index]?.names ?? []),
    signal,
  )
  const namesIn = (some: readonly Judged[]) => some.reduce((sum, { index }) => sum + (facts.destinations[index]?.names.length ?? 0), 0)
  for (const one of shown) yield findingOf(one, { facts, problem, rankings, traffic })
  yield accountOf({
    facts,
    gaps,
    problem,
    rankings,
    named: namesIn(named),
    leads: namesIn(leads),
    wantedBaselineDays: settings.baselineDays,
    placebo: await placeboRuns(problem, settings, signal),
  })
}

interface Judged {
  readonly ranking: DestinationRanking
  readonly index: number
  readonly verdict: Verdict
}

function strongest(judged: readonly Judged[], verdict: Verdict): readonly Judged[] {
  return judged
    .filter((one) => one.verdict === verdict)
    .sort((a, b) => a.ranking.corrected - b.ranking.corrected || a.ranking.none - b.ranking.none || a.index - b.index)
}

interface Surroundings {
  readonly facts: Facts
  readonly problem: PosedProblem
  readonly rankings: readonly DestinationRanking[]
  readonly traffic: ReadonlyMap<string, Traffic>
}

function findingOf({ ranking, index, verdict }: Judged, { facts, problem, rankings, traffic }: Surroundings): Finding {
  const { names, contacts } = facts.destinations[index] ?? { names: [], contacts: [] }
  const seen = names.flatMap((name) => traffic.get(name) ?? [])
  const best = problem.candidates[ranking.ranking[0]?.candidate ?? 0]
  const posed = problem.destinations[index]
  const inOrder = [...contacts].sort((a, b) => a.at - b.at || a.host - b.host)
  const first = inOrder[0]?.at ?? facts.span.from
  const one = {
    destinations: names,
    verdict,
    ranking,
    cohorts: problem.candidates,
    hosts: facts.hosts.length,
    destinationsTested: rankings.filter(({ state }) => state === 'tested').length,
    dormancy: best && posed ? dormancyOf(best, posed) : undefined,
    traffic: seen,
    daysSeen: (facts.span.until - first) / day,
    strata: problem.strata.names,
    rolesLearnt: problem.strata.learnt,
  }
  const hosts = inOrder.map(({ host }) => facts.hosts[host]?.name ?? '')
  return culpritFinding(one, { hosts, first, last: Math.max(first, ...seen.map(({ last }) => last)) }, cohortFigure(facts, problem, index, ranking))
}

async function placeboRuns(
  problem: PosedProblem,
  settings: CulpritSettings,
  signal: AbortSignal,
): Promise<{ readonly runs: number; readonly named: number; readonly of: number } | undefined> {
  if (settings.placeboRuns < 1) return undefined
  let named = 0
  let of = 0
  for (let run = 1; run <= settings.placeboRuns; run++) {
    const tested = (await rankInTurns(placebo(problem, run), settings, signal)).filter(({ state }) => state === 'tested')
    of += tested.length
    named += tested.filter((ranking) => verdictOn(ranking, settings.level) === 'named').length
    // A run may be shorter than a turn: then it ends its turn here.
    await setImmediate()
    signal.throwIfAborted()
  }
  return { runs: settings.placeboRuns, named, of }
}

/** Milliseconds after which the rest of the process gets its turn. */
const turn = 50

async function rankInTurns(problem: PosedProblem, settings: CulpritSettings, signal: AbortSignal): Promise<readonly DestinationRanking[]> {
  const steps = rankInSteps(problem, { alpha: settings.level })
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value.destinations
    if (performance.now() - since < turn) continue
    await setImmediate()
    signal.throwIfAborted()
    since = performance.now()
  }
}
