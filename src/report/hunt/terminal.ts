import { number, plural, printable, some } from '../../base/text.ts'
import type { Hunt, HuntedIndicator, HuntedProduct } from '../../model/hunt.ts'
import { columns, paragraph, prose, wrap } from '../terminal/layout.ts'
import { type Style, styleFor } from '../terminal/style.ts'
import { evidenceByFile } from '../words.ts'
import { hostLines } from './host-lines.ts'
import { advisoryWords, hostsWords, huntMeanings, metIndicators, shownValue, sightingWords, tieWords, unreadWords, whenWords, wordCounts } from './words.ts'

export interface HuntTerminalOptions {
  /** Columns; taken as 40 … 120. */
  readonly width: number
  readonly colour: boolean
  /** Where the full report was written, if it was. */
  readonly report?: string
}

const mostIndicators = 12
const mostProducts = 6
const mostUntested = 8
const mostNotes = 5
/** Columns that a text needs beside a label. */
const leastText = 24
const elsewhere = '--json and --report have them'

/** The answer of a hunt for a terminal: the conclusion first, the next step last. Evidence in it cannot act on the terminal. */
export function renderHuntTerminal(hunt: Hunt, options: HuntTerminalOptions): string {
  const width = Math.min(120, Math.max(40, Math.floor(options.width) || 80))
  const style = styleFor(options.colour)
  const lines = [
    '',
    ...headLines(hunt, width, style),
    ...indicatorLines(hunt, width, style),
    ...patternLines(hunt, width, style),
    ...productLines(hunt, width, style),
    ...tieLines(hunt, width, style),
    ...(hunt.hosts.length > 0 ? [...counted('Hosts', hunt.hosts, width, style), ...hostLines(hunt, width, style, elsewhere), ''] : []),
    ...coverageLines(hunt, width, style),
    ...noteLines(hunt, width, style),
    ...closing(hunt, options.report, width, style),
  ]
  return `${lines.join('\n')}\n`
}

function headLines(hunt: Hunt, width: number, style: Style): readonly string[] {
  const about = hunt.advisories.slice(0, 6).flatMap((advisory) => wrap(advisoryWords(advisory), width).map((line) => style.faint(line)))
  const rest = hunt.advisories.length - 6
  return [
    style.verdict(hunt.word),
    ...wrap(prose(hunt.sentence), width).map((line) => style.strong(line)),
    ...wrap(huntMeanings[hunt.word], width).map((line) => style.faint(line)),
    '',
    ...about,
    ...(rest > 0 ? [style.faint(`and ${plural(rest, 'more advisory', 'more advisories')}`)] : []),
    ...unreadWords(hunt).flatMap((words) => wrap(words, width).map((line) => style.strong(line))),
    '',
  ]
}

function counted(title: string, all: readonly { readonly word: string }[], width: number, style: Style): readonly string[] {
  return [style.heading(`${title} (${number(all.length)})`), ...wrap(wordCounts(all), width).map((line) => style.faint(line)), '']
}

function indicatorLines(hunt: Hunt, width: number, style: Style): readonly string[] {
  if (hunt.indicators.length === 0) return []
  const met = metIndicators(hunt)
  const shown = met.slice(0, mostIndicators)
  const rest = met.length - shown.length
  return [
    ...counted('Indicators', hunt.indicators, width, style),
    ...shown.flatMap((indicator) => indicatorPart(indicator, width, style)),
    ...(rest > 0 ? [style.faint(`and ${number(rest)} more that were met: ${elsewhere}`), ''] : []),
  ]
}

function indicatorPart(indicator: HuntedIndicator, width: number, style: Style): readonly string[] {
  const { word, type, role, sightings, demoted } = indicator
  const name = `${shownValue(indicator)} (${type.replaceAll('-', ' ')}${role === 'unknown' ? '' : `, ${role.replaceAll('-', ' ')}`})`
  const label = word === 'HIT' ? 'HIT' : 'SEEN'
  const evidence = evidenceByFile(sightings.flatMap((sighting) => sighting.evidence))
  return [
    ...paragraph(printable(name, 300), width, 6, label).map((line, index) =>
      index === 0 ? line.replace(label, () => (word === 'HIT' ? style.strong(label) : label)) : line,
    ),
    ...(demoted === undefined ? [] : paragraph(`no proof by itself: ${prose(demoted)}`, width, 6)),
    ...sightings.flatMap((sighting) => paragraph(prose(`${sightingWords(sighting)}; ${hostsWords(sighting.hosts)}; ${whenWords(sighting)}`), width, 6)),
    ...(evidence.length === 0
      ? []
      : paragraph(
          `evidence: ${some(
            evidence.map((file) => printable(file.split('/').slice(-2).join('/'), 80)),
            2,
          )}`,
          width,
          6,
        ).map((line) => style.faint(line))),
    '',
  ]
}

function patternLines({ patterns }: Hunt, width: number, style: Style): readonly string[] {
  if (patterns.length === 0) return []
  const shown = patterns.filter(({ word }) => word === 'HIT' || word === 'SEEN').slice(0, mostIndicators)
  return [
    ...counted('Patterns', patterns, width, style),
    ...shown.flatMap(({ word, name, says, sightings }) => [
      ...paragraph(printable(name, 200), width, 6, word),
      ...paragraph(prose(says), width, 6),
      ...sightings.flatMap((sighting) => paragraph(prose(`${hostsWords(sighting.hosts)}; ${whenWords(sighting)}`), width, 6)),
    ]),
    '',
  ]
}

function productLines({ products }: Hunt, width: number, style: Style): readonly string[] {
  if (products.length === 0) return []
  const shown = products.slice(0, mostProducts)
  const rest = products.length - shown.length
  return [
    ...counted('Products', products, width, style),
    ...shown.flatMap((product) => productPart(product, width, style)),
    ...(rest > 0 ? [style.faint(`and ${plural(rest, 'more product')}: ${elsewhere}`), ''] : []),
  ]
}

function productPart({ product, vendor, platform, affected, word, says, installations }: HuntedProduct, width: number, style: Style): readonly string[] {
  const name = [vendor, product, platform === '' ? '' : `(${platform})`].filter((part) => part !== '').join(' ')
  const matched = installations.filter(({ state }) => state === 'affected')
  const by = [...Map.groupBy(matched, (one) => `${one.product} ${one.version}, matched by ${one.by} (${Math.round(one.confidence * 100)} %)`)]
  const short = matched.flatMap(({ daysCovered }) => (daysCovered !== undefined && daysCovered < 35 ? [daysCovered] : []))
  return [
    ...paragraph(printable(`${name}: ${affected}`, 300), width, 13, word),
    ...paragraph(prose(says), width, 13),
    ...by.slice(0, 3).flatMap(([text, same]) => paragraph(prose(`${text}: ${plural(same.length, 'host')}`), width, 13).map((line) => style.faint(line))),
    ...(short.length > 0
      ? paragraph(`the traffic covers ${daysWords(short)} after ${plural(short.length, 'installation')}; implants are known to sleep for 28`, width, 13).map(
          (line) => style.faint(line),
        )
      : []),
    '',
  ]
}

function daysWords(days: readonly number[]): string {
  const [least, most] = [Math.min(...days), Math.max(...days)]
  return least === most ? plural(least, 'day') : `${number(least)} to ${plural(most, 'day')}`
}

function tieLines({ ties }: Hunt, width: number, style: Style): readonly string[] {
  if (ties.length === 0) return []
  return [
    style.heading('What the analyses tie to it'),
    '',
    ...ties.flatMap((tie) => [...paragraph(prose(tie.title), width, 2, '-'), ...paragraph(prose(tieWords(tie)), width, 2).map((line) => style.faint(line))]),
    '',
  ]
}

function coverageLines({ coverage }: Hunt, width: number, style: Style): readonly string[] {
  const filled = coverage.evidence.filter(({ rows }) => rows > 0)
  const empty = coverage.evidence.filter(({ rows }) => rows === 0).map(({ title }) => title.replace(/^[A-Z](?=[a-z' ])/, (letter) => letter.toLowerCase()))
  const column = Math.max(12, ...filled.map(({ title }) => columns(title))) + 2
  const shown = coverage.untested.slice(0, mostUntested)
  const rest = coverage.untested.length - shown.length
  return [
    style.heading('What this rests on'),
    '',
    ...filled.flatMap(({ title, rows, first, last }) => {
      const about = `${plural(rows, 'row')}${first === undefined || last === undefined ? '' : `, ${whenWords({ first, last })}`}`
      return width - column < leastText ? [title, ...paragraph(about, width, 2)] : paragraph(about, width, column, title)
    }),
    ...(empty.length > 0 ? paragraph(`No evidence of: ${empty.join('; ')}.`, width, 0).map((line) => style.faint(line)) : []),
    ...(shown.length > 0 ? ['', style.strong('Could not be tested')] : []),
    ...shown.flatMap(({ what, needs }) => paragraph(prose(`${what}: needs ${needs}`), width, 2, '-')),
    ...(rest > 0 ? [style.faint(`  and ${number(rest)} more: ${elsewhere}`)] : []),
    '',
  ]
}

function noteLines({ notes, disagreements }: Hunt, width: number, style: Style): readonly string[] {
  const all = [...notes, ...disagreements.map((one) => `The advisories disagree: ${one}`)]
  if (all.length === 0) return []
  const rest = all.length - mostNotes
  return [
    style.heading('Notes'),
    '',
    ...all.slice(0, mostNotes).flatMap((note) => paragraph(prose(note), width, 2, '-')),
    ...(rest > 0 ? [style.faint(`  and ${number(rest)} more: ${elsewhere}`)] : []),
    '',
  ]
}

function closing({ next, seconds }: Hunt, report: string | undefined, width: number, style: Style): readonly string[] {
  const lines = paragraph(prose(next), width, 8, 'Next')
  return [
    style.faint(`hunted in ${number(seconds)} s`),
    '',
    ...(report === undefined ? [] : paragraph(printable(report, 400), width, 8, 'Report')),
    ...lines.map((line, index) => (index === 0 ? line.replace('Next', () => style.strong('Next')) : line)),
  ]
}
