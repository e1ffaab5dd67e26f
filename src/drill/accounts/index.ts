import { daySeconds } from '../calendar.ts'
import type { DrillAnswer, Host } from '../organisation.ts'
import { stream } from '../random.ts'
import { ordinarySignIns } from './days.ts'
import type { AccountEvidence, Directory, DrillAccount } from './model.ts'
import { makePeople } from './people.ts'
import { plants } from './planted.ts'

export type { AccountEvidence } from './model.ts'

type Part = readonly [directory: Directory, over: Partial<DrillAccount>]

/** Accounts that are set aside for what is planted, by the part they play. */
function parts(end: number): Readonly<Record<string, Part>> {
  const admin = { privileged: true, factors: ['fido2'] } as const
  return {
    'open-admin': ['entra', { privileged: true, role: 'Exchange Administrator', factors: [] }],
    'key-admin': ['entra', { ...admin, role: 'Global Administrator' }],
    'text-admin': ['okta', { privileged: true, role: 'Help Desk Administrator', factors: ['sms'] }],
    optional: ['google', { factors: ['push'], enforced: false }],
    spared: ['entra', { factors: ['totp'] }],
    rescue: ['entra', { ...admin, kind: 'break-glass', role: 'Global Administrator', lastSignIn: end - 200 * daySeconds }],
    'used-rescue': ['entra', { ...admin, kind: 'break-glass', role: 'Global Administrator' }],
    sleeper: ['okta', { ...admin, kind: 'guest', role: 'Super Administrator', lastSignIn: end - 90 * daySeconds }],
    traveller: ['okta', { ...admin, kind: 'guest', role: 'Super Administrator', lastSignIn: end - 30 * daySeconds }],
    supplier: [
      'entra',
      { kind: 'guest', supplier: 'Kiln Systems', privileged: true, role: 'User Administrator', factors: [], lastSignIn: end - 3 * daySeconds },
    ],
    'good-supplier': ['entra', { kind: 'guest', supplier: 'Loom Services', factors: ['totp'], lastSignIn: end - 2 * daySeconds }],
    robot: ['entra', { kind: 'service', factors: [] }],
    'good-robot': ['entra', { kind: 'service', factors: [] }],
    counter: ['entra', { kind: 'shared', factors: ['totp'] }],
    'two-devices': ['entra', {}],
    'mail-reader': ['entra', {}],
    'old-telephone': ['entra', {}],
    'password-only': ['entra', { factors: ['totp'] }],
    'by-claim': ['entra', { factors: ['totp'] }],
    tired: ['okta', { factors: ['push'] }],
    clumsy: ['okta', { factors: ['push'] }],
    guessed: ['okta', { factors: ['totp'] }],
    mistyped: ['okta', { factors: ['totp'] }],
    robbed: ['entra', { factors: ['totp'] }],
    roamer: ['entra', { factors: ['totp'] }],
    'in-two-places': ['entra', { factors: ['totp'] }],
    flyer: ['entra', { factors: ['totp'] }],
    taken: ['entra', { factors: ['totp'] }],
    'new-telephone': ['entra', { factors: ['totp'] }],
    'turned-off': ['google', { factors: ['push'] }],
    enrolled: ['google', { factors: ['push'] }],
    'google-admin': ['google', { ...admin, role: 'admin' }],
    'holiday-maker': ['entra', { factors: ['totp'] }],
  }
}

/** Accounts, sign-ins and changes of an organisation, wholly decided by its hosts, its seed and where the culprit woke up. */
export function accountEvidence(hosts: readonly Host[], answer: DrillAnswer): AccountEvidence {
  const { seed, days } = answer.options
  const [start, end] = [Date.parse(answer.start) / 1000, Date.parse(answer.end) / 1000]
  const wokenHosts = new Map(answer.activated.map(({ host, activated }) => [host, Date.parse(activated) / 1000]))
  const people = [...makePeople(hosts, seed)]
  // Who works at a computer of the case is set aside for that alone; people without a computer of their own come first for the rest.
  const order = stream([seed, 1621])
    .shuffled(people.map((_, index) => index))
    .toSorted((a, b) => Number(people[a]?.host !== undefined) - Number(people[b]?.host !== undefined))
  const cast = new Map<string, DrillAccount>()
  const taken = new Set<number>()
  for (const [part, [directory, over]] of Object.entries(parts(end))) {
    const chosen = order.find((index) => !taken.has(index) && people[index]?.directory === directory && !wokenHosts.has(people[index]?.host ?? ''))
    const one = chosen === undefined ? undefined : people[chosen]
    if (chosen === undefined || !one) throw new RangeError(`there are too few people for ${part}`)
    taken.add(chosen)
    // What is nobody's or somebody else's has no computer here.
    const { host, ...rest } = one
    const changed = { ...rest, ...(host !== undefined && (over.kind ?? 'person') === 'person' && { host }), ...over }
    people[chosen] = changed
    cast.set(part, changed)
  }
  const of = (part: string) => {
    const one = cast.get(part)
    if (!one) throw new RangeError(`no part ${part}`)
    return one
  }
  const woken = people.flatMap((account) => {
    const time = account.host === undefined ? undefined : wokenHosts.get(account.host)
    return time === undefined ? [] : [{ account, time }]
  })
  const others = (directory: Directory) =>
    people.filter((one, index) => one.directory === directory && !taken.has(index) && !woken.some(({ account }) => account === one))
  const planted = plants({ seed, start, end, of, woken: woken.toSorted((a, b) => a.time - b.time), others })
  const ordinary = people.flatMap((account, index) => ordinarySignIns(account, index, { seed, start, days }))
  return {
    accounts: people,
    signIns: [...ordinary, ...planted.flatMap(({ signIns = [] }) => signIns)].sort((a, b) => a.time - b.time),
    changes: planted.flatMap(({ changes = [] }) => changes).sort((a, b) => a.time - b.time),
    spared: [of('rescue').login, of('used-rescue').login, of('spared').login],
    planted: planted.map((one) => one.planted),
  }
}
