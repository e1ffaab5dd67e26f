import { number, plural, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import { type EvidenceRef, type Finding, severityNames } from '../../model/finding.ts'
import { tables } from '../../model/tables.ts'
import type { Block, Section } from '../../report/warning/document.ts'
import type { WarningInput } from '../warning-input.ts'

const mostEvents = 60
const mostFindings = 60
const titles: Readonly<Record<string, { readonly title: string; readonly derived?: boolean }>> = tables

/** What the evidence covers, and what could not be looked for. */
export function coverageSection({ coverage, hunts }: WarningInput): Section {
  const lines = [
    ...Map.groupBy(
      coverage.filter(({ table }) => titles[table]?.derived !== true),
      ({ table }) => table,
    ),
  ].map(([table, all]) => {
    const first = all.flatMap((line) => line.first ?? []).toSorted()[0]
    const last = all
      .flatMap((line) => line.last ?? [])
      .toSorted()
      .at(-1)
    const rows = all.reduce((sum, line) => sum + line.rows, 0)
    return [
      titles[table]?.title ?? table,
      number(rows),
      plural(all.length, 'source'),
      spanOf(first, last),
      String(all.reduce((sum, { gaps }) => sum + gaps.length, 0)),
    ]
  })
  const blocks: Block[] = [
    lines.length > 0
      ? {
          kind: 'table',
          caption: 'Evidence that was read (times in UTC)',
          headers: ['Kind', 'Rows', 'Sources', 'From and until', 'Silences'],
          rows: lines,
          widths: [0.3, 0.13, 0.15, 0.3, 0.12],
        }
      : { kind: 'text', text: 'No evidence was read.' },
  ]
  const untested = hunts.flatMap((hunt) => hunt.coverage.untested)
  if (untested.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'What could not be looked for',
      headers: ['What', 'What would be needed'],
      rows: untested.map(({ what, needs }) => [what, needs]),
      widths: [0.45, 0.55],
    })
  const notes = [...new Set(hunts.flatMap((hunt) => hunt.notes))]
  if (notes.length > 0) blocks.push({ kind: 'list', items: notes })
  blocks.push({ kind: 'text', text: 'Not seen speaks of this evidence alone. What it does not cover is not known.' })
  return { id: 'coverage', title: 'Coverage', blocks }
}

function spanOf(first: string | undefined, last: string | undefined): string {
  return first === undefined || last === undefined ? 'no times' : `${shortTime(first)} to ${shortTime(last)}`
}

/** Findings, each with its reasons, its evidence, its times and how sure the tool is. */
export function findingsSection({ incidents, findings }: WarningInput): Section {
  const shown = findings.toSorted((a, b) => b.severity - a.severity || b.confidence - a.confidence)
  const heads = incidents.flatMap(({ title, says, speaksAgainst }): Block[] => [
    { kind: 'heading', text: `Incident: ${title}` },
    { kind: 'text', text: says },
    ...(speaksAgainst.length > 0
      ? [
          {
            kind: 'text',
            text: `What speaks against it: ${speaksAgainst
              .slice(0, 5)
              .map((sentence) => sentence.replace(/\.$/, ''))
              .join('; ')}.`,
          } as const,
        ]
      : []),
  ])
  const left = shown.length - mostFindings
  const blocks: Block[] = [...heads, ...shown.slice(0, mostFindings).flatMap(findingBlocks)]
  if (left > 0) blocks.push({ kind: 'text', text: `${plural(left, 'finding')} of less weight ${left === 1 ? 'is' : 'are'} not shown here.` })
  if (blocks.length === 0) blocks.push({ kind: 'text', text: 'No finding is part of this warning.' })
  return { id: 'findings', title: 'Findings', blocks }
}

/** Reasons are whole sentences, but not all of them end as one. */
function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`
}

function findingBlocks({ title, severity, confidence, first, last, because, innocentIf, evidence }: Finding): readonly Block[] {
  const items = because.map(
    ({ says, observed, expected }) => `${sentence(says)} Observed: ${observed}${expected === undefined ? '' : `; expected: ${expected}`}`,
  )
  const innocent = innocentIf.length > 0 ? [`Innocent if: ${innocentIf.map((text) => text.replace(/\.$/, '')).join('; ')}`] : []
  return [
    { kind: 'heading', text: title },
    {
      kind: 'text',
      text: `Severity ${severityNames[severity - 1] ?? 'information'} · confidence ${Math.min(99, Math.round(confidence * 100))} % · ${shortTime(first)} to ${shortTime(last)} UTC`,
    },
    { kind: 'list', items: [...items, ...innocent, `Evidence: ${evidenceWords(evidence)}`] },
  ]
}

/** `evidence-1 lines 3, 4 and 2 more` */
function evidenceWords(refs: readonly EvidenceRef[]): string {
  if (refs.length === 0) return 'none kept'
  const files = [...Map.groupBy(refs, ({ file, source }) => file || `source ${source}`)]
  return files
    .map(([file, rows]) => `${file} ${rows.length === 1 ? 'line' : 'lines'} ${some([...new Set(rows.map(({ line }) => String(line)))], 4)}`)
    .join('; ')
}

/** What happened when: of findings, sightings and installations. */
export function timelineSection({ findings, hunts }: WarningInput): Section {
  const events = [
    ...findings.flatMap(({ first, last, title }) => [
      { at: first, says: `${title}: first` },
      { at: last, says: `${title}: last` },
    ]),
    ...hunts.flatMap(({ advisories, indicators, products }) => [
      ...advisories.flatMap(({ published, title }) => (published === '' ? [] : [{ at: published, says: `Published: ${title}` }])),
      ...indicators.flatMap(({ first, last, value, word }) =>
        first === undefined || word === 'NOT SEEN'
          ? []
          : [{ at: first, says: `First sight of ${value}` }, ...(last === undefined ? [] : [{ at: last, says: `Last sight of ${value}` }])],
      ),
      ...products.flatMap(({ installations }) =>
        installations.flatMap(({ since, host, product, version, state }) =>
          since === undefined || state !== 'affected' ? [] : [{ at: since, says: `${product} ${version} installed on ${host}` }],
        ),
      ),
    ]),
  ]
  const unique = [...new Map(events.map((event) => [`${event.at} ${event.says}`, event])).values()].toSorted((a, b) =>
    a.at === b.at ? (a.says < b.says ? -1 : 1) : a.at < b.at ? -1 : 1,
  )
  const rows = unique.slice(0, mostEvents).map(({ at, says }) => [shortTime(at), says])
  if (rows.length === 0) return { id: 'timeline', title: 'Timeline', blocks: [{ kind: 'text', text: 'Nothing that bears a time.' }] }
  const left = unique.length - rows.length
  const more: Block[] = left > 0 ? [{ kind: 'text', text: `${plural(left, 'later event')} not shown.` }] : []
  return {
    id: 'timeline',
    title: 'Timeline',
    blocks: [{ kind: 'table', caption: 'In order of time (UTC)', headers: ['When', 'What'], rows, widths: [0.2, 0.8] }, ...more],
  }
}

/** Affected releases by host; what the advisories name first, then what the findings name. */
export function releasesSection({ hunts, releases, findings, vetted }: WarningInput): Section {
  const hunted = hunts.flatMap(({ products }) => products.flatMap(({ installations }) => installations))
  const told = hunted
    .filter(({ state }) => state !== 'not affected')
    .map(({ host, product, version, state, because, since, until, confidence }) => [
      host,
      `${product} ${version || 'version unknown'}`,
      `${state}: ${because} (${Math.min(99, Math.round(confidence * 100))} %)`,
      spanOfInstall(since, until),
    ])
  const known = new Set(told.map(([host, release]) => `${host} ${release}`))
  const named = new Set(findings.flatMap(({ about }) => about.flatMap(({ kind, id }) => (kind === 'release' ? [id] : []))))
  const suspected = releases
    .filter(({ product, version }) => named.has(`${product}@${version}`))
    .map(({ host, product, version, since, until }) => [
      host,
      `${product} ${version || 'version unknown'}`,
      'named by a finding of this warning',
      spanOfInstall(since, until),
    ])
    .filter(([host, release]) => !known.has(`${host} ${release}`))
  const rows = [...told, ...suspected]
  const blocks: Block[] = [
    rows.length > 0
      ? { kind: 'table', caption: 'Releases by host (UTC)', headers: ['Host', 'Release', 'State', 'Installed'], rows, widths: [0.18, 0.27, 0.33, 0.22] }
      : { kind: 'text', text: 'No affected release is known from the inventories that were read.' },
  ]
  if (vetted.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'Releases whose bytes were compared with the release before',
      headers: ['Release', 'Answer', 'Why', 'SHA-256'],
      rows: vetted.map(({ name, version, word, sentence, sha256 }) => [`${name} ${version}`, word, sentence, sha256]),
      widths: [0.2, 0.12, 0.38, 0.3],
      values: [3],
    })
  return { id: 'affected-releases', title: 'Affected releases', blocks }
}

function spanOfInstall(since: string | undefined, until: string | undefined): string {
  return `${since === undefined ? 'unknown' : shortTime(since)} to ${until === undefined ? 'now' : shortTime(until)}`
}
