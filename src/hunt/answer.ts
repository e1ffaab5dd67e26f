import { number, plural, printable, some } from '../base/text.ts'
import { shortTime } from '../base/time.ts'
import type { Hunt, HuntedHost, HuntedIndicator, HuntedPattern, HuntedProduct, HuntTie, Untested } from '../model/hunt.ts'
import type { VerdictWord } from '../model/status.ts'
import type { Ground } from './coverage.ts'
import { daysToWatch } from './products/hunt-products.ts'

export interface Findings {
  readonly hosts: readonly HuntedHost[]
  readonly indicators: readonly HuntedIndicator[]
  readonly patterns: readonly HuntedPattern[]
  readonly products: readonly HuntedProduct[]
  readonly ties: readonly HuntTie[]
  readonly ground: Ground
  readonly untested: readonly Untested[]
  readonly unreadable: boolean
  /** Files that could not be read, beside those that were. */
  readonly unread: number
}

/** The answer in one word, one sentence and one next step. Never "clean": what was not seen is said with what was looked at. */
export function answerOf(found: Findings): Pick<Hunt, 'word' | 'sentence' | 'next'> {
  const hit = found.indicators.filter(({ word }) => word === 'HIT')
  const patterns = found.patterns.filter(({ word }) => word === 'HIT')
  const exposed = found.products.filter(({ word }) => word === 'EXPOSED')
  if (hit.length + patterns.length > 0) return hitAnswer(found, hit, patterns, exposed)
  if (exposed.length > 0) return exposedAnswer(found, exposed)
  return unseenAnswer(found)
}

function hitAnswer(
  { hosts }: Findings,
  hit: readonly HuntedIndicator[],
  patterns: readonly HuntedPattern[],
  exposed: readonly HuntedProduct[],
): Pick<Hunt, 'word' | 'sentence' | 'next'> {
  const hitHosts = hosts.filter(({ word }) => word === 'HIT').map(({ host }) => printable(host, 60))
  const what =
    hit.length > 0
      ? some(
          hit.map(({ value }) => printable(value, 60)),
          3,
        )
      : some(
          patterns.map(({ name }) => printable(name, 80)),
          2,
        )
  const rows = hit.reduce((sum, one) => sum + one.rows, 0)
  const blocked = hit.reduce((sum, one) => sum + one.blocked, 0)
  const refused =
    blocked === 0
      ? ''
      : blocked >= rows
        ? '; all of it was refused on the way, and was tried all the same'
        : `; ${number(blocked)} of ${plural(rows, 'row')} were refused on the way`
  const others = hosts.filter(({ word }) => word === 'EXPOSED').length
  const more =
    exposed.length > 0 && others > 0
      ? ` ${plural(others, 'other host')} ${others === 1 ? 'has or had' : 'have or had'} an affected version without such contact.`
      : ''
  return {
    word: 'HIT',
    sentence: `${hitHosts.length === 0 ? 'The workspace holds' : `${plural(hitHosts.length, 'host')} met`} what the advisory warns of: ${what}${refused}.${more}`,
    next:
      hitHosts.length === 0
        ? 'Find out where the release with these bytes went, and hold it back.'
        : `Isolate ${some(hitHosts, 5)}, keep images of memory and disk before anything is removed, and renew the credentials that were used there.`,
  }
}

function exposedAnswer(found: Findings, exposed: readonly HuntedProduct[]): Pick<Hunt, 'word' | 'sentence' | 'next'> {
  const { hosts, ground } = found
  const open = hosts.filter(({ word }) => word === 'EXPOSED').map(({ host }) => printable(host, 60))
  const names = some([...new Set(exposed.map(({ product }) => printable(product, 60)))], 3)
  const installations = exposed.flatMap((product) => product.installations.filter(({ state }) => state === 'affected'))
  const early = installations.filter(({ daysCovered }) => daysCovered !== undefined && daysCovered < daysToWatch).length
  const soon =
    early > 0 && ground.traffic.first !== undefined
      ? ` On ${plural(early, 'installation')} the traffic covers less than ${daysToWatch} days: some implants sleep for four weeks.`
      : ''
  return {
    word: 'EXPOSED',
    sentence: `${plural(open.length, 'host')} ${open.length === 1 ? 'has or had' : 'have or had'} an affected version of ${names}: ${some(open, 4)}.${contactWords(found)}${soon}`,
    next: `${found.ties.length > 0 ? 'Look at the hosts that are tied to odd traffic first. ' : ''}Update or remove ${names} on these hosts, and keep their logs for ${daysToWatch} days past the installation: gatehouse assess hunts again with them.`,
  }
}

/** What is known of contact: by indicators, and by behaviour that is tied to the affected hosts. */
function contactWords({ ground, indicators, patterns, ties }: Findings): string {
  if (ground.traffic.first === undefined) return ' There is no traffic in the evidence, so whether it was used cannot be told.'
  const [tie] = ties
  const refused = ties.reduce((sum, { blocked }) => sum + blocked, 0)
  const odd = tie
    ? ` ${ties.length === 1 ? 'One destination' : `${number(ties.length)} destinations`} of these hosts alone ${ties.length === 1 ? 'stands' : 'stand'} out, ${some(
        tie.destinations.map((one) => printable(one, 60)),
        3,
      )} first${refused > 0 ? `; ${plural(refused, 'contact')} with ${ties.length === 1 ? 'it was' : 'them were'} refused, and tried all the same` : ''}.`
    : ''
  return `${indicators.length + patterns.length === 0 ? ' The advisory names no indicator, so contact could not be looked for by one.' : ' No contact with an indicator was seen.'}${odd}`
}

function unseenAnswer(found: Findings): Pick<Hunt, 'word' | 'sentence' | 'next'> {
  const { ground, indicators, products, hosts, untested } = found
  if (found.unreadable) {
    return {
      word: 'CANNOT TELL',
      sentence: 'Nothing in the advisory could be read.',
      next: 'Ask its publisher for the text, a STIX or a CSV file, and hunt with that.',
    }
  }
  if (indicators.length + products.length + found.patterns.length === 0) {
    return {
      word: 'CANNOT TELL',
      sentence: 'The advisory names no indicator and no product that could be looked for.',
      next: 'Look for a list of indicators that belongs to it, and hunt with both.',
    }
  }
  if ([...ground.rows.values()].every((rows) => rows === 0)) {
    return {
      word: 'CANNOT TELL',
      sentence: 'The workspace holds no evidence.',
      next: 'Read evidence first: gatehouse assess FOLDER. It hunts for this advisory by itself.',
    }
  }
  const tested =
    indicators.filter(({ word }) => word === 'NOT SEEN' || word === 'SEEN').length +
    found.patterns.filter(({ word }) => word === 'NOT SEEN' || word === 'SEEN').length
  const judged = products.filter(({ word }) => word === 'NOT SEEN')
  const needs = [...new Set(untested.map((one) => one.needs))]
  const unclear = products.filter(({ word }) => word === 'CANNOT TELL')
  if ((tested === 0 && judged.length === 0) || (indicators.length === 0 && unclear.length > 0)) {
    const why = unclear[0]?.says ?? 'None of its indicators could be tested with the evidence there is.'
    return {
      word: 'CANNOT TELL',
      sentence: why,
      next: needs.length > 0 ? `Add ${needs[0]}, then gatehouse assess FOLDER: it hunts again by itself.` : 'Find out the versions on these hosts.',
    }
  }
  return { word: 'NOT SEEN', ...notSeen(found, tested, judged.length), next: nextAfterNothing(needs, hosts) }
}

function notSeen({ ground, indicators, patterns, hosts, products, untested, unread }: Findings, tested: number, judged: number): { readonly sentence: string } {
  const { first, last } = ground.traffic
  const span =
    first === undefined || last === undefined
      ? ''
      : ` between ${shortTime(new Date(first * 1000).toISOString())} and ${shortTime(new Date(last * 1000).toISOString())} UTC`
  const all = indicators.length + patterns.length
  const looked = all > 0 ? `${number(tested)} of ${plural(all, 'indicator')}` : ''
  const software = products.length > 0 ? `${number(judged)} of ${plural(products.length, 'product')}` : ''
  const open = hosts.filter(({ word }) => word === 'CANNOT TELL').length
  const limits = [
    untested.length > 0 && 'the rest needs other evidence',
    open > 0 && `${plural(open, 'host')} could not be judged`,
    unread > 0 && `${plural(unread, 'file')} could not be read`,
  ].filter((one) => one !== false)
  return {
    sentence: `Of what could be looked for (${[looked, software].filter((one) => one !== '').join(', ')}) nothing was seen${span}${limits.length > 0 ? `; ${some(limits, limits.length)}` : ''}.`,
  }
}

function nextAfterNothing(needs: readonly string[], hosts: readonly HuntedHost[]): string {
  if (needs[0] !== undefined) return `To see more, add ${needs[0]}. gatehouse assess hunts again whenever there is new evidence.`
  return hosts.some(({ word }) => word === 'CANNOT TELL')
    ? 'Add the traffic and the inventory of the hosts that could not be judged.'
    : 'Keep the logs coming: gatehouse assess hunts again whenever there is new evidence.'
}

/** Order in which words are told. */
export const wordOrder: readonly (VerdictWord | 'SEEN')[] = ['HIT', 'EXPOSED', 'SEEN', 'CANNOT TELL', 'NOT SEEN']
