import { number, plural } from '../../base/text.ts'
import type { Finding } from '../../model/finding.ts'
import type { Incident } from '../../model/incident.ts'
import type { Vetting } from '../../releases/vetting.ts'
import type { Assessment } from '../assessment.ts'
import { suspectBytes } from '../vetting/suspect.ts'
import { beyondFindings, findingsOfIncident, sortFindings, vettingsOf } from '../words.ts'
import { figureBlock, figureKey } from './figure.ts'
import { block, facts, findingDetails, mainReasons, severityBadge } from './findings.ts'
import { element, type Markup, text } from './markup.ts'

const mostIncidents = 100
const mostFindings = 60
const mostConditions = 8

/** The incidents, the gravest first. */
export function incidentSection(assessment: Assessment): Markup | undefined {
  const { incidents } = assessment
  if (incidents.length === 0) return undefined
  const { known } = sortFindings(assessment)
  const shown = incidents.slice(0, mostIncidents)
  const rest = incidents.length - shown.length
  return element(
    'section',
    { id: 'incidents', 'aria-labelledby': 'incidents-title' },
    element('h2', { id: 'incidents-title' }, text(incidents.length === 1 ? 'The incident' : `${number(incidents.length)} incidents, the gravest first`)),
    shown.map((incident, index) =>
      incidentArticle(incident, index + 1, { findings: findingsOfIncident(incident, known), vettings: vettingsOf(incident, assessment) }),
    ),
    rest > 0 && element('p', {}, text(`and ${plural(rest, 'more incident')}, in the JSON output`)),
  )
}

/** What is grave stands open; what is not is folded behind its title, the first one excepted. */
interface Behind {
  readonly findings: readonly Finding[]
  readonly vettings: readonly Vetting[]
}

function incidentArticle(incident: Incident, rank: number, behindIt: Behind): Markup {
  const title = `incident-${rank}-title`
  const head = [
    element('p', { class: 'rank' }, severityBadge(incident.severity), text(` incident ${rank}`)),
    element('h3', { id: title }, text(incident.title, 300)),
  ]
  const body = incidentBody(incident, behindIt)
  const open = rank === 1 || incident.severity >= 3
  return element(
    'article',
    { id: `incident-${rank}`, class: `incident edge-${incident.severity}`, 'aria-labelledby': title },
    open ? [...head, ...body] : element('details', {}, element('summary', {}, ...head), element('div', { class: 'body' }, ...body)),
  )
}

function incidentBody(incident: Incident, { findings, vettings }: Behind): readonly (Markup | undefined)[] {
  const drawn = new Set(incident.figures.map(figureKey))
  return [
    element('p', { class: 'says' }, text(incident.says)),
    facts(incident),
    block('What to do', incident.advice, 'h4', 'advice'),
    ...incident.figures.map(figureBlock),
    mainReasons(findings),
    ...vettings.map(suspectBytes),
    forAndAgainst(incident, findings),
    behind(findings, drawn),
  ]
}

/** Beside the reasons: what else speaks for it, what against it, and what would make it innocent. */
function forAndAgainst(incident: Incident, findings: readonly Finding[]): Markup {
  const { speaksFor, speaksAgainst } = beyondFindings(incident, findings)
  const innocent = [...new Set(findings.flatMap((finding) => finding.innocentIf))].slice(0, mostConditions)
  return element(
    'div',
    { class: 'columns' },
    block('What speaks for it', speaksFor, 'h4', 'for'),
    block('What speaks against it', speaksAgainst, 'h4', 'against'),
    block('It is innocent if', innocent, 'h4', 'innocent'),
  )
}

function behind(findings: readonly Finding[], drawn: ReadonlySet<string>): Markup | undefined {
  if (findings.length === 0) return undefined
  const shown = findings.slice(0, mostFindings)
  const rest = findings.length - shown.length
  return element(
    'div',
    { class: 'behind' },
    element('h4', {}, text(`The ${findings.length === 1 ? 'finding' : plural(findings.length, 'finding')} behind it`)),
    shown.map((finding) => findingDetails(finding, { figure: finding.figure !== undefined && !drawn.has(figureKey(finding.figure)), level: 'h5' })),
    rest > 0 && element('p', {}, text(`and ${plural(rest, 'more finding')}, in the JSON output`)),
  )
}
