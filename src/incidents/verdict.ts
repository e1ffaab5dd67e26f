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

/** Tables that show behaviour; without any of them nothing can be seen. */
const traffic = new Set(['connection', 'dns_query', 'http_request', 'tls_session'])

/** The answer to "are we hit?" in one word and one sentence. Never "clean": what was not seen is said with what was looked at. */
export function verdictOf(input: VerdictInput): Verdict {
  const open = exposures(input)
  const grave = input.incidents.filter((incident) => incident.severity >= 4 && !open.includes(incident))
  const [first] = grave
  if (first) {
    const others = grave.length > 1 ? ` ${plural(grave.length - 1, 'other incident')} of that weight.` : ''
    return { word: 'HIT', sentence: `${first.says}${others}`, next: first.advice[0] ?? 'Look at the incident, and isolate the hosts it names.' }
  }
  const seen = input.coverage.filter((coverage) => traffic.has(coverage.table) && coverage.rows > 0)
  const [exposure] = open
  if (exposure) return exposed(exposure, open.length - 1, seen.length > 0)
  if (seen.length === 0) {
    return {
      word: 'CANNOT TELL',
      sentence: 'There is no network traffic in this evidence, so no behaviour can be judged.',
      next: 'Add logs of a network sensor (Zeek, Suricata) and an inventory of software, then run gatehouse assess again.',
    }
  }
  return notSeen(input, seen)
}

/** Incidents that are a state which invites trouble, and nothing else: medium or graver. */
function exposures({ incidents, findings }: VerdictInput): readonly Incident[] {
  const known = new Map(findings.map((finding) => [finding.id, finding]))
  return incidents.filter((incident) => incident.severity >= 3 && isPosture(incident.findings.flatMap((id) => known.get(id) ?? [])))
}

function exposed(first: Incident, others: number, traffic: boolean): Verdict {
  const rest = others > 0 ? ` ${plural(others, 'other thing')} of that kind.` : ''
  const limit = traffic
    ? 'No sign of an intrusion stands out in the traffic.'
    : 'There is no network traffic in this evidence, so whether it was used cannot be told.'
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
      sentence: `No intrusion stands out in the traffic${span}; look at “${look.title}”${rest} first.${undone}`,
      next: look.advice[0] ?? 'Look at the findings below.',
    }
  }
  return {
    word: 'NOT SEEN',
    sentence: `No sign of an intrusion in the traffic${span}, as far as this evidence shows.${undone}`,
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
