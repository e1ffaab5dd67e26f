import { number, plural } from '../../base/text.ts'
import { type Finding, type Severity, severityNames } from '../../model/finding.ts'
import { byKind, confidenceWords, entityNames, evidenceWords, severityName, spanWords } from '../words.ts'
import { figureBlock } from './figure.ts'
import { element, join, list, type Markup, prose, table, text } from './markup.ts'

const severitySigns = ['·', '○', '●', '▲', '◆'] as const
const severities = [5, 4, 3, 2, 1] as const satisfies readonly Severity[]
const mostInFull = 200
const mostFigures = 40
const mostEntities = 40
const unexpected = 'nothing to compare with'

export function severityBadge(severity: Severity): Markup {
  const sign = element('span', { 'aria-hidden': 'true' }, text(severitySigns[severity - 1] ?? '·'))
  return element('span', { class: `badge severity-${severity}` }, sign, text(` ${severityName(severity)}`))
}

export function countsBySeverity(findings: readonly Finding[]): string {
  return severities
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${number(count)} ${severityNames[severity - 1]}`)
    .join(', ')
}

/** Confidence, time and techniques, and what it is about. */
export function facts(of: Pick<Finding, 'confidence' | 'first' | 'last' | 'about' | 'techniques'>, analysis?: string): Markup {
  const about = byKind(of.about).map(({ kind, ids }) => fact(entityNames[kind][ids.length === 1 ? 0 : 1], chips(ids)))
  return element(
    'dl',
    { class: 'facts' },
    fact('confidence', text(confidenceWords(of.confidence))),
    fact('when', text(spanWords(of.first, of.last))),
    ...about,
    of.techniques.length > 0 && fact('techniques', join(of.techniques.flatMap((id) => [technique(id), text(' ')]))),
    analysis !== undefined && fact('analysis', text(analysis)),
  )
}

/** One line of a list of facts. */
export function fact(name: string, value: Markup): Markup {
  return element('div', {}, element('dt', {}, text(name)), element('dd', {}, value))
}

function chips(ids: readonly string[]): Markup {
  const shown = ids.slice(0, mostEntities).map((id) => element('code', { title: id.length > 80 ? id.slice(0, 1000) : undefined }, text(id, 80)))
  const rest = ids.length - shown.length
  return join([...shown.flatMap((chip) => [chip, text(' ')]), rest > 0 && text(`and ${number(rest)} more`)])
}

/** ATT&CK ids become links; the page itself fetches nothing. */
export function technique(id: string): Markup {
  if (!/^T\d{4}(\.\d{3})?$/.test(id)) return element('code', {}, text(id, 40))
  return element('a', { href: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`, rel: 'noreferrer' }, text(id))
}

function reasonTable(finding: Finding): Markup | undefined {
  if (finding.because.length === 0) return undefined
  const rows = finding.because
    .toSorted((a, b) => b.weight - a.weight)
    .map((reason) => [text(reason.says), text(reason.observed), text(reason.expected ?? unexpected), text(`${Math.round(reason.weight * 100)} %`)])
  return table({ caption: 'Observed against expected', headers: ['Reason', 'Observed', 'Expected', 'Weight'], rows, numeric: [3], stacks: true })
}

/** The weightiest reason of each finding. */
export function mainReasons(findings: readonly Finding[]): Markup | undefined {
  const reasons = findings.flatMap((finding) => finding.because.toSorted((a, b) => b.weight - a.weight).slice(0, 1))
  if (reasons.length === 0) return undefined
  return table({
    caption: 'What was observed, and what would be expected',
    headers: ['Reason', 'Observed', 'Expected'],
    rows: reasons.map((reason) => [text(reason.says), text(reason.observed), text(reason.expected ?? unexpected)]),
    stacks: true,
  })
}

export function block(title: string, texts: readonly string[], level: 'h4' | 'h5', kind?: string): Markup | undefined {
  if (texts.length === 0) return undefined
  return element('div', { class: kind }, element(level, {}, text(title)), list(texts.map(prose)))
}

/** Everything there is to say about one finding, without its title. */
function findingBody(finding: Finding, figure: boolean, level: 'h4' | 'h5'): Markup {
  return join([
    facts(finding, finding.analysis),
    reasonTable(finding),
    figure && finding.figure && figureBlock(finding.figure),
    element('div', { class: 'columns' }, block('It is innocent if', finding.innocentIf, level), block('What to do', finding.advice, level)),
    evidence(finding, level),
  ])
}

function evidence({ evidence }: Finding, level: 'h4' | 'h5'): Markup | undefined {
  if (evidence.length === 0) return undefined
  const shown = evidence.slice(0, 20)
  const rest = evidence.length - shown.length
  const items = shown.map((ref) => join([element('code', {}, text(evidenceWords(ref), 400)), text(` (${ref.table})`)]))
  return element(
    'div',
    {},
    element(level, {}, text('Evidence')),
    list([...items, ...(rest > 0 ? [text(`and ${plural(rest, 'more row')}`)] : [])], { class: 'evidence' }),
  )
}

/** Findings outside the incidents, the gravest first; past a limit by title only. */
export function furtherSection(further: readonly Finding[], incidents: number): Markup | undefined {
  if (further.length === 0) return undefined
  const full = new Set(further.slice(0, mostInFull))
  const drawn = new Set(further.filter((finding) => finding.figure).slice(0, mostFigures))
  const groups = severities.map((severity) => {
    const group = further.filter((finding) => finding.severity === severity)
    if (group.length === 0) return undefined
    const items = group
      .filter((finding) => full.has(finding))
      .map((finding) => findingDetails(finding, { figure: drawn.has(finding), level: 'h4', plain: true }))
    const rest = group.filter((finding) => !full.has(finding))
    const content = join([...items, rest.length > 0 && titles(rest)])
    return element(
      'section',
      {},
      element('h3', {}, severityBadge(severity), text(` ${plural(group.length, 'finding')}`)),
      // What only informs must not stand in the way of the rest.
      severity === 1
        ? element('details', {}, element('summary', {}, text(`show ${group.length === 1 ? 'it' : `all ${number(group.length)}`}`)), content)
        : content,
    )
  })
  return element(
    'section',
    { id: 'findings', 'aria-labelledby': 'findings-title' },
    element('h2', { id: 'findings-title' }, text(incidents > 0 ? 'Further findings' : 'Findings')),
    element('p', { class: 'lead' }, text(`${countsBySeverity(further)}. ${incidents > 0 ? 'No incident has taken them up.' : ''}`)),
    groups,
  )
}

interface DetailsOptions {
  readonly figure: boolean
  /** Of the headings inside. */
  readonly level: 'h4' | 'h5'
  /** The severity is said by a heading above. */
  readonly plain?: boolean
}

export function findingDetails(finding: Finding, { figure, level, plain = false }: DetailsOptions): Markup {
  const summary = element('summary', {}, !plain && severityBadge(finding.severity), text(' '), element('span', { class: 'title' }, text(finding.title, 300)))
  return element('details', { class: 'finding' }, summary, element('div', { class: 'body' }, findingBody(finding, figure, level)))
}

function titles(findings: readonly Finding[]): Markup {
  const shown = findings.slice(0, 500)
  const rest = findings.length - shown.length
  return join([
    element('p', { class: 'faint' }, text('By title only; the JSON output has them in full.')),
    list([...shown.map((finding) => text(finding.title, 300)), ...(rest > 0 ? [text(`and ${number(rest)} more`)] : [])]),
  ])
}
