import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity, accountNames, evidenceOf } from '../statistics/accounts.ts'
import { keyOf } from '../statistics/identities.ts'
import { storeReads } from './browser-stores.ts'
import { type Comparison, compare, type Watched } from './compare.ts'
import { arrivals, beginnings, firstContacts, usersOf } from './query.ts'
import { type Trigger, triggersOf, triggersOfReads } from './triggers.ts'

interface Settings {
  /** Hours after a host met the case within which its users are watched. */
  readonly withinHours: number
  /** The chance of as many new networks, over all cases, that is still taken for chance. */
  readonly mostChance: number
}

export const caseAccount = defineAnalysis<Settings>({
  name: 'case-account',
  version: 2,
  title: 'Users of the hosts of a case, elsewhere',
  looksFor:
    'Sign-ins from networks that nobody used before, by those who work at hosts that an indicator or a culprit names or where something read what a browser keeps, within days after it.',
  techniques: ['T1078', 'T1539', 'T1555.003'],
  needs: ['sign_in'],
  betterWith: ['identity', 'host_address', 'process_event', 'host_file_event'],
  follows: true,
  settings: { withinHours: 72, mostChance: 0.01 },
  run,
})

async function* run({ lake, settings, earlier, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const triggers = [...triggersOf(earlier), ...triggersOfReads(await storeReads(lake, signal))]
  if (triggers.length === 0) return
  const users = Map.groupBy(await usersOf(lake, [...new Set(triggers.flatMap(({ hosts }) => hosts))], signal), ({ host }) => host)
  if (users.size === 0) return
  const firsts = new Map((await beginnings(lake, signal)).map((one) => [keyOf(one), one.first]))
  const from = Math.min(...triggers.map(({ first }) => first))
  const all = await arrivals(lake, from, signal)
  for (const trigger of triggers) {
    const contacts = trigger.met ?? (await firstContacts(lake, trigger.hosts, trigger.destinations, signal))
    const watched = trigger.hosts.flatMap((host): Watched[] => {
      const met = contacts.get(host)
      // Without a contact it is not known when it began: the whole time of the finding counts, for the others as well.
      const [from, last] = met === undefined ? [trigger.first, trigger.last] : [met, met]
      return (users.get(host) ?? []).map((user) => ({ user, from, until: last + settings.withinHours * 3600 }))
    })
    const compared = compare(watched, all, firsts)
    if (compared.hits.length > 0) yield finding(trigger, compared, { tests: triggers.length, settings })
  }
}

function finding({ id, title, ties }: Trigger, compared: Comparison, { tests, settings }: { readonly tests: number; readonly settings: Settings }): Finding {
  const { hits, users, usual, chance } = compared
  const unusual = chance * tests <= settings.mostChance
  const severity: Severity = unusual ? 3 : 1
  const accounts = hits.map(({ watched }) => watched.user)
  const hosts = [...new Set(accounts.map(({ host }) => host))]
  const shown = hits.map(
    ({ arrival, watched }) =>
      `${printable(watched.user.account, 60)} (${printable(watched.user.host, 40)}) from ${printable(arrival.ip, 45)}${arrival.country === '' ? '' : `, ${printable(arrival.country, 20)}`}`,
  )
  const times = hits.map(({ arrival }) => arrival.time)
  return {
    id: stableId('case-account', id),
    analysis: 'case-account',
    kind: 'behaviour',
    title: `${accountNames(accounts)} signed in from networks that nobody had used, within ${number(settings.withinHours)} h after ${hosts.length === 1 ? 'their host' : 'their hosts'} met what the case is about`,
    severity,
    confidence: unusual ? 0.6 : 0.25,
    first: isoFromSeconds(Math.min(...times)),
    last: isoFromSeconds(Math.max(...times)),
    about: [...ties, ...hosts.map((id) => ({ kind: 'host', id }) as const), ...accounts.map(accountEntity)],
    because: [
      {
        says: 'What reads the browser’s store on a host takes the sessions and passwords of who works there.',
        observed: `${plural(hits.length, 'user')} of ${number(users)} at hosts of “${printable(title, 120)}”: ${some(shown)}`,
        expected: `${percent(usual)} of all other accounts in the same hours; as many by chance: ${chance < 1e-4 ? 'less than 1 in 10,000' : `1 in ${number(Math.max(1, Math.round(1 / chance)))}`}${tests > 1 ? `, and ${number(tests)} cases were looked at` : ''}`,
        weight: 0.8,
      },
      { says: 'Why these accounts.', observed: [...new Set(accounts.map(({ basis }) => bases[basis]))].join('; '), weight: 0.2 },
    ],
    innocentIf: ['the person was on the way, or has a new line at home', 'somebody else works at the host'],
    evidence: evidenceOf(
      'sign_in',
      hits.map(({ arrival }) => arrival.row),
    ),
    advice: [
      `End all sessions of ${accountNames(accounts)}, change passwords and factors, and look at what was done since ${shortTime(isoFromSeconds(Math.min(...times)))} UTC.`,
      'Renew what was stored in the browsers of these hosts.',
    ],
    techniques: ['T1078', 'T1539', 'T1555.003'],
  }
}

const bases = {
  device: 'sign-ins name the host as their device',
  address: 'sign-ins come from the host’s address',
  program: 'programs on the host run under their name',
} as const
