import { plural, some } from '../base/text.ts'
import { shortTime } from '../base/time.ts'
import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { AnalysisStatus, Coverage, Verdict } from '../model/status.ts'
import { isPosture } from './group.ts'

export interface VerdictInput {
  readonly incidents: readonly Incident[]
  readonly findings: readonly Finding[]
  readonly analyses: readonly AnalysisStatus[]
  readonly coverage: readonly Coverage[]
  readonly folder: string
}

/** Tables that show behaviour, and what they show; without any of them nothing can be seen. */
const behaviours: Readonly<Record<string, string>> = {
  connection: 'the traffic',
  dns_query: 'the traffic',
  http_request: 'the traffic',
  tls_session: 'the traffic',
  sign_in: 'the sign-ins',
  account_event: 'the changes to accounts',
}
/** Tables that show states, from which no behaviour can be told. */
const states: Readonly<Record<string, string>> = { account: 'accounts', access_policy: 'policies of access', installation: 'installed software' }

/** The answer to "are we hit?" in one word and one sentence. Never "clean": what was not seen is said with what was looked at. */
export function verdictOf(input: VerdictInput): Verdict {
  const open = exposures(input)
  const grave = input.incidents.filter((incident) => incident.severity >= 4 && !open.includes(incident))
  const [first] = grave
  if (first) {
    const others = grave.length > 1 ? ` ${plural(grave.length - 1, 'other incident')} of that weight.` : ''
    return { word: 'HIT', sentence: `${first.says}${others}`, next: first.advice[0] ?? 'Look at the incident, and isolate the hosts it names.' }
  }
  const seen = input.coverage.filter((coverage) => coverage.table in behaviours && coverage.rows > 0)
  const [exposure] = open
  if (exposure) return exposed(exposure, open.length - 1, seen)
  return seen.length === 0 ? cannotTell(input) : notSeen(input, seen)
}

function cannotTell({ coverage, incidents }: VerdictInput): Verdict {
  const known = named(
    coverage.filter(({ rows }) => rows > 0),
    states,
  )
  const [look] = incidents
  const told =
    known === '' ? '' : ` It tells of ${known}, which are states${look === undefined ? ' in which nothing stands out' : `; look at “${look.title}” first`}.`
  return {
    word: 'CANNOT TELL',
    sentence: `There is no network traffic and there are no sign-ins in this evidence, so no behaviour can be judged.${told}`,
    next: 'Add logs of a network sensor (Zeek, Suricata), sign-in logs and an inventory of software, then run gatehouse assess again.',
  }
}

/** What these sources show, each once: `the traffic and the sign-ins`. */
function named(coverage: readonly Coverage[], names: Readonly<Record<string, string>>): string {
  const present = new Set(coverage.map(({ table }) => table))
  return some([...new Set(Object.entries(names).flatMap(([table, name]) => (present.has(table) ? [name] : [])))], 4)
}

/** Incidents that are a state which invites trouble, and nothing else: medium or graver. */
function exposures({ incidents, findings }: VerdictInput): readonly Incident[] {
  const known = new Map(findings.map((finding) => [finding.id, finding]))
  return incidents.filter((incident) => incident.severity >= 3 && isPosture(incident.findings.flatMap((id) => known.get(id) ?? [])))
}

function exposed(first: Incident, others: number, seen: readonly Coverage[]): Verdict {
  const rest = others > 0 ? ` ${plural(others, 'other thing')} of that kind.` : ''
  const limit =
    seen.length > 0
      ? `No sign of an intrusion stands out in ${named(seen, behaviours)}.`
      : 'There is no network traffic and there are no sign-ins in this evidence, so whether it was used cannot be told.'
  return { word: 'EXPOSED', sentence: `${first.says}${rest} ${limit}`, next: first.advice[0] ?? 'Look at the incident, and at the hosts it names.' }
}

function notSeen(input: VerdictInput, seen: readonly Coverage[]): Verdict {
  const first = seen.flatMap((coverage) => coverage.first ?? []).sort()[0]
  const last = seen
    .flatMap((coverage) => coverage.last ?? [])
    .sort()
    .at(-1)
  const span = first && last ? ` between ${shortTime(first)} and ${shortTime(last)} UTC` : ''
  const failed = input.analyses.filter((status) => status.outcome === 'failed' || status.outcome === 'partial').map((status) => status.analysis)
  const undone = failed.length > 0 ? ` Not everything was looked at: ${some(failed)} did not finish.` : ''
  const [look] = input.incidents
  if (look) {
    const rest = input.incidents.length > 1 ? ` and ${plural(input.incidents.length - 1, 'other thing')}` : ''
    return {
      word: 'NOT SEEN',
      sentence: `No intrusion stands out in ${named(seen, behaviours)}${span}; look at “${look.title}”${rest} first.${undone}`,
      next: look.advice[0] ?? 'Look at the findings below.',
    }
  }
  return {
    word: 'NOT SEEN',
    sentence: `No sign of an intrusion in ${named(seen, behaviours)}${span}, as far as this evidence shows.${undone}`,
    next: missingAdvice(input.analyses),
  }
}

/** What would let more be seen. */
function missingAdvice(analyses: readonly AnalysisStatus[]): string {
  const skipped = analyses.filter((status) => status.outcome === 'skipped')
  if (skipped.some((status) => status.analysis === 'culprit'))
    return 'Add an inventory of software with install dates: then Gatehouse can say which release explains new traffic.'
  if (skipped.some((status) => status.analysis === 'indicator-match')) return 'Add a list of indicators, such as those of a warning that concerns you.'
  return 'Keep the logs coming, and run gatehouse assess again when a warning or an update comes.'
}
