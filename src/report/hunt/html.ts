import { number, plural, printable, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { Hunt } from '../../model/hunt.ts'
import { page } from '../html/document.ts'
import { technique } from '../html/findings.ts'
import { element, join, list, type Markup, prose, text } from '../html/markup.ts'
import { tile } from '../html/page.ts'
import { coverageSection, hostSection, indicatorSection, patternSection, productSection, tieSection } from './sections.ts'
import { advisoryWords, huntMeanings, metIndicators, unreadWords, wordCounts } from './words.ts'

const signs = { HIT: '◆', EXPOSED: '▲', 'NOT SEEN': '○', 'CANNOT TELL': '?' } as const

/** The answer of a hunt as one file that needs nothing else. */
export function renderHuntHtml(hunt: Hunt, version: string): string {
  return page({
    title: `${hunt.word}: ${printable(hunt.title, 120)}`,
    skip: 'To the answer',
    masthead: element(
      'header',
      { class: 'masthead' },
      element('h1', {}, text('Gatehouse hunt')),
      element('p', {}, text(`${shortTime(hunt.at)} UTC · version ${version}`)),
    ),
    contents: contents(hunt),
    main: [
      banner(hunt),
      tiles(hunt),
      element(
        'section',
        { id: 'to-do', 'aria-labelledby': 'to-do-title' },
        heading('to-do', 'What to do now'),
        element('p', { class: 'next' }, prose(hunt.next)),
      ),
      indicatorSection(hunt),
      patternSection(hunt),
      productSection(hunt),
      tieSection(hunt),
      hostSection(hunt),
      coverageSection(hunt),
      advisorySection(hunt),
    ],
    footer: 'This page holds no script and asks nothing of any server. Addresses and names of the advisory are defanged.',
  })
}

function heading(id: string, title: string): Markup {
  return element('h2', { id: `${id}-title` }, text(title))
}

function contents(hunt: Hunt): Markup {
  const links = [
    ['to-do', 'What to do now'],
    ...(hunt.indicators.length > 0 ? [['indicators', 'Indicators']] : []),
    ...(hunt.patterns.length > 0 ? [['patterns', 'Patterns']] : []),
    ...(hunt.products.length > 0 ? [['products', 'Products']] : []),
    ...(hunt.ties.length > 0 ? [['ties', 'Tied to it']] : []),
    ...(hunt.hosts.length > 0 ? [['hosts', 'Hosts']] : []),
    ['coverage', 'Coverage'],
    ['advisories', 'Advisories'],
  ]
  return element('nav', { 'aria-label': 'Contents' }, list(links.map(([id, title]) => element('a', { href: `#${id}` }, text(title ?? '')))))
}

function banner(hunt: Hunt): Markup {
  const { word, sentence } = hunt
  return element(
    'section',
    { class: `verdict verdict-${word.toLowerCase().replace(' ', '-')}`, 'aria-labelledby': 'verdict-title' },
    element('p', { class: 'word' }, element('span', { 'aria-hidden': 'true' }, text(signs[word])), text(` ${word}`)),
    element('h2', { id: 'verdict-title' }, text(sentence)),
    element('p', {}, text(huntMeanings[word])),
    ...unreadWords(hunt).map((words) => element('p', {}, element('strong', {}, text(words)))),
  )
}

function tiles(hunt: Hunt): Markup {
  const met = metIndicators(hunt)
  const affected = new Set(hunt.products.flatMap(({ installations }) => installations.filter(({ state }) => state === 'affected').map(({ host }) => host)))
  return element(
    'dl',
    { class: 'tiles' },
    tile(
      plural(met.length, 'indicator'),
      `met of ${number(hunt.indicators.length)} that the ${hunt.advisories.length === 1 ? 'advisory names' : 'advisories name'}`,
    ),
    tile(plural(affected.size, 'host'), 'with an affected version, now or before'),
    tile(plural(hunt.hosts.length, 'host'), wordCounts(hunt.hosts) || 'in the evidence'),
    tile(
      plural(
        hunt.coverage.untested.reduce((sum, one) => sum + one.count, 0),
        'thing',
      ),
      'could not be tested with this evidence',
    ),
  )
}

function advisorySection({ advisories, cves, techniques, notes, disagreements }: Hunt): Markup {
  const notesOf = [...notes, ...disagreements.map((one) => `The advisories disagree: ${one}`)]
  return element(
    'section',
    { id: 'advisories', 'aria-labelledby': 'advisories-title' },
    heading('advisories', advisories.length === 1 ? 'The advisory' : 'The advisories'),
    list(
      advisories.map((advisory) =>
        join([
          text(advisoryWords(advisory), 500),
          element('br', {}),
          element('code', { class: 'faint' }, text(`${advisory.format}, SHA-256 ${advisory.sha256}`)),
        ]),
      ),
    ),
    cves.length > 0 && element('p', {}, text(`CVEs: ${some(cves, 20)}.`)),
    techniques.length > 0 && element('p', {}, text('ATT&CK: '), ...techniques.slice(0, 40).flatMap((id) => [technique(id), text(' ')])),
    notesOf.length > 0 && element('h3', {}, text('Notes')),
    notesOf.length > 0 && list(notesOf.slice(0, 100).map((note) => text(note))),
  )
}
