import { plural } from '../../base/text.ts'
import { duration, shortTime } from '../../base/time.ts'
import type { Assessment } from '../assessment.ts'
import { extentOf } from '../coverage-summary.ts'
import { sortFindings, verdictMeanings } from '../words.ts'
import { countsBySeverity } from './findings.ts'
import { element, join, list, type Markup, prose, text } from './markup.ts'

const mostToDo = 6

const verdictSigns = { HIT: '◆', EXPOSED: '▲', 'NOT SEEN': '○', 'CANNOT TELL': '?' } as const

export function masthead({ gatehouse, folder, assessedAt }: Assessment): Markup {
  return element(
    'header',
    { class: 'masthead' },
    element('h1', {}, text('Gatehouse assessment')),
    element('p', {}, element('code', {}, text(folder, 300)), text(` · ${shortTime(assessedAt)} UTC · version ${gatehouse.version}`)),
  )
}

/** The conclusion, and what the word claims. */
export function verdictBanner({ verdict }: Assessment): Markup {
  return element(
    'section',
    { class: `verdict verdict-${verdict.word.toLowerCase().replace(' ', '-')}`, 'aria-labelledby': 'verdict-title' },
    element('p', { class: 'word' }, element('span', { 'aria-hidden': 'true' }, text(verdictSigns[verdict.word])), text(` ${verdict.word}`)),
    element('h2', { id: 'verdict-title' }, text(verdict.sentence)),
    element('p', {}, text(verdictMeanings[verdict.word])),
  )
}

/** The size of it all, in four numbers. */
export function tiles(assessment: Assessment): Markup {
  const { incidents, findings, coverage, intake } = assessment
  const { rows, first, last } = extentOf(coverage)
  const span = first === undefined || last === undefined ? 'no times' : duration((Date.parse(last) - Date.parse(first)) / 1000)
  return element(
    'dl',
    { class: 'tiles' },
    tile(plural(incidents.length, 'incident'), incidents.length > 0 ? 'findings that speak of the same thing' : 'no findings that add up to one'),
    tile(plural(findings.length, 'finding'), countsBySeverity(findings) || 'none'),
    tile(span, first === undefined || last === undefined ? 'in the evidence' : `of evidence: ${shortTime(first)} to ${shortTime(last)} UTC`),
    tile(plural(rows, 'row'), `of evidence from ${plural(intake.sources.length, 'source')}`),
  )
}

/** One of the numbers below the verdict, with what it is. */
export function tile(head: string, rest: string): Markup {
  return element('div', {}, element('dt', {}, text(head)), element('dd', {}, text(rest)))
}

/** The next step, then what the gravest incidents and findings ask for; each with its first advice, the rest stands with it. */
export function toDoSection(assessment: Assessment): Markup {
  const { verdict, incidents } = assessment
  const grave = sortFindings(assessment).further.filter((finding) => finding.severity >= 4)
  // The gravest come first, so that the rank of these is their place.
  const urgent = incidents.filter((incident, index) => incident.severity >= 3 || index === 0)
  const subjects = [
    ...urgent.map((incident, index) => ({ ...incident, anchor: `#incident-${index + 1}` })),
    ...grave.map((finding) => ({ ...finding, anchor: '#findings' })),
  ]
  const steps = subjects.slice(0, mostToDo).flatMap(({ title, anchor, advice }) => {
    // The next step of the verdict is often the first advice of the first incident.
    const first = advice.filter((step) => step !== verdict.next).slice(0, 2)
    return first.length === 0 ? [] : [join([element('a', { href: anchor }, text(title, 200)), text(': '), prose(first.map(closed).join(' '))])]
  })
  return element(
    'section',
    { id: 'to-do', 'aria-labelledby': 'to-do-title' },
    element('h2', { id: 'to-do-title' }, text('What to do now')),
    element('p', { class: 'next' }, prose(verdict.next)),
    steps.length > 0 && list(steps, { class: 'to-do' }, 'ol'),
  )
}

/** With a full stop, so that another sentence can follow. */
function closed(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

/** Anchors of the sections that are there. */
export function contents(assessment: Assessment): Markup {
  const { further } = sortFindings(assessment)
  const links = [
    ['to-do', 'What to do now'],
    ...(assessment.incidents.length > 0 ? [['incidents', 'Incidents']] : []),
    ...(further.length > 0 ? [['findings', assessment.incidents.length > 0 ? 'Further findings' : 'Findings']] : []),
    ...(assessment.hunts.length > 0 ? [['advisories', 'Advisories']] : []),
    ...(assessment.posture.length > 0 ? [['posture', 'Posture']] : []),
    ['coverage', 'Coverage'],
    ['files', 'Files'],
    ['analyses', 'Looked for'],
    ['limits', 'Limits'],
  ]
  return element('nav', { 'aria-label': 'Contents' }, list(links.map(([id, title]) => element('a', { href: `#${id}` }, text(title ?? '')))))
}
