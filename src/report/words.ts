import { printable, some } from '../base/text.ts'
import { shortTime } from '../base/time.ts'
import type { Entity } from '../model/entity.ts'
import { type EvidenceRef, type Finding, type Severity, type SeverityName, severityNames } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { VerdictWord } from '../model/status.ts'
import type { Vetting } from '../releases/vetting.ts'
import type { Assessment } from './assessment.ts'

export function severityName(severity: Severity): SeverityName {
  return severityNames[severity - 1] ?? 'information'
}

/** How sure, in a word and in numbers; the words are those of analytic standards: high, moderate, low. */
export function confidenceWords(confidence: number): string {
  const percent = Math.round(Math.min(1, Math.max(0, confidence)) * 100)
  const word = confidence >= 0.8 ? 'high' : confidence >= 0.5 ? 'moderate' : 'low'
  // Nothing here is certain, however it rounds.
  return `${word}, ${Math.min(percent, 99)} %`
}

/** `2023-03-22 09:36 to 2023-03-31 04:48 UTC`, shorter within one day. */
export function spanWords(first: string, last: string): string {
  const [from, until] = [shortTime(first), shortTime(last)]
  if (from === until) return `${from} UTC`
  return from.slice(0, 10) === until.slice(0, 10) ? `${from} to ${until.slice(11)} UTC` : `${from} to ${until} UTC`
}

/** `zeek/conn.log.gz:18233`, with the source's number where its name is not known. */
export function evidenceWords(ref: EvidenceRef): string {
  const file = ref.file === undefined || ref.file === '' ? `source ${ref.source}` : printable(ref.file)
  return ref.line > 0 ? `${file}:${ref.line}` : file
}

/** Rows by file: `zeek/conn.log lines 470, 471 and 3 more`. */
export function evidenceByFile(refs: readonly EvidenceRef[]): readonly string[] {
  return [...Map.groupBy(refs, (ref) => evidenceWords({ ...ref, line: 0 }))].map(([file, rows]) => {
    const lines = [...new Set(rows.map((row) => row.line).filter((line) => line > 0))].toSorted((a, b) => a - b).map(String)
    return lines.length === 0 ? file : `${file} ${lines.length === 1 ? 'line' : 'lines'} ${some(lines, 4)}`
  })
}

export const entityNames: Readonly<Record<Entity['kind'], readonly [one: string, many: string]>> = {
  host: ['host', 'hosts'],
  account: ['account', 'accounts'],
  software: ['software', 'software'],
  release: ['release', 'releases'],
  destination: ['destination', 'destinations'],
  file: ['file', 'files'],
  source: ['source', 'sources'],
}

/** The entities by kind, in the order in which the kinds first come. */
export function byKind(about: readonly Entity[]): readonly { readonly kind: Entity['kind']; readonly ids: readonly string[] }[] {
  return [...Map.groupBy(about, (entity) => entity.kind)].map(([kind, entities]) => ({ kind, ids: [...new Set(entities.map((entity) => entity.id))] }))
}

/** What each verdict word claims, for readers who meet it for the first time. */
export const verdictMeanings: Readonly<Record<VerdictWord, string>> = {
  HIT: 'The evidence shows signs of an intrusion or a known threat.',
  EXPOSED: 'No sign of an intrusion was met, but something is open to a known way in.',
  'NOT SEEN': 'This speaks of what the evidence covers. What it does not cover is not known.',
  'CANNOT TELL': 'The evidence is not enough to say.',
}

/** The incident's findings that are in the assessment, the weightiest first. */
export function findingsOfIncident(incident: Incident, findings: ReadonlyMap<string, Finding>): readonly Finding[] {
  return incident.findings.flatMap((id) => findings.get(id) ?? [])
}

/** What `gatehouse vet` said of the releases that the incident names. */
export function vettingsOf({ about }: Incident, { vettings }: Pick<Assessment, 'vettings'>): readonly Vetting[] {
  const releases = new Set(about.flatMap((entity) => (entity.kind === 'release' ? [entity.id] : [])))
  return vettings.filter(({ release }) => releases.has(release)).map(({ vetting }) => vetting)
}

/** What the incident says for and against itself beyond the reasons and conditions that its findings give anyhow. */
export function beyondFindings(incident: Incident, findings: readonly Finding[]): Pick<Incident, 'speaksFor' | 'speaksAgainst'> {
  const reasons = findings.flatMap((finding) => finding.because.map((reason) => reason.says.replace(/\.$/, '')))
  const conditions = new Set(findings.flatMap((finding) => finding.innocentIf))
  return {
    speaksFor: incident.speaksFor.filter((sentence) => !reasons.some((reason) => reason !== '' && sentence.startsWith(reason))),
    speaksAgainst: incident.speaksAgainst.filter((sentence) => !conditions.has(sentence)),
  }
}

/** The findings by their ids, and those that no incident has taken up, the gravest first. */
export function sortFindings({ incidents, findings }: Pick<Assessment, 'incidents' | 'findings'>): {
  readonly known: ReadonlyMap<string, Finding>
  readonly further: readonly Finding[]
} {
  const taken = new Set(incidents.flatMap((incident) => incident.findings))
  const further = findings.filter((finding) => !taken.has(finding.id)).toSorted((a, b) => b.severity - a.severity || b.confidence - a.confidence)
  return { known: new Map(findings.map((finding) => [finding.id, finding])), further }
}

/** Skipped files by the reason, the commonest first. */
export function groupSkipped(skipped: Assessment['intake']['skipped']): readonly { readonly why: string; readonly files: readonly string[] }[] {
  return [...Map.groupBy(skipped, (entry) => entry.why)]
    .map(([why, entries]) => ({ why, files: entries.map((entry) => entry.file) }))
    .toSorted((a, b) => b.files.length - a.files.length)
}
