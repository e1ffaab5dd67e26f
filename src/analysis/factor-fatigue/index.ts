import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Reason, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { accountEntity, evidenceOf } from '../statistics/accounts.ts'
import { type Burst, burstsOf } from '../statistics/bursts.ts'
import { poissonTail } from '../statistics/tails.ts'
import { isKnownNetwork, type Request, type Requested, requests, type Usual, usualRefusals } from './query.ts'

interface Settings {
  /** Refused requests that no clumsiness explains. */
  readonly leastRefused: number
  /** Minutes within which they come. */
  readonly withinMinutes: number
  /** Minutes after the last of them within which a confirmation belongs to them. */
  readonly afterMinutes: number
  readonly mostFindings: number
}

export const factorFatigue = defineAnalysis<Settings>({
  name: 'factor-fatigue',
  version: 1,
  title: 'Requests to confirm, until somebody does',
  looksFor: 'Many requests to confirm a sign-in that were refused or left unanswered within minutes, and the one that was confirmed after them.',
  techniques: ['T1621'],
  needs: ['sign_in'],
  settings: { leastRefused: 5, withinMinutes: 30, afterMinutes: 30, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const usual = await usualRefusals(lake, signal)
  const asked = await requests(lake, settings.leastRefused, signal)
  const storms = asked.flatMap((one) => stormsOf(one, settings).map((storm) => ({ one, storm })))
  storms.sort(
    (a, b) =>
      Number(b.storm.confirmed !== undefined) - Number(a.storm.confirmed !== undefined) || b.storm.refused.events.length - a.storm.refused.events.length,
  )
  for (const { one, storm } of storms.slice(0, settings.mostFindings)) {
    const known = storm.confirmed && (await isKnownNetwork(lake, one, storm.confirmed.ip, storm.refused.first, signal))
    yield finding(one, storm, { usual, known: known ?? null, settings })
  }
  yield* asked.flatMap((one) => reports(one, settings)).slice(0, settings.mostFindings)
}

/** Requests that people reported as fraud, outside storms: somebody has the password. */
function reports(one: Requested, settings: Settings): readonly Finding[] {
  const stormy = new Set(stormsOf(one, settings).flatMap(({ refused }) => refused.events))
  const [first, ...more] = one.requests.filter((request) => request.answer === 'fraud' && !stormy.has(request))
  if (!first) return []
  const all = [first, ...more]
  const name = printable(one.account, 80)
  const addresses = [...new Set(all.map(({ ip }) => ip).filter((ip) => ip !== ''))].map((ip) => printable(ip, 45))
  return [
    {
      id: stableId('factor-fatigue', 'reported', one.directory, one.account),
      analysis: 'factor-fatigue',
      kind: 'behaviour',
      title: `${name} reported ${all.length === 1 ? 'a request' : plural(all.length, 'request')} to confirm a sign-in as fraud`,
      severity: 3,
      confidence: 0.7,
      first: isoFromSeconds(first.time),
      last: isoFromSeconds(all.at(-1)?.time ?? first.time),
      about: [accountEntity(one)],
      because: [
        {
          says: 'The person says that the sign-in was not theirs: somebody has the password.',
          observed: `${plural(all.length, 'report')}${addresses.length > 0 ? ` of requests from ${some(addresses)}` : ''}`,
          expected: 'none',
          weight: 1,
        },
      ],
      innocentIf: ['the person pressed the wrong button'],
      evidence: evidenceOf(
        'sign_in',
        all.map(({ row }) => row),
      ),
      advice: [`Change the password of ${name}, and look at where the request came from.`],
      techniques: ['T1621', 'T1078'],
    },
  ]
}

export interface Storm {
  readonly refused: Burst<Request>
  /** The first confirmation during them or soon after. */
  readonly confirmed?: Request
}

/** Bursts of refused requests, each with the confirmation that ended it. */
export function stormsOf(
  { requests: all }: Pick<Requested, 'requests'>,
  settings: Pick<Settings, 'leastRefused' | 'withinMinutes' | 'afterMinutes'>,
): readonly Storm[] {
  const bursts = burstsOf(
    all.filter(({ answer }) => answer !== 'confirmed'),
    settings.leastRefused,
    settings.withinMinutes * 60,
  )
  return bursts.map((refused) => {
    // A confirmation counts once enough requests were refused: one before is an ordinary sign-in.
    const enough = refused.events[settings.leastRefused - 1]?.time ?? refused.last
    const confirmed = all.find(({ answer, time }) => answer === 'confirmed' && time >= enough && time <= refused.last + settings.afterMinutes * 60)
    return { refused, ...(confirmed && { confirmed }) }
  })
}

interface Around {
  readonly usual: Usual
  /** The confirmation came from a network that the account had used before; null is unknown. */
  readonly known: boolean | null
  readonly settings: Settings
}

function finding(one: Requested, { refused, confirmed }: Storm, around: Around): Finding {
  const name = printable(one.account, 80)
  const reported = refused.events.some(({ answer }) => answer === 'fraud')
  const severity: Severity = confirmed === undefined ? (reported ? 3 : 2) : around.known === true && !reported ? 3 : 4
  const many = plural(refused.events.length, 'request')
  return {
    id: stableId('factor-fatigue', one.directory, one.account, String(Math.floor(refused.first))),
    analysis: 'factor-fatigue',
    kind: 'behaviour',
    title: confirmed
      ? `${name} was asked until a sign-in was confirmed: ${many} refused, then one confirmed`
      : `${name} was asked to confirm a sign-in again and again: ${many} refused, none confirmed`,
    severity,
    confidence: confirmed ? 0.75 : 0.6,
    first: isoFromSeconds(refused.first),
    last: isoFromSeconds(Math.max(refused.last, confirmed?.time ?? 0)),
    about: [accountEntity(one)],
    because: reasons(refused, confirmed, around),
    innocentIf: ['the person tried again and again themselves, with the telephone out of reach', 'a program with a stored password keeps asking'],
    evidence: evidenceOf('sign_in', [...refused.events.map(({ row }) => row), ...(confirmed ? [confirmed.row] : [])]),
    advice: [
      ...(confirmed
        ? [`End all sessions of ${name}, change the password, and look at what was done since ${shortTime(isoFromSeconds(confirmed.time))} UTC.`]
        : [`Change the password of ${name}: somebody has it.`]),
      'Require number matching or a phishing-resistant factor in place of a plain push.',
    ],
    techniques: confirmed ? ['T1621', 'T1078'] : ['T1621'],
  }
}

function reasons({ events, first, last }: Burst<Request>, confirmed: Request | undefined, { usual, known, settings }: Around): readonly Reason[] {
  const answers = [...Map.groupBy(events, ({ answer }) => answer)].map(([answer, own]) => `${number(own.length)} ${words[answer] ?? answer}`)
  const others = Math.max(0, usual.refused - events.length)
  // One is added so that an organisation without any other refusal does not make it impossible (Laplace).
  const mean = usual.span > 0 ? ((others + 1) / (usual.accounts + 1)) * ((settings.withinMinutes * 60) / Math.max(usual.span, settings.withinMinutes * 60)) : 0
  const chance = poissonTail(settings.leastRefused, mean)
  return [
    {
      says: 'Nobody refuses that often by mistake.',
      observed: `${some(answers)} in ${duration(Math.max(1, last - first))}`,
      expected: `${number(settings.leastRefused)} within ${settings.withinMinutes} min have a chance of ${chance < 1e-6 ? 'less than one in a million' : `1 in ${number(Math.round(1 / chance))}`} at the rate of all others (${plural(others, 'refused request')} of ${plural(usual.accounts, 'account')})`,
      weight: confirmed ? 0.5 : 1,
    },
    ...(confirmed
      ? [
          {
            says: 'The last one was confirmed.',
            observed: `${duration(Math.max(1, confirmed.time - last))} after the last refusal${confirmed.ip === '' ? '' : `, from ${printable(confirmed.ip, 45)}`}`,
            expected: 'no sign-in after refusals',
            weight: 0.3,
          },
          {
            says:
              known === null
                ? 'It is not known whether the account used that network before.'
                : known
                  ? 'The account had used that network before.'
                  : 'The account had never used that network before.',
            observed: confirmed.ip === '' ? 'no address' : printable(confirmed.ip, 45),
            weight: known === false ? 0.2 : 0,
          },
        ]
      : []),
  ]
}

const words: Readonly<Record<string, string>> = { denied: 'denied', timeout: 'left unanswered', fraud: 'reported as fraud' }
