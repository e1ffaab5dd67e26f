import type { Entity } from '../../model/entity.ts'
import { daySeconds } from '../calendar.ts'
import { labelOf } from '../random.ts'
import type { DrillAccount, DrillChange, DrillSignIn, Place, Planted } from './model.ts'
import { idOf, london, officeAddress, seoul } from './people.ts'

/** What is planted in the accounts of a drill, beside ordinary life. */
export interface Plant {
  readonly planted: Planted
  readonly signIns?: readonly DrillSignIn[]
  readonly changes?: readonly DrillChange[]
}

export interface Ground {
  readonly seed: number
  /** Seconds since 1970. */
  readonly start: number
  readonly end: number
  /** The account that was set aside under this name. */
  readonly of: (part: string) => DrillAccount
  /** Computers on which the culprit woke up, with the moment, and who works at them. */
  readonly woken: readonly { readonly account: DrillAccount; readonly time: number }[]
  /** People in the directory who are set aside for nothing. */
  readonly others: (directory: DrillAccount['directory']) => readonly DrillAccount[]
}

/** Addresses of the intruders, each in a network of its own. */
const strange = (number: number) => `198.51.100.${number}`
const elsewhere = (number: number) => `203.0.${number}.9`
const account = (one: DrillAccount): Entity => ({ kind: 'account', id: one.login })
const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/104.0.0.0 Safari/537.36'

/** One sign-in, as an ordinary one but for what is given. */
function signIn(ground: Ground, who: DrillAccount, time: number, over: Partial<DrillSignIn> = {}): DrillSignIn {
  const session = idOf(ground.seed, labelOf(`${who.login} ${time}`))
  return {
    time,
    account: who,
    ip: officeAddress,
    place: london,
    session,
    client: 'browser',
    interactive: true,
    result: 'success',
    factor: 'satisfied',
    risk: 'none',
    ...over,
  }
}

/** Every plant: what each analysis is to find, with its near look-alike. */
export function plants(ground: Ground): readonly Plant[] {
  return [...states(ground), ...signs(ground), ...thefts(ground), caseAccounts(ground)]
}

function states({ of }: Ground): readonly Plant[] {
  const state = (analysis: string, hit: readonly Entity[], miss: readonly Entity[], story: string): Plant => ({ planted: { analysis, hit, miss, story } })
  return [
    state(
      'factor-coverage',
      [{ kind: 'source', id: 'entra' }],
      [
        { kind: 'source', id: 'google' },
        { kind: 'source', id: 'ldap' },
      ],
      'In Entra some have no second factor; in Google everybody has one; LDAP cannot know.',
    ),
    state(
      'privileged-factor',
      [account(of('open-admin')), account(of('text-admin'))],
      [account(of('key-admin'))],
      'One administrator has no factor, one a text message; a third has a key.',
    ),
    state(
      'unenforced-factor',
      [account(of('optional')), account(of('spared'))],
      [account(of('rescue'))],
      'One account may take its factor off, one is spared by the policy; the sealed break-glass account is spared as well, as it should be.',
    ),
    state('dormant-privileged', [account(of('sleeper'))], [account(of('traveller'))], 'One administrator was last there 90 days before the end, another 30.'),
    state(
      'supplier-account',
      [account(of('supplier'))],
      [account(of('good-supplier'))],
      'One supplier administers with a password alone; another has an ordinary account with a factor.',
    ),
  ]
}

function signs(ground: Ground): readonly Plant[] {
  const { of, start } = ground
  const day = (number: number, hour: number) => start + number * daySeconds + hour * 3600
  const counter = [15, 16, 17].flatMap((at) =>
    [0, 1, 2, 3].map((device) =>
      signIn(ground, of('counter'), day(at, 9) + device * 300, {
        device: { id: idOf(ground.seed, 9000 + device), name: `till-${device}`, agent: of('counter').agent },
      }),
    ),
  )
  const twoDevices = [15, 16, 17].flatMap((at) =>
    [0, 1].map((device) =>
      signIn(ground, of('two-devices'), day(at, 9) + device * 300, {
        device: { id: idOf(ground.seed, 9010 + device), name: `mine-${device}`, agent: of('two-devices').agent },
      }),
    ),
  )
  const spray = ground
    .others('entra')
    .slice(0, 20)
    .map((one, index) => signIn(ground, one, day(23, 2) + index * 40, { ip: strange(30), place: seoul, result: 'wrong-password' }))
  const storm = (who: DrillAccount, count: number, at: number) =>
    Array.from({ length: count }, (_, index) => signIn(ground, who, at + index * 60, { ip: strange(10), result: 'refused' }))
  const wrong = (who: DrillAccount, count: number, at: number) =>
    Array.from({ length: count }, (_, index) => signIn(ground, who, at + index * 20, { ip: strange(20), result: 'wrong-code' }))
  return [
    {
      planted: {
        analysis: 'special-account',
        hit: ['used-rescue', 'robot', 'counter'].map((part) => account(of(part))),
        miss: ['rescue', 'good-robot', 'two-devices'].map((part) => account(of(part))),
        story:
          'A break-glass account was used, somebody signed in to a service account by hand, and four tills share an account; others of the kind were left alone, and one person has two devices.',
      },
      signIns: [
        signIn(ground, of('used-rescue'), day(21, 3)),
        signIn(ground, of('robot'), day(20, 11)),
        signIn(ground, of('good-robot'), day(20, 11), { interactive: false, factor: 'none' }),
        ...counter,
        ...twoDevices,
      ],
    },
    {
      planted: {
        analysis: 'legacy-protocol',
        hit: [account(of('mail-reader'))],
        miss: [account(of('old-telephone'))],
        story: 'One reads mail by IMAP with a password; another tries and is refused.',
      },
      signIns: [
        signIn(ground, of('mail-reader'), day(18, 7), { client: 'imap', factor: 'none' }),
        signIn(ground, of('old-telephone'), day(18, 7), { client: 'imap', result: 'wrong-password' }),
      ],
    },
    {
      planted: {
        analysis: 'password-alone',
        hit: [account(of('password-only'))],
        miss: [account(of('by-claim'))],
        story: 'One got in with the password alone; another had shown the factor before.',
      },
      signIns: [signIn(ground, of('password-only'), day(19, 9), { factor: 'none' }), signIn(ground, of('by-claim'), day(19, 9), { factor: 'by-claim' })],
    },
    {
      planted: {
        analysis: 'factor-fatigue',
        hit: [account(of('tired'))],
        miss: [account(of('clumsy'))],
        story: 'Seven requests were refused at night and the eighth confirmed; another missed three in the morning.',
      },
      signIns: [
        ...storm(of('tired'), 7, day(22, 2)),
        signIn(ground, of('tired'), day(22, 2) + 600, { ip: strange(10) }),
        ...storm(of('clumsy'), 3, day(22, 8)),
        signIn(ground, of('clumsy'), day(22, 8) + 300),
      ],
    },
    {
      planted: {
        analysis: 'factor-guessing',
        hit: [account(of('guessed')), { kind: 'destination', id: strange(30) }],
        miss: [account(of('mistyped')), { kind: 'destination', id: officeAddress }],
        story:
          'Twelve wrong codes and a right one within minutes, and an address that tries twenty accounts; another mistyped four codes, and the office has mistakes of many.',
      },
      signIns: [
        ...wrong(of('guessed'), 12, day(24, 3)),
        signIn(ground, of('guessed'), day(24, 3) + 400, { ip: strange(20) }),
        ...wrong(of('mistyped'), 4, day(24, 9)),
        signIn(ground, of('mistyped'), day(24, 9) + 120),
        ...spray,
      ],
    },
  ]
}

function thefts(ground: Ground): readonly Plant[] {
  const { of, start } = ground
  const day = (number: number, hour: number) => start + number * daySeconds + hour * 3600
  const session = idOf(ground.seed, 77_001)
  const roaming = idOf(ground.seed, 77_002)
  const other = { id: idOf(ground.seed, 77_003), name: 'kali', agent: linux }
  const seen = (who: DrillAccount, time: number, ip: string, place: Place, over: Partial<DrillSignIn> = {}) => signIn(ground, who, time, { ip, place, ...over })
  return [
    {
      planted: {
        analysis: 'session-replay',
        hit: [account(of('robbed'))],
        miss: [account(of('roamer'))],
        story: 'A session went on while another machine used it elsewhere; a laptop took its session home.',
      },
      signIns: [
        seen(of('robbed'), day(25, 10), officeAddress, london, { session }),
        seen(of('robbed'), day(25, 10) + 900, strange(40), london, { session, device: other, factor: 'by-claim' }),
        seen(of('robbed'), day(25, 10) + 1800, officeAddress, london, { session, factor: 'by-claim' }),
        seen(of('roamer'), day(25, 17), officeAddress, london, { session: roaming }),
        seen(of('roamer'), day(25, 17) + 1500, of('roamer').home, london, { session: roaming, factor: 'by-claim' }),
      ],
    },
    {
      planted: {
        analysis: 'impossible-travel',
        hit: [account(of('in-two-places'))],
        miss: [account(of('flyer'))],
        story: 'One was in London and half an hour later in Seoul; another flew there overnight.',
      },
      signIns: [
        seen(of('in-two-places'), day(26, 11), officeAddress, london),
        seen(of('in-two-places'), day(26, 11) + 1800, elsewhere(71), seoul, { device: other }),
        seen(of('flyer'), day(26, 19), officeAddress, london),
        seen(of('flyer'), day(27, 12), elsewhere(72), seoul),
      ],
    },
    {
      planted: {
        analysis: 'new-factor',
        hit: [account(of('taken'))],
        miss: [account(of('new-telephone'))],
        story: 'A factor was added an hour after a risky sign-in; another has a new telephone.',
      },
      signIns: [seen(of('taken'), day(25, 1), strange(50), london, { risk: 'high' })],
      changes: [
        { time: day(25, 2), account: of('taken'), actor: of('taken'), what: 'factor-added', ip: strange(50) },
        { time: day(25, 9), account: of('new-telephone'), actor: of('new-telephone'), what: 'factor-added', ip: officeAddress },
      ],
    },
    {
      planted: {
        analysis: 'account-change',
        hit: [account(of('turned-off'))],
        miss: [account(of('enrolled'))],
        story: 'An administrator turned somebody’s second factor off; another turned it on.',
      },
      changes: [
        { time: day(23, 15), account: of('turned-off'), actor: of('google-admin'), what: 'factor-turned-off', ip: officeAddress },
        { time: day(23, 16), account: of('enrolled'), actor: of('enrolled'), what: 'factor-added', ip: officeAddress },
      ],
    },
  ]
}

/** The link to the case: who works at a host on which the culprit woke up signs in from a new place a day later; a colleague elsewhere does so too. */
function caseAccounts(ground: Ground): Plant {
  const robbed = ground.woken.filter(({ time }) => time + 2 * daySeconds < ground.end).slice(0, 3)
  const apart = ground.of('holiday-maker')
  const later = (robbed[0]?.time ?? ground.start + 30 * daySeconds) + daySeconds
  return {
    planted: {
      analysis: 'case-account',
      hit: robbed.map((one) => account(one.account)),
      miss: [account(apart)],
      story:
        'Sessions of people whose computers the culprit woke up on were used from new networks a day later; a colleague whose computer it did not reach went on holiday.',
    },
    signIns: [
      ...robbed.map(({ account: who, time }, index) =>
        signIn(ground, who, time + daySeconds + index * 3600, {
          ip: elsewhere(80 + index),
          device: { id: idOf(ground.seed, 88_001 + index), name: 'kali', agent: linux },
          factor: 'by-claim',
        }),
      ),
      signIn(ground, apart, later, { ip: elsewhere(90), factor: 'by-claim' }),
    ],
  }
}
