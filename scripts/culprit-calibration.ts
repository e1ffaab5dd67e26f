import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Cohort } from '../src/analysis/culprit/cohorts.ts'
import { joinCompanions } from '../src/analysis/culprit/companions.ts'
import { baselineDays, type Facts } from '../src/analysis/culprit/facts.ts'
import { placebo } from '../src/analysis/culprit/placebo.ts'
import { pose } from '../src/analysis/culprit/pose.ts'
import type { DestinationRanking } from '../src/analysis/culprit/problem.ts'
import { rankCulprits } from '../src/analysis/culprit/rank.ts'
import { culpritSettings } from '../src/analysis/culprit/settings.ts'
import { setOf, type Verdict, verdictOn } from '../src/analysis/culprit/verdict.ts'
import type { ReleaseFacts } from '../src/analysis/statistics/installed-software.ts'
import { wilson } from '../src/analysis/statistics/interval.ts'
import { type CaseName, type DrillAnswer, type Organisation, simulate } from '../src/drill/index.ts'

/** One drill to run. */
interface Plan {
  readonly case: CaseName
  readonly hosts: number
  readonly activation: number
  readonly seed: number
  /** Whether roles of hosts are known. */
  readonly roles: boolean
}

/** How the naming did on one drill. */
interface Score {
  readonly plan: Plan
  /** One for each destination of the answer that is new to the organisation and of two hosts or more. */
  readonly answers: readonly AnswerScore[]
  /** Other new destinations of two hosts or more. */
  readonly others: number
  readonly othersNamed: number
  readonly otherLeads: number
  readonly placeboTested: number
  readonly placeboNamed: number
}

interface AnswerScore {
  readonly contacts: number
  readonly verdict: Verdict
  /** The candidate with the highest posterior is the culprit release. */
  readonly first: boolean
  /** The credible set holds the culprit release. */
  readonly covered: boolean
  readonly size: number
}

const day = 86_400
const organisations = [60, 200, 500] as const
const activations = [0.2, 0.5, 0.9] as const

function plansFor(seeds: number): readonly Plan[] {
  const each = (name: CaseName, shares: readonly number[], roles = true) =>
    organisations.flatMap((hosts) =>
      shares.flatMap((activation) => Array.from({ length: seeds }, (_, index): Plan => ({ case: name, hosts, activation, seed: 1000 + index, roles }))),
    )
  return [...each('3cx', activations), ...each('none', [0.5]), ...each('benign-rollout', [0.5]), ...each('3cx', [0.5], false), ...each('none', [0.5], false)]
}

function play(plan: Plan): Score {
  const organisation = simulate({ case: plan.case, hosts: plan.hosts, activation: plan.activation, seed: plan.seed })
  const facts = factsOf(organisation, plan.roles)
  const problem = pose(facts, culpritSettings)
  const result = rankCulprits(problem).destinations
  const expected = new Set(organisation.answer.destinations.map(({ destination }) => destination))
  const judged = facts.destinations.map(({ names }, index) => ({
    answer: names.some((name) => expected.has(name)),
    ranking: result[index] as DestinationRanking,
  }))
  const others = judged.filter(({ answer }) => !answer).map(({ ranking }) => verdictOn(ranking, culpritSettings.level))
  const shuffled = rankCulprits(placebo(problem, plan.seed)).destinations
  return {
    plan,
    answers: judged.filter(({ answer }) => answer).map(({ ranking }) => scoreAnswer(organisation.answer, ranking, problem.candidates)),
    others: others.length,
    othersNamed: others.filter((verdict) => verdict === 'named').length,
    otherLeads: others.filter((verdict) => verdict === 'lead').length,
    placeboTested: shuffled.length,
    placeboNamed: shuffled.filter((ranking) => verdictOn(ranking, culpritSettings.level) === 'named').length,
  }
}

/** The same product is called otherwise on another system, so that the vendor and the version count. */
function scoreAnswer(answer: DrillAnswer, ranking: DestinationRanking, cohorts: readonly Cohort[]): AnswerScore {
  const isCulprit = (index: number | undefined) =>
    (cohorts[index ?? -1]?.members ?? []).some(
      ({ kind, vendor, version }) => kind === 'release' && vendor === answer.culprit?.vendor && answer.culprit.versions.includes(version),
    )
  return {
    contacts: ranking.contacts,
    verdict: verdictOn(ranking, culpritSettings.level),
    first: isCulprit(ranking.ranking[0]?.candidate),
    covered: setOf(ranking).some(({ candidate }) => isCulprit(candidate)),
    size: ranking.setSize + (ranking.noneInSet ? 1 : 0),
  }
}

/** What the lake would say of the drill, straight from the simulation. */
function factsOf(organisation: Organisation, roles: boolean): Facts {
  const { start, end } = organisation
  const baselineUntil = start + (baselineDays(start, end, culpritSettings.baselineDays) ?? 0) * day
  const { contacts, visitDays } = contactsOf(organisation)
  const seen = [...new Set([...contacts.values()].flatMap((hosts) => [...hosts.keys()]))].sort((a, b) => a - b)
  const place = new Map(seen.map((host, index) => [host, index]))
  const all = [...contacts].map(([name, hosts]) => ({
    names: [name],
    contacts: [...hosts].map(([host, at]) => ({ host: place.get(host) ?? 0, at })),
    visitDays: visitDays.get(name)?.size ?? 0,
  }))
  return {
    span: { from: start, until: end, baselineUntil },
    hosts: seen.map((host) => ({ name: '', os: '', ...organisation.hosts[host], role: roles ? (organisation.hosts[host]?.role ?? '') : '' })),
    releases: releasesOf(organisation, place),
    destinations: joinCompanions(all.filter(({ contacts }) => contacts.length >= 2 && contacts.every(({ at }) => at >= baselineUntil))),
    visitors: all
      .map(({ contacts }) => contacts.flatMap(({ host, at }) => (at < baselineUntil ? [host] : [])))
      .filter(({ length }) => length >= 3 && length <= 0.6 * seen.length),
  }
}

interface Contacted {
  /** First contact by destination and host. */
  readonly contacts: ReadonlyMap<string, ReadonlyMap<number, number>>
  /** Hosts and days with visits, by destination. */
  readonly visitDays: ReadonlyMap<string, ReadonlySet<number>>
}

function contactsOf(organisation: Organisation): Contacted {
  const contacts = new Map<string, Map<number, number>>()
  const visitDays = new Map<string, Set<number>>()
  for (const visit of organisation.visits()) {
    if (visit.direction !== 'outward') continue
    const hosts = contacts.get(visit.destination) ?? new Map<number, number>()
    contacts.set(visit.destination, hosts)
    hosts.set(visit.host, Math.min(visit.first, hosts.get(visit.host) ?? Number.POSITIVE_INFINITY))
    const days = visitDays.get(visit.destination) ?? new Set<number>()
    visitDays.set(visit.destination, days)
    days.add(visit.host * 1000 + visit.day)
  }
  return { contacts, visitDays }
}

function releasesOf(organisation: Organisation, place: ReadonlyMap<number, number>): readonly ReleaseFacts[] {
  const releases = new Map<string, ReleaseFacts & { holders: ReleaseFacts['holders'][number][] }>()
  for (const { host, product, vendor, version, installedAt } of organisation.installations) {
    const at = place.get(host)
    if (at === undefined) continue
    const key = JSON.stringify([product, version])
    const release = releases.get(key) ?? { product, vendor, version, holders: [] }
    releases.set(key, release)
    release.holders.push({ host: at, since: installedAt, exact: true, passive: false })
  }
  return [...releases.values()]
}

/** `97 % (83–99; 29/30)`: a share with Wilson's 95 % interval and the counts. */
function share(hits: number, trials: number): string {
  if (trials === 0) return 'none'
  const [low, high] = wilson(hits, trials)
  return `${percent(hits / trials)} % (${percent(low)}–${percent(high)}; ${hits}/${trials})`
}

function percent(value: number): string {
  if (value < 5e-5) return '0'
  return value < 0.01 ? (100 * value).toFixed(2) : (100 * value).toFixed(value < 0.1 ? 1 : 0)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function median(values: readonly number[]): string {
  return String([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? '–')
}

function culpritTable(scores: readonly Score[]): string {
  const lines = [
    ...organisations.flatMap((hosts) => activations.map((activation) => ({ hosts, activation, roles: true }))),
    ...organisations.map((hosts) => ({ hosts, activation: 0.5, roles: false })),
  ]
  const rows = lines.map(({ hosts, activation, roles }) => {
    const own = scores.filter(({ plan }) => plan.case === '3cx' && plan.hosts === hosts && plan.activation === activation && plan.roles === roles)
    const answers = own.flatMap((score) => score.answers)
    const named = answers.filter(({ verdict }) => verdict === 'named')
    return [
      `${hosts}${roles ? '' : ', roles unknown'}`,
      `${activation * 100} %`,
      median(answers.map(({ contacts }) => contacts)),
      share(own.filter((score) => score.answers.some(({ verdict, covered }) => verdict === 'named' && covered)).length, own.length),
      share(own.filter((score) => score.answers.some(({ verdict, covered }) => verdict !== 'nothing' && covered)).length, own.length),
      share(answers.filter(({ first }) => first).length, answers.length),
      share(named.filter(({ first }) => first).length, named.length),
      share(answers.filter(({ covered }) => covered).length, answers.length),
      share(named.filter(({ covered }) => covered).length, named.length),
      median(named.map(({ size }) => size)),
    ]
  })
  const head = [
    'hosts',
    'woken',
    'contacts',
    'drills with the culprit named',
    '… or a lead',
    'culprit first',
    'first, if named',
    'culprit in the set',
    'in the set, if named',
    'set size, if named',
  ]
  return table(head, rows)
}

function falseTable(scores: readonly Score[]): string {
  const lines = [true, false].flatMap((roles) =>
    organisations.flatMap((hosts) => (['none', 'benign-rollout', '3cx'] as const).map((name) => ({ roles, hosts, name }))),
  )
  const rows = lines.flatMap(({ roles, hosts, name }) => {
    const own = scores.filter(({ plan }) => plan.case === name && plan.hosts === hosts && plan.roles === roles)
    if (own.length === 0) return []
    const sum = (pick: (score: Score) => number) => own.reduce((total, score) => total + pick(score), 0)
    const others = sum((score) => score.others)
    return [
      [
        `${hosts}${roles ? '' : ', roles unknown'}`,
        name,
        share(own.filter((score) => score.othersNamed > 0).length, own.length),
        share(
          sum((score) => score.othersNamed),
          others,
        ),
        share(
          sum((score) => score.otherLeads),
          others,
        ),
        share(own.filter((score) => score.placeboNamed > 0).length, own.length),
        share(
          sum((score) => score.placeboNamed),
          sum((score) => score.placeboTested),
        ),
      ],
    ]
  })
  return table(['hosts', 'case', 'drills with a false name', 'destinations falsely named', 'false leads', 'placebo: drills', 'placebo: destinations'], rows)
}

function benignTable(scores: readonly Score[]): string {
  const rows = organisations.map((hosts) => {
    const own = scores.filter(({ plan }) => plan.case === 'benign-rollout' && plan.hosts === hosts)
    const answers = own.flatMap((score) => score.answers)
    const named = answers.filter(({ verdict }) => verdict === 'named')
    return [
      String(hosts),
      median(answers.map(({ contacts }) => contacts)),
      share(named.length, own.length),
      share(named.filter(({ first }) => first).length, own.length),
      share(named.filter(({ covered }) => covered).length, own.length),
    ]
  })
  return table(['hosts', 'contacts', 'named as changed behaviour', 'with the release first', 'with the release in the set'], rows)
}

async function runAll(plans: readonly Plan[], jobs: number): Promise<Score[]> {
  const scores: Score[] = []
  const parts = Array.from({ length: jobs }, (_, job) => plans.filter((_, index) => index % jobs === job))
  await Promise.all(
    parts.map(
      (part) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: part })
          worker.on('message', (score: Score) => {
            scores.push(score)
            if (scores.length % 50 === 0) process.stderr.write(`${scores.length} of ${plans.length} drills\n`)
          })
          worker.on('error', reject)
          worker.on('exit', () => resolve())
        }),
    ),
  )
  return scores
}

function report(scores: readonly Score[], seeds: number, minutes: number): string {
  return [
    `Measured with ${seeds} seeds for each line (${scores.length} drills, ${minutes.toFixed(0)} minutes). Shares with Wilson's 95 % interval and the counts.`,
    '### A culprit',
    culpritTable(scores),
    '### False names',
    falseTable(scores),
    '### A clean release with a new telemetry host',
    benignTable(scores),
  ].join('\n\n')
}

/** Puts the tables between the markers of the page. */
function writeInto(page: URL, tables: string): void {
  const [begin, end] = ['<!-- calibration: begin -->', '<!-- calibration: end -->']
  const text = readFileSync(page, 'utf8')
  const [from, until] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || until < from) throw new Error(`${page.pathname} has no calibration markers`)
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(until)}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '200' }, jobs: { type: 'string', default: '1' }, dry: { type: 'boolean', default: false } },
  })
  const seeds = Number(values.seeds)
  const start = performance.now()
  const scores = await runAll(plansFor(seeds), Number(values.jobs))
  const tables = report(scores, seeds, (performance.now() - start) / 60_000)
  process.stdout.write(`${tables}\n`)
  if (!values.dry) writeInto(new URL('../docs/culprit.md', import.meta.url), tables)
}

if (isMainThread) await main()
else for (const plan of workerData as readonly Plan[]) parentPort?.postMessage(play(plan))
