import { number, plural } from '../../base/text.ts'
import type { Hunt, HuntedIndicator, HuntedProduct, IndicatorWord } from '../../model/hunt.ts'
import type { VerdictWord } from '../../model/status.ts'
import { element, join, list, type Markup, table, text } from '../html/markup.ts'
import { evidenceByFile } from '../words.ts'
import { hostsWords, metIndicators, shownValue, sightingWords, tieWords, whenWords, wordCounts } from './words.ts'

const mostMet = 300
const mostListed = 3000
const mostHosts = 2000
const mostInstallations = 1000

const severityOf: Readonly<Record<VerdictWord | IndicatorWord, number>> = { HIT: 5, EXPOSED: 4, SEEN: 3, 'CANNOT TELL': 1, 'NOT SEEN': 2 }

export function badge(word: VerdictWord | IndicatorWord): Markup {
  return element('span', { class: `badge severity-${severityOf[word]}` }, text(word))
}

function section(id: string, title: string, lead: string, ...content: readonly (Markup | false | undefined)[]): Markup {
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    element('h2', { id: `${id}-title` }, text(title)),
    element('p', { class: 'lead' }, text(lead)),
    ...content,
  )
}

export function indicatorSection(hunt: Hunt): Markup | undefined {
  const { indicators } = hunt
  if (indicators.length === 0) return undefined
  const met = metIndicators(hunt)
  const others = indicators.filter(({ word }) => word === 'NOT SEEN' || word === 'CANNOT TELL')
  return section(
    'indicators',
    'Indicators',
    `${wordCounts(indicators)}. SEEN: met, but no proof by itself. Contact that was refused counts: it was tried.`,
    met.length > 0 &&
      table({
        caption: 'Indicators that were met',
        headers: ['', 'Indicator', 'What was met', 'Hosts', 'When', 'Evidence'],
        rows: met.slice(0, mostMet).map(metRow),
        stacks: true,
      }),
    met.length > mostMet && element('p', {}, text(`and ${number(met.length - mostMet)} more, in the JSON output`)),
    others.length > 0 && element('details', {}, element('summary', {}, text(`${plural(others.length, 'indicator')} not met`)), othersTable(others)),
  )
}

function metRow(indicator: HuntedIndicator): readonly Markup[] {
  const { word, type, role, sightings, hosts, demoted, sources } = indicator
  const said = sources[0]
  const evidence = evidenceByFile(sightings.flatMap((one) => one.evidence))
  return [
    badge(word),
    join([
      element('code', {}, text(shownValue(indicator), 200)),
      element('br', {}),
      element('span', { class: 'faint' }, text(`${type.replaceAll('-', ' ')}${role === 'unknown' ? '' : `, ${role.replaceAll('-', ' ')}`}`)),
      said !== undefined &&
        said.sentence !== '' &&
        element(
          'details',
          {},
          element('summary', {}, text('as the advisory says')),
          text(said.sentence, 300),
          text(said.place === '' ? '' : ` (${said.place})`, 100),
        ),
    ]),
    join([
      ...(demoted === undefined ? [] : [element('strong', {}, text('no proof by itself: ')), text(demoted, 200), element('br', {})]),
      list(sightings.map((one) => text(sightingWords(one)))),
    ]),
    text(hostsWords(hosts, 12)),
    text(whenWords(indicator)),
    list(evidence.slice(0, 4).map((file) => text(file.split('/').slice(-3).join('/'), 200))),
  ]
}

function othersTable(others: readonly HuntedIndicator[]): Markup {
  const rest = others.length - mostListed
  return join([
    table({
      caption: 'Indicators that were not met',
      headers: ['Indicator', 'Kind', 'Answer', 'Needs'],
      rows: others
        .slice(0, mostListed)
        .map((one) => [
          element('code', {}, text(shownValue(one), 200)),
          text(one.type.replaceAll('-', ' ')),
          badge(one.word),
          text(one.needs ?? one.demoted ?? ''),
        ]),
    }),
    rest > 0 && element('p', {}, text(`and ${number(rest)} more, in the JSON output`)),
  ])
}

export function patternSection({ patterns }: Hunt): Markup | undefined {
  if (patterns.length === 0) return undefined
  const rows = patterns
    .slice(0, mostMet)
    .map(({ word, name, language, text: whole, says, sightings }) => [
      badge(word),
      join([text(name, 200), element('br', {}), element('code', { class: 'faint' }, text(whole, 300))]),
      text(language),
      join([text(says, 400), sightings.length > 0 && list(sightings.map((one) => text(`${hostsWords(one.hosts, 12)}; ${whenWords(one)}`)))]),
    ])
  return section(
    'patterns',
    'Patterns',
    `${wordCounts(patterns)}.`,
    table({ caption: 'Detection patterns of the advisory', headers: ['', 'Pattern', 'Language', 'Answer'], rows, stacks: true }),
  )
}

export function productSection({ products }: Hunt): Markup | undefined {
  if (products.length === 0) return undefined
  return section(
    'products',
    'Products',
    `${wordCounts(products)}. A version that is not known is never taken for one that is not affected.`,
    ...products.map(productBlock),
  )
}

function productBlock({ product, vendor, platform, affected, word, says, installations }: HuntedProduct): Markup {
  const rows = installations
    .slice(0, mostInstallations)
    .map((one) => [
      text(one.host),
      text(`${one.product} ${one.version}`.trim()),
      join([element('strong', {}, text(one.state)), text(`: ${one.because}`)]),
      text(`${one.by} (${Math.round(one.confidence * 100)} %)`),
      text(
        one.since === undefined
          ? 'not known'
          : `${whenWords({ first: one.since, last: one.until ?? one.since })}${one.until === undefined ? ', still there' : ''}`,
      ),
      text(one.daysCovered === undefined ? 'not known' : plural(one.daysCovered, 'day')),
    ])
  const name = [vendor, product, platform === '' ? '' : `(${platform})`].filter((part) => part !== '').join(' ')
  return element(
    'div',
    {},
    element('h3', {}, badge(word), text(` ${name}: ${affected}`, 300)),
    element('p', {}, text(says)),
    rows.length > 0 &&
      element(
        'details',
        {},
        element('summary', {}, text(plural(installations.length, 'installation'))),
        table({
          caption: `Installations of ${name}`,
          headers: ['Host', 'Installed', 'State', 'Matched by', 'When (UTC)', 'Traffic after it'],
          rows,
          stacks: true,
        }),
      ),
  )
}

export function tieSection({ ties }: Hunt): Markup | undefined {
  if (ties.length === 0) return undefined
  const items = ties.map((tie) => join([text(tie.title), element('br', {}), text(`${hostsWords(tie.hosts)}; ${tieWords(tie)}`)]))
  return section(
    'ties',
    'What the analyses tie to it',
    'Odd behaviour of hosts that all have an affected version. It needs no indicator, and proves nothing by itself.',
    list(items),
  )
}

export function hostSection({ hosts }: Hunt): Markup | undefined {
  if (hosts.length === 0) return undefined
  const named = hosts.filter(({ word }) => word !== 'NOT SEEN')
  const quiet = hosts.filter(({ word }) => word === 'NOT SEEN')
  const rows = named
    .slice(0, mostHosts)
    .map((host) => [text(host.host), badge(host.word), text(host.because.join('; ')), text(host.first === undefined ? '' : whenWords(host))])
  return section(
    'hosts',
    'Host by host',
    `${wordCounts(hosts)}.`,
    rows.length > 0 &&
      table({ caption: 'Hosts that were hit, are exposed or could not be judged', headers: ['Host', 'Answer', 'Because', 'When'], rows, stacks: true }),
    quiet.length > 0 &&
      element(
        'details',
        {},
        element('summary', {}, text(`${plural(quiet.length, 'host')}: NOT SEEN, as far as the evidence covers them`)),
        element(
          'p',
          {},
          ...quiet
            .slice(0, mostHosts)
            .flatMap(({ host, because }) => [element('code', {}, text(host)), text(because.length > 0 ? ` (${because.join('; ')}) ` : ' ')]),
        ),
      ),
  )
}

export function coverageSection({ coverage }: Hunt): Markup {
  const rows = coverage.evidence.map((one) => [
    text(one.title),
    text(number(one.rows)),
    text(one.first === undefined ? (one.rows > 0 ? 'no times' : 'none') : whenWords(one)),
  ])
  const untested = coverage.untested.slice(0, mostMet).map(({ what, count, needs }) => [text(what, 300), text(number(count)), text(needs)])
  return section(
    'coverage',
    'What this rests on',
    'Nothing can be said about time and hosts that the evidence does not cover.',
    table({ caption: 'Evidence that was looked through', headers: ['Evidence', 'Rows', 'From and until'], rows, numeric: [1], stacks: true }),
    untested.length > 0 &&
      table({
        caption: 'What could not be tested, and the evidence that would be needed',
        headers: ['What', 'How many', 'Needs'],
        rows: untested,
        numeric: [1],
        stacks: true,
      }),
  )
}
