import { stableId } from '../base/hash.ts'
import { plural, printable, some } from '../base/text.ts'
import { type Entity, entityKey } from '../model/entity.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { explaining, groupFindings } from './group.ts'
import { confidenceOf, type Signs, severityOf, signsOf } from './signs.ts'

const mostEntities = 1000
const mostFigures = 4
const mostSentences = 8

/** Weighs findings together into incidents, the gravest first. Pure: the same findings give the same incidents. */
export function correlate(findings: readonly Finding[]): readonly Incident[] {
  return groupFindings(findings).map(incidentOf).sort(byWeight)
}

/** The gravest first. */
export function byWeight(a: Incident, b: Incident): number {
  return b.severity - a.severity || b.confidence - a.confidence || b.findings.length - a.findings.length || (a.id < b.id ? -1 : 1)
}

/** Weighs findings that belong together. */
export function incidentOf(group: readonly Finding[]): Incident {
  const findings = [...group].sort((a, b) => b.severity - a.severity || b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
  // What explains comes before what it explains: in what to do, and in the pictures.
  const explainedFirst = findings.toSorted((a, b) => Number(b.kind === 'explains') - Number(a.kind === 'explains'))
  const signs = signsOf(findings)
  const severity = severityOf(findings, signs)
  const about = unique(findings.flatMap((finding) => finding.about))
  const times = findings.flatMap((finding) => [finding.first, finding.last]).sort()
  return {
    // Its subject, not its findings: a new sign of the same thing updates the incident.
    id: stableId('incident', ...subjects(findings)),
    ...describe(findings, about, signs, severity),
    severity,
    confidence: confidenceOf(findings.filter((finding) => finding.severity >= 2 || finding.kind === 'explains')),
    first: times[0] ?? '',
    last: times.at(-1) ?? '',
    about: about.slice(0, mostEntities),
    speaksFor: distinct(
      findings
        .flatMap((finding) => finding.because.map((reason) => ({ reason, weight: reason.weight * finding.severity })))
        .sort((a, b) => b.weight - a.weight)
        .map(({ reason }) => reasonText(reason)),
    ),
    speaksAgainst: distinct(findings.flatMap((finding) => finding.innocentIf)),
    findings: findings.map((finding) => finding.id),
    advice: distinct(explainedFirst.flatMap((finding) => finding.advice)),
    techniques: [...new Set(findings.flatMap((finding) => finding.techniques))].sort(),
    figures: explainedFirst.flatMap((finding) => finding.figure ?? []).slice(0, mostFigures),
  }
}

function subjects(findings: readonly Finding[]): readonly string[] {
  const release = explaining(findings)
  const keys = findings[0]?.about.map(entityKey) ?? []
  return release === undefined ? [keys.find((key) => !key.startsWith('host:')) ?? keys[0] ?? ''] : [release]
}

function describe(findings: readonly Finding[], about: readonly Entity[], signs: Signs, severity: Severity): Pick<Incident, 'title' | 'says'> {
  const names = (kind: Entity['kind']) => about.filter((entity) => entity.kind === kind).map((entity) => printable(entity.id, 60))
  const destinations = some(names('destination'), 3)
  const hosts = plural(names('host').length, 'host')
  const release = explaining(findings)
    ?.replace('release:', '')
    .replace(/@(?=[^@]*$)/, ' ')
  const also = some([...signs.strong, ...signs.weak], 5)
  if (release !== undefined && signs.explained !== 'no' && (severity >= 4 || signs.explained === 'named')) {
    const named = printable(release, 60)
    const explains = signs.explained === 'named' ? 'explains' : 'fits'
    return severity >= 4
      ? { title: `${named} is the likely way in`, says: `${named} ${explains} who talks to ${destinations} (${hosts}), and beside it there is ${also}.` }
      : {
          title: `Changed behaviour of ${named}`,
          says: `${named} ${explains} who talks to ${destinations} (${hosts})${also === '' ? '; nothing else speaks against it' : `; beside it there is ${also}, which honest software gives as well`}.`,
        }
  }
  const [top] = findings
  const title = top?.title ?? ''
  if (findings.length < 2 || also === '') return { title, says: `${title}.` }
  return { title, says: `${title}. Signs together: ${also} (${hosts}).` }
}

function reasonText(reason: Finding['because'][number]): string {
  const expected = reason.expected === undefined ? '' : `; expected: ${unstopped(reason.expected)}`
  return `${unstopped(reason.says)} (observed: ${unstopped(reason.observed)}${expected})`
}

/** Without its full stop, to stand inside another sentence. */
function unstopped(text: string): string {
  return text.replace(/\.$/, '')
}

function distinct(sentences: readonly string[]): readonly string[] {
  return [...new Set(sentences)].slice(0, mostSentences)
}

function unique(entities: readonly Entity[]): readonly Entity[] {
  return [...new Map(entities.map((entity) => [entityKey(entity), entity])).values()]
}
