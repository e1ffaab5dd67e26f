import { number, plural, printable, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { Hunt } from '../../model/hunt.ts'
import type { VerdictWord } from '../../model/status.ts'
import type { Block, Light, Section } from '../../report/warning/document.ts'
import type { SharedIndicator } from '../indicators.ts'
import type { WarningInput } from '../warning-input.ts'

/** Most words of the bottom line. */
const mostWords = 120

const gravest: readonly VerdictWord[] = ['HIT', 'EXPOSED', 'CANNOT TELL', 'NOT SEEN']

/** The answer that the whole warning gives: that of the hunts and incidents which it is about. */
export function wordOf({ about, verdict, hunts, incidents }: WarningInput): VerdictWord {
  if (about.kind === 'workspace') return gravest.find((word) => word === verdict.word || hunts.some((hunt) => hunt.word === word)) ?? verdict.word
  const hunted = gravest.find((word) => hunts.some((hunt) => hunt.word === word))
  if (about.kind === 'advisory') return hunted ?? 'CANNOT TELL'
  return hunted === 'HIT' || incidents.some(({ severity }) => severity >= 4) ? 'HIT' : 'EXPOSED'
}

/** At most 120 words, the conclusion first. */
export function bottomLine(input: WarningInput, indicators: readonly SharedIndicator[]): string {
  const { about, verdict, hunts, incidents } = input
  const told =
    about.kind === 'advisory'
      ? hunts.map(({ sentence }) => sentence)
      : about.kind === 'incident'
        ? incidents.map(({ says }) => says)
        : [verdict.sentence, ...hunts.map(({ sentence }) => sentence)]
  const met = indicators.filter(({ word }) => word === 'HIT').length
  const counted =
    indicators.length === 0
      ? ''
      : `Of ${plural(indicators.length, 'published indicator')}, ${met === 0 ? 'none was met' : `${number(met)} ${met === 1 ? 'was' : 'were'} met`}.`
  const next = about.kind === 'advisory' ? hunts[0]?.next : about.kind === 'incident' ? incidents[0]?.advice[0] : verdict.next
  const last = [counted, next !== undefined && !/\bgatehouse\b/i.test(next) ? `Next: ${next}` : ''].filter((part) => part !== '').join(' ')
  return [sentencesWithin([...new Set(told)].join(' '), Math.max(40, mostWords - words(last).length)), last]
    .filter((part) => part !== '')
    .join(' ')
    .split(/\s+/)
    .slice(0, mostWords)
    .join(' ')
}

/** Whole sentences while there is room; the first one is cut where it alone is too long. */
function sentencesWithin(text: string, most: number): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=[\p{Lu}\d])/u)
  const kept: string[] = []
  let room = most
  for (const sentence of sentences) {
    room -= words(sentence).length
    if (room < 0) break
    kept.push(sentence)
  }
  return kept.length > 0 ? kept.join(' ') : cutWords(text, most)
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

function cutWords(text: string, most: number): string {
  const all = words(text)
  return all.length <= most ? all.join(' ') : `${all.slice(0, most - 1).join(' ')} …`
}

const lightOf: Readonly<Record<VerdictWord, Light>> = { HIT: 'red', EXPOSED: 'amber', 'NOT SEEN': 'green', 'CANNOT TELL': 'grey' }

/** Shape, word and colour for each question that a reader asks first. */
export function lightsSection(input: WarningInput, word: VerdictWord, indicators: readonly SharedIndicator[]): Section {
  const rows = [
    { light: lightOf[word], question: 'Are we hit?', word, says: meaning[word] },
    contactLight(input, indicators),
    softwareLight(input),
    coverageLight(input),
  ]
  return { id: 'at-a-glance', title: 'At a glance', blocks: [{ kind: 'lights', rows }] }
}

const meaning: Readonly<Record<VerdictWord, string>> = {
  HIT: 'The evidence shows signs of an intrusion or of a known threat.',
  EXPOSED: 'No contact that is proof was met, but something is open to a known way in.',
  'NOT SEEN': 'Nothing was met in what the evidence covers. What it does not cover is not known.',
  'CANNOT TELL': 'The evidence is not enough to say.',
}

type LightRow = Extract<Block, { kind: 'lights' }>['rows'][number]

function contactLight({ hunts }: WarningInput, indicators: readonly SharedIndicator[]): LightRow {
  const question = 'Was an indicator met?'
  if (hunts.length === 0 || indicators.length === 0)
    return { light: 'grey', question, word: 'none to look for', says: 'No advisory that is part of this warning names an indicator.' }
  const hits = indicators.filter(({ word }) => word === 'HIT')
  const untested = indicators.filter(({ word }) => word === 'CANNOT TELL').length
  const blocked = hits.reduce((sum, { blocked: one }) => sum + one, 0)
  const rest = untested > 0 ? ` ${plural(untested, 'indicator')} could not be tested.` : ''
  if (hits.length > 0)
    return {
      light: 'red',
      question,
      word: 'yes',
      says: `${plural(hits.length, 'indicator')} of ${number(indicators.length)}${blocked > 0 ? `; ${plural(blocked, 'contact')} refused on the way, which is no all-clear` : ''}.${rest}`,
    }
  const seen = indicators.filter(({ word }) => word === 'SEEN').length
  if (seen > 0) return { light: 'amber', question, word: 'only weak ones', says: `${plural(seen, 'indicator')} that prove nothing by themselves.${rest}` }
  if (untested === indicators.length)
    return { light: 'grey', question, word: 'could not be tested', says: 'None of the indicators could be tested with this evidence.' }
  return {
    light: untested > 0 ? 'amber' : 'green',
    question,
    word: untested > 0 ? 'not in what was tested' : 'not seen',
    says: `${plural(indicators.length - untested, 'indicator')} tested.${rest}`,
  }
}

function softwareLight({ hunts, releases }: WarningInput): LightRow {
  const question = 'Is affected software installed?'
  const suspected = new Set(releases.map(({ host }) => host)).size
  const products = hunts.flatMap((hunt) => hunt.products)
  const isAffected = products.some(({ installations }) => installations.some(({ state }) => state === 'affected'))
  if (!isAffected && suspected > 0)
    return {
      light: 'amber',
      question,
      word: 'suspected',
      says: `A release that the findings name, on ${plural(suspected, 'host')}; no advisory here counts it among the affected ones.`,
    }
  if (products.length === 0)
    return { light: 'grey', question, word: 'none named', says: 'No advisory that is part of this warning names a product with versions.' }
  const affected = products.flatMap(({ installations }) => installations.filter(({ state }) => state === 'affected'))
  const hosts = new Set(affected.map(({ host }) => host)).size
  if (affected.length > 0)
    return {
      light: affected.some(({ until }) => until === undefined) ? 'red' : 'amber',
      question,
      word: affected.some(({ until }) => until === undefined) ? 'yes' : 'it was',
      says: `An affected release on ${plural(hosts, 'host')}.`,
    }
  if (products.some(({ word }) => word === 'CANNOT TELL'))
    return { light: 'grey', question, word: 'cannot tell', says: some(products.flatMap(({ needs }) => needs ?? [])) || 'The inventory does not say.' }
  return { light: 'green', question, word: 'not seen', says: 'No affected release in the inventories that were read.' }
}

function coverageLight({ hunts, coverage }: WarningInput): LightRow {
  const question = 'Does the evidence reach far enough?'
  const untested = hunts.flatMap((hunt) => hunt.coverage.untested)
  const gaps = coverage.reduce((sum, { gaps: all }) => sum + all.length, 0)
  const traffic = coverage.some(({ table, rows }) => rows > 0 && ['connection', 'dns_query', 'http_request', 'tls_session'].includes(table))
  if (!traffic) return { light: 'grey', question, word: 'no', says: 'There is no network traffic in the evidence.' }
  const lacks = [
    untested.length > 0 && `${plural(untested.length, 'thing')} could not be looked for`,
    gaps > 0 && `${plural(gaps, 'silence')} in the logs`,
  ].filter((part) => part !== false)
  return lacks.length > 0
    ? { light: 'amber', question, word: 'in part', says: `${lacks.join('; ')}. See Coverage.` }
    : { light: 'green', question, word: 'as far as it was asked', says: 'Everything that was asked for could be looked for.' }
}

/** What the advisories say, each with where it came from and its hash. */
export function sourcesSection(hunts: readonly Hunt[]): Section {
  const advisories = hunts.flatMap((hunt) => hunt.advisories)
  if (advisories.length === 0)
    return {
      id: 'advisories',
      title: 'What the advisory says',
      blocks: [{ kind: 'text', text: 'No advisory is part of this warning: it rests on what the evidence shows.' }],
    }
  const rows = advisories.map(({ title, publisher, published, tlp, sha256 }) => [
    title || 'untitled',
    publisher || 'not stated',
    published === '' ? 'not stated' : shortTime(published),
    tlp === '' ? 'no mark' : `TLP:${tlp.replace(/^TLP:/i, '')}`,
    sha256,
  ])
  const products = hunts.flatMap((hunt) =>
    hunt.products.map(
      ({ product, vendor, affected, platform }) =>
        `${[vendor, product].filter((part) => part !== '').join(' ')}${platform === '' ? '' : ` (${platform})`}: ${affected}`,
    ),
  )
  const disagreements = hunts.flatMap((hunt) => hunt.disagreements)
  const sentences = [...new Set(hunts.flatMap((hunt) => hunt.products.flatMap(({ sources }) => sources.map(({ sentence }) => sentence))))].slice(0, 8)
  const cves = [...new Set(hunts.flatMap((hunt) => hunt.cves))]
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: 'Sources',
      headers: ['Title', 'Publisher', 'Published (UTC)', 'Mark', 'SHA-256'],
      rows,
      widths: [0.3, 0.16, 0.14, 0.12, 0.28],
      values: [4],
    },
  ]
  if (products.length > 0) blocks.push({ kind: 'heading', text: 'Products and versions that it names' }, { kind: 'list', items: [...new Set(products)] })
  if (cves.length > 0) blocks.push({ kind: 'text', text: `Vulnerabilities: ${cves.join(', ')}` })
  if (sentences.length > 0)
    blocks.push({ kind: 'heading', text: 'In its own words' }, { kind: 'list', items: sentences.map((sentence) => `“${printable(sentence, 400)}”`) })
  if (disagreements.length > 0) blocks.push({ kind: 'heading', text: 'Where the sources disagree' }, { kind: 'list', items: disagreements })
  return { id: 'advisories', title: advisories.length === 1 ? 'What the advisory says' : 'What the advisories say', blocks }
}
