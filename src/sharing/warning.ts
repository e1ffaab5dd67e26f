import { stableId } from '../base/hash.ts'
import { plural, some } from '../base/text.ts'
import type { Block, Section, Warning } from '../report/warning/document.ts'
import { actionsOf, measures } from './actions.ts'
import { mustBeWellFormed } from './detection/check.ts'
import { sigmaRules } from './detection/sigma.ts'
import { suricataRules } from './detection/suricata.ts'
import type { DetectionRules } from './detection/text.ts'
import { yaraRules } from './detection/yara.ts'
import { type SharedIndicator, sharedIndicators } from './indicators.ts'
import { yardstick } from './likelihood.ts'
import { defang, defangAll } from './safe.ts'
import { bottomLine, lightsSection, sourcesSection, wordOf } from './sections/answers.ts'
import { coverageSection, findingsSection, releasesSection, timelineSection } from './sections/evidence.ts'
import { attackAttribution, techniques } from './techniques.ts'
import { tlpColours, tlpHandling } from './tlp.ts'
import type { WarningInput } from './warning-input.ts'

/** Everything that leaves, before it is written in any format. */
export interface SharedWarning {
  readonly document: Warning
  readonly indicators: readonly SharedIndicator[]
  readonly detection: readonly DetectionRules[]
  readonly input: WarningInput
}

/** The warning of an input whose inner names are stripped already. `withheld` are indicators that are inside and do not leave. */
export function warningOf(input: WarningInput, options: { readonly withheld: number; readonly stripped: boolean }): SharedWarning {
  const indicators = sharedIndicators(input.hunts)
  const word = wordOf(input)
  const id = idOf(input)
  const title = titleOf(input)
  const context = { id, title, tlp: `TLP:${input.tlp}`, day: input.at.slice(0, 10) }
  const detection = [sigmaRules, suricataRules, yaraRules].map((make) => mustBeWellFormed(make(indicators, { ...context, tlp: input.tlp })))
  const sections: readonly Section[] = [
    lightsSection(input, word, indicators),
    sourcesSection(input.hunts),
    coverageSection(input),
    findingsSection(input),
    timelineSection(input),
    releasesSection(input),
    techniqueSection(input),
    indicatorSection(indicators, options.withheld),
    assessmentSection(),
    actionSection(input, word),
    detectionSection(detection),
    annex(input, options.stripped),
  ]
  const networked = indicators.toSorted((a, b) => b.value.length - a.value.length)
  const document: Warning = {
    id,
    version: '1',
    title: defangAll(title, networked),
    from: input.from,
    at: input.at,
    tlp: { label: `TLP:${input.tlp}`, handling: tlpHandling[input.tlp], colour: tlpColours[input.tlp] },
    word,
    bottomLine: defangAll(bottomLine(input, indicators), networked),
    sections: sections.map((section) => (section.id === 'detection' ? section : defanged(section, networked))),
    footer: `Written with Gatehouse ${input.gatehouse}. Times are UTC. The tool states what the evidence shows; likelihood is for the analyst to judge.`,
  }
  return { document, indicators, detection, input }
}

/** The same subject and answer have the same id. */
function idOf({ about, hunts, incidents, at }: WarningInput): string {
  const subject = stableId(about.kind, about.id, ...hunts.map(({ id }) => id), ...incidents.map(({ id }) => id), at)
  return `GH-${at.slice(0, 10).replaceAll('-', '')}-${subject.slice(0, 8).toUpperCase()}`
}

function titleOf({ about, hunts, incidents, verdict }: WarningInput): string {
  if (about.kind === 'advisory') return hunts[0]?.title || 'Warning on an advisory'
  if (about.kind === 'incident') return incidents[0]?.title ?? 'Warning on an incident'
  return incidents[0]?.title ?? hunts[0]?.title ?? `Software supply chain: ${verdict.word}`
}

type Values = readonly Pick<SharedIndicator, 'type' | 'value'>[]

function defanged(section: Section, values: Values): Section {
  const safe = (text: string) => defangAll(text, values)
  return { ...section, blocks: section.blocks.map((block) => safeBlock(block, safe)) }
}

function safeBlock(block: Block, safe: (text: string) => string): Block {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return { ...block, text: safe(block.text) }
    case 'list':
      return { ...block, items: block.items.map(safe) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(safe)) }
    case 'lights':
      return { ...block, rows: block.rows.map((row) => ({ ...row, says: safe(row.says) })) }
    default:
      return block
  }
}

function techniqueSection({ findings, incidents, hunts }: WarningInput): Section {
  const used = new Map<string, string[]>()
  const note = (id: string, where: string) => used.set(id, [...new Set([...(used.get(id) ?? []), where])])
  for (const finding of findings) for (const id of finding.techniques) note(id, finding.title)
  for (const incident of incidents) for (const id of incident.techniques) note(id, incident.title)
  for (const hunt of hunts) for (const id of hunt.techniques) note(id, 'named by an advisory')
  const rows = [...used]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, where]) => [id, techniques[id]?.[0] ?? 'see attack.mitre.org', techniques[id]?.[1] ?? '', some(where, 2)])
  const blocks: Block[] =
    rows.length === 0
      ? [{ kind: 'text', text: 'No technique is named.' }]
      : [
          { kind: 'table', caption: 'Techniques', headers: ['Id', 'Name', 'Tactics', 'Where'], rows, widths: [0.12, 0.28, 0.22, 0.38] },
          { kind: 'text', text: attackAttribution },
        ]
  return { id: 'attack', title: 'ATT&CK techniques', blocks }
}

function indicatorSection(indicators: readonly SharedIndicator[], withheld: number): Section {
  const rows = indicators.map(({ type, value, word, hosts, rows: count, blocked, first, last, demoted, needs, named, role }) => {
    const when = first === undefined ? '' : `, ${first.slice(0, 16).replace('T', ' ')} to ${(last ?? first).slice(0, 16).replace('T', ' ')} UTC`
    const met =
      word === 'HIT' || word === 'SEEN' ? `: ${plural(hosts.length, 'host')}, ${plural(count, 'row')}${blocked > 0 ? `, ${blocked} refused` : ''}${when}` : ''
    const why = [
      role === 'unknown' ? '' : role,
      demoted === undefined ? '' : `demoted: ${demoted}`,
      needs === undefined ? '' : `needs ${needs}`,
      named.length === 0 ? '' : `by ${some(named, 2)}`,
    ]
    return [type.replaceAll('-', ' '), defang(type, value), word + met, why.filter((part) => part !== '').join('; ')]
  })
  const note: Block[] =
    withheld > 0 ? [{ kind: 'text', text: `${withheld} more would name something inside and ${withheld === 1 ? 'is' : 'are'} withheld.` }] : []
  const blocks: Block[] = [
    rows.length > 0
      ? {
          kind: 'table',
          caption: 'All indicators, defanged',
          headers: ['Type', 'Value', 'Met here?', 'Role, doubts, source'],
          rows,
          widths: [0.12, 0.4, 0.23, 0.25],
          values: [1],
        }
      : { kind: 'text', text: 'No indicator is part of this warning.' },
    ...note,
  ]
  return { id: 'indicators', title: 'Indicators', blocks }
}

function assessmentSection(): Section {
  return {
    id: 'assessment',
    title: 'Assessment',
    blocks: [
      {
        kind: 'text',
        text: 'The sections above state what the evidence shows. How likely it is that it means an intrusion is a judgement, and it is for the analyst to write it here.',
      },
      { kind: 'field', label: 'Judgement of the analyst', hint: 'It is [word of the yardstick] that …, because …' },
      {
        kind: 'table',
        caption: 'Words of likelihood: the PHIA probability yardstick',
        headers: ['Word', 'Probability'],
        rows: yardstick.map((row) => [...row]),
        widths: [0.4, 0.6],
      },
    ],
  }
}

function actionSection(input: WarningInput, word: ReturnType<typeof wordOf>): Section {
  const rows = actionsOf(input, word).map(({ when, says, measure }) => [when === 'now' ? 'now' : `within ${when}`, says, `${measure}: ${measures[measure]}`])
  return {
    id: 'actions',
    title: 'Actions',
    blocks: [
      {
        kind: 'table',
        caption: 'Now, within 72 hours, within 30 days; measures as in the joint NCSC and NIS advisory of 2023',
        headers: ['When', 'What', 'Measure'],
        rows,
        widths: [0.14, 0.64, 0.22],
      },
    ],
  }
}

function detectionSection(detection: readonly DetectionRules[]): Section {
  const blocks = detection.flatMap(({ language, fileName, text, rules, left }): readonly Block[] => {
    if (rules === 0) return [{ kind: 'text', text: `${language}: no indicator can be told in it.` }]
    const rest: Block[] =
      left.length > 0 ? [{ kind: 'text', text: `${language}: no rule for ${plural(left.length, 'indicator')} that it cannot tell safely.` }] : []
    return [{ kind: 'code', title: `${language} (${fileName})`, text }, ...rest]
  })
  return {
    id: 'detection',
    title: 'Detection for recipients',
    blocks: [
      {
        kind: 'text',
        text: 'Made from the indicators that are not demoted, not defanged, and checked for syntax. Try them in your own systems before you let them block.',
      },
      ...blocks,
    ],
  }
}

function annex({ hunts, findings, gatehouse }: WarningInput, stripped: boolean): Section {
  const items = [
    stripped
      ? 'Names of inner hosts, accounts, mailboxes, domains, addresses and evidence files are replaced by stand-ins, which are the same within this document.'
      : 'Names of inner hosts, accounts and addresses are left as they are.',
    'HIT: something was met that is a sign of an intrusion. EXPOSED: open to a known way in. NOT SEEN: not in what the evidence covers. CANNOT TELL: the evidence is not enough. SEEN: met, but no proof by itself.',
    'Confidence is how sure the tool is of what a title says, not how grave it is.',
    `Rests on ${plural(findings.length, 'finding')} and ${plural(hunts.length, 'hunt')} of Gatehouse ${gatehouse}.`,
    'Indicators are defanged: put [.], [:], [@] and hxxp back before use.',
  ]
  return { id: 'annex', title: 'Annex: how to read this', blocks: [{ kind: 'list', items }] }
}
