import { number, plural, printable, some } from '../../base/text.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import type { Incident } from '../../model/incident.ts'
import type { Vetting } from '../../releases/vetting.ts'
import type { Assessment } from '../assessment.ts'
import { bytesWords } from '../vetting/words.ts'
import {
  beyondFindings,
  byKind,
  confidenceWords,
  entityNames,
  evidenceByFile,
  findingsOfIncident,
  severityName,
  sortFindings,
  spanWords,
  vettingsOf,
} from '../words.ts'
import { columns, paragraph, prose, wrap } from './layout.ts'
import { type Style, styleFor } from './style.ts'

const mostInFull = 3
const mostIncidents = 10
const mostFindings = 10
const indent = 4
const elsewhere = 'the report (--report FILE) has them'
const label = 14
const mostFiles = 3
const uncoloured = styleFor(false)

/** The first incidents in detail, if they are grave enough, a few more by their title: the report holds them all. */
export function incidentLines(assessment: Assessment, width: number, style: Style): readonly string[] {
  const { incidents } = assessment
  if (incidents.length === 0) return []
  const { known } = sortFindings(assessment)
  const full = incidents.slice(0, mostInFull).filter((incident, index) => incident.severity >= 3 || index === 0)
  const short = incidents.slice(full.length, mostIncidents)
  const rest = incidents.length - full.length - short.length
  return [
    style.heading(`Incidents (${number(incidents.length)})`),
    '',
    ...full.flatMap((incident, index) =>
      incidentPart(incident, index + 1, { findings: findingsOfIncident(incident, known), vettings: vettingsOf(incident, assessment), width, style }),
    ),
    ...short.flatMap((incident, index) =>
      shortPart(incident, full.length + index + 1, { findings: findingsOfIncident(incident, known), vettings: [], width, style }),
    ),
    ...(short.length > 0 ? [''] : []),
    ...(rest > 0 ? [`and ${plural(rest, 'more incident')}: ${elsewhere}`, ''] : []),
  ]
}

interface Context {
  readonly findings: readonly Finding[]
  readonly vettings: readonly Vetting[]
  readonly width: number
  readonly style: Style
}

function incidentPart(incident: Incident, rank: number, { findings, vettings, width, style }: Context): readonly string[] {
  const title = wrap(prose(incident.title), width - indent).map(
    (line, index) => (index === 0 ? `${rank}.`.padEnd(indent) : ' '.repeat(indent)) + style.strong(line),
  )
  const name = style.severity(incident.severity)
  const facts = `confidence ${confidenceWords(incident.confidence)} · ${spanWords(incident.first, incident.last)}`
  // Beside the severity where both fit on a line, else below it.
  const beside = columns(facts) + columns(severityName(incident.severity)) + 5 + indent <= width
  const meta = beside ? [`${name} · ${style.faint(facts)}`] : [name, ...wrap(facts, width - indent).map((line) => style.faint(line))]
  return [
    ...title,
    ...meta.map((line) => ' '.repeat(indent) + line),
    '',
    ...(beyondTitle(incident) === '' ? [] : [...paragraph(prose(incident.says), width, indent), '']),
    ...reasonLines(findings, width, style),
    ...vettings.flatMap((vetting) => listLines('Its bytes', bytesWords(vetting), width, style)),
    ...listLines('Who and what', about(incident), width, style),
    ...listLines('Innocent if', innocence(findings), width, style),
    ...listLines('Against it', beyondFindings(incident, findings).speaksAgainst.slice(0, 2), width, style),
    ...listLines('Do', incident.advice.slice(0, 3), width, style),
    ...listLines('Evidence', evidence(findings), width, style),
    '',
  ]
}

function shortPart(incident: Incident, rank: number, { findings, width, style }: Context): readonly string[] {
  const reason = findings[0]?.because.toSorted((a, b) => b.weight - a.weight)[0]
  const severity = uncoloured.severity(incident.severity)
  const lines = wrap(`${severity}${reason === undefined ? '' : ` · ${against(reason)}`}`, width - indent)
  const more = beyondTitle(incident)
  return [
    ...paragraph(prose(incident.title), width, indent, `${rank}.`),
    ...(more === '' ? [] : paragraph(prose(more), width, indent)),
    ...lines.map(
      (line, index) => ' '.repeat(indent) + (index === 0 ? style.severity(incident.severity) + style.faint(line.slice(severity.length)) : style.faint(line)),
    ),
  ]
}

/** What an incident says besides its title, which its sentence may begin with or be; '' when there is nothing more. */
function beyondTitle({ title, says }: Incident): string {
  return says.startsWith(title) ? says.slice(title.length).replace(/^\.?\s*/, '') : says
}

/** The weightiest three, and among them what names the software: that is what the reader came for. */
function mainFindings(findings: readonly Finding[]): readonly Finding[] {
  const first = findings.slice(0, 3)
  const explains = findings.find((finding) => finding.kind === 'explains')
  return explains === undefined || first.includes(explains) ? first : [...first.slice(0, 2), explains]
}

/** What was seen against what would be usual: the weightiest reason of each finding. */
function reasonLines(findings: readonly Finding[], width: number, style: Style): readonly string[] {
  const reasons = mainFindings(findings).flatMap((finding) => finding.because.toSorted((a, b) => b.weight - a.weight).slice(0, 1))
  return reasons.flatMap((reason) => [
    ...paragraph(prose(reason.says), width, indent),
    ...field('  observed', reason.observed, width, style),
    ...(reason.expected === undefined ? [] : field('  expected', reason.expected, width, style)),
    '',
  ])
}

function field(name: string, text: string, width: number, style: Style): readonly string[] {
  const [first = '', ...rest] = paragraph(prose(text), width, indent + label, ' '.repeat(indent) + name)
  return [first.replace(name, () => style.faint(name)), ...rest]
}

function listLines(name: string, texts: readonly string[], width: number, style: Style): readonly string[] {
  return texts.flatMap((text, index) => (index === 0 ? field(name, text, width, style) : paragraph(prose(text), width, indent + label)))
}

function about(incident: Incident): readonly string[] {
  return byKind(incident.about).map(({ kind, ids }) => {
    const names = ids.map((id) => printable(id, 60))
    return ids.length === 1 ? `${entityNames[kind][0]} ${names[0]}` : `${number(ids.length)} ${entityNames[kind][1]}: ${some(names, 4)}`
  })
}

function innocence(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap((finding) => finding.innocentIf.slice(0, 1)))].slice(0, 3)
}

function evidence(findings: readonly Finding[]): readonly string[] {
  const files = evidenceByFile(findings.flatMap((finding) => finding.evidence))
  const rest = files.length - mostFiles
  return [...files.slice(0, mostFiles), ...(rest > 0 ? [`and ${plural(rest, 'more file')}`] : [])]
}

/** Findings outside the incidents: a few by name, the rest by number. */
export function furtherLines(assessment: Assessment, width: number, style: Style): readonly string[] {
  const { further } = sortFindings(assessment)
  if (further.length === 0) return []
  const grave = further.filter((finding) => finding.severity >= 2)
  const shown = grave.slice(0, Math.max(3, mostFindings - assessment.incidents.length))
  const heading = assessment.incidents.length > 0 ? 'Further findings' : 'Findings'
  const rest = restLine(further, shown)
  return [
    style.heading(`${heading} (${number(further.length)})`),
    '',
    ...shown.flatMap((finding) => findingPart(finding, width, style)),
    ...(rest === '' ? [] : [...wrap(rest, width).map((line) => style.faint(line)), '']),
  ]
}

function findingPart(finding: Finding, width: number, style: Style): readonly string[] {
  const reason = finding.because.toSorted((a, b) => b.weight - a.weight)[0]
  const column = 16
  const name = style.severity(finding.severity)
  const space = ' '.repeat(column - severityName(finding.severity).length - 2)
  const lines = wrap(prose(finding.title), Math.max(20, width - column)).map((line, index) => (index === 0 ? name + space : ' '.repeat(column)) + line)
  if (!reason) return lines
  return [...lines, ...wrap(against(reason), Math.max(20, width - column)).map((line) => ' '.repeat(column) + style.faint(line))]
}

function against({ observed, expected }: Finding['because'][number]): string {
  return prose(expected === undefined ? observed : `${observed.replace(/\.$/, '')}; expected: ${expected}`)
}

/** `and 2 low, 6 information: the report has them` */
function restLine(further: readonly Finding[], shown: readonly Finding[]): string {
  const hidden = further.filter((finding) => !shown.includes(finding))
  if (hidden.length === 0) return ''
  const counts = ([5, 4, 3, 2, 1] as const satisfies readonly Severity[])
    .map((severity) => ({ severity, count: hidden.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${number(count)} ${severityName(severity)}`)
  return `${shown.length > 0 ? 'and ' : ''}${counts.join(', ')}: ${elsewhere}`
}
