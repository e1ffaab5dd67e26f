import { ownDomain } from '../habits.ts'
import type { Host } from '../organisation.ts'
import { hashOf, type Random, stream } from '../random.ts'
import type { Directory, DrillAccount, Factor, Place } from './model.ts'

const given =
  'ada alan amina bea boris carla chen dana darius elif emil fatima felix grace hana hugo ines ivan jun kai lara leo mara milo nadia noor olga omar petra quinn rosa sami tara ugo vera wen yara yusuf zoe'.split(
    ' ',
  )
const family =
  'abel acker bader bauer costa dahl ekman falk gauthier haas ibarra jansen kern lange moreau novak okafor pavlov quist romero sato tamm ueda vogel weber yilmaz zeman'.split(
    ' ',
  )

/** Accounts for each computer of the organisation: several directories, each with people of its own. */
const accountsPerHost = 5
/** Fewer in a directory leave no room for what is planted beside ordinary life. */
const leastEach = 75
const directories: readonly Directory[] = ['entra', 'okta', 'google', 'ldap']

export const london: Place = { city: 'London', country: 'GB', latitude: 51.51, longitude: -0.13 }
export const seoul: Place = { city: 'Seoul', country: 'KR', latitude: 37.57, longitude: 126.98 }

/** Where everybody's traffic leaves the house. */
export const officeAddress = '192.0.2.10'

const agents = {
  Windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) BirchBrowser/110.0',
  macOS: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) BirchBrowser/110.0',
  Ubuntu: 'Mozilla/5.0 (X11; Linux x86_64) BirchBrowser/110.0',
} as const
const groups = ['Finance', 'Engineering', 'Customer care', 'Management', 'Office']

/** People of every directory, a quarter of all accounts each; those of Entra work at the organisation's computers. */
export function makePeople(hosts: readonly Host[], seed: number): readonly DrillAccount[] {
  const desks = hosts.filter(({ role }) => role !== 'server' && role !== 'separated')
  const each = Math.max(leastEach, Math.ceil((hosts.length * accountsPerHost) / directories.length))
  const random = stream([seed, 1601])
  const names = random.shuffled(given.flatMap((first) => family.map((last) => `${first}.${last}`)))
  return directories.flatMap((directory, place) =>
    Array.from({ length: each }, (_, index) => person(directory, { index, number: place * each + index, names, random, seed, desks })),
  )
}

interface Making {
  readonly index: number
  readonly number: number
  readonly names: readonly string[]
  readonly random: Random
  readonly seed: number
  readonly desks: readonly Host[]
}

function person(directory: Directory, { index, number, names, random, seed, desks }: Making): DrillAccount {
  const name = names[number % names.length] ?? 'somebody'
  const again = Math.floor(number / names.length)
  const desk = directory === 'entra' ? desks[index] : undefined
  const system = desk === undefined || desk.os.startsWith('Windows') ? 'Windows' : desk.os.startsWith('macOS') ? 'macOS' : 'Ubuntu'
  return {
    directory,
    login: `${name}${again > 0 ? again + 1 : ''}@${ownDomain}`,
    id: idOf(seed, number),
    name: name.split('.').map(capital).join(' '),
    kind: 'person',
    privileged: false,
    group: random.pick(groups),
    ...(desk && { host: desk.name }),
    device: idOf(seed, number + 1_000_000),
    agent: agents[system],
    factors: factorsOf(directory, random),
    enforced: true,
    home: `198.${18 + (Math.floor(number / 250) % 2)}.${number % 250}.${1 + (hashOf(seed, number, 1602) % 250)}`,
  }
}

/** Shares are ours: most have an app, fewer a text message, few a key, and in Entra one in twelve nothing. */
function factorsOf(directory: Directory, random: Random): readonly Factor[] {
  if (directory === 'ldap') return []
  const dice = random.unit()
  if (directory === 'entra' && dice < 1 / 12) return []
  return dice < 0.55 ? ['push', 'totp'] : dice < 0.75 ? ['totp'] : dice < 0.85 ? ['sms'] : ['fido2']
}

/** `00000000-0000-4000-8000-…`, the same for the same numbers. */
export function idOf(seed: number, number: number): string {
  const hex = (label: number) => hashOf(seed, number, label).toString(16).padStart(8, '0')
  return `${hex(1603)}-0000-4000-8000-${hex(1604)}${hex(1605).slice(0, 4)}`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
