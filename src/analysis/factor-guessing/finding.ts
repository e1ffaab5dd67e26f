import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type Account, accountEntity, accountNames, evidenceOf } from '../statistics/accounts.ts'
import { binomialTail } from '../statistics/tails.ts'
import type { Guesses } from './index.ts'
import type { Spray } from './query.ts'
import type { GuessingSettings } from './settings.ts'

/** Wrong codes of one account. */
export function codesFinding(one: Account, { wrong, right }: Guesses, settings: GuessingSettings): Finding {
  const name = printable(one.account, 80)
  const [first, last] = [wrong[0]?.time ?? 0, wrong.at(-1)?.time ?? 0]
  const addresses = [...new Set(wrong.map(({ ip }) => ip).filter((ip) => ip !== ''))].map((ip) => printable(ip, 45))
  return {
    id: stableId('factor-guessing', 'codes', one.directory, one.account, String(Math.floor(first))),
    analysis: 'factor-guessing',
    kind: 'behaviour',
    title: `${number(wrong.length)} wrong second factors for ${name} in ${duration(Math.max(1, last - first))}${right ? ', then a right one' : ''}`,
    severity: right ? 4 : 3,
    confidence: 0.75,
    first: isoFromSeconds(first),
    last: isoFromSeconds(right?.time ?? last),
    about: [accountEntity(one)],
    because: [
      {
        says: 'Somebody who has the password guesses the code.',
        observed: `${number(wrong.length)} wrong in ${duration(Math.max(1, last - first))}${addresses.length > 0 ? ` from ${some(addresses)}` : ''}`,
        expected: `fewer than ${number(settings.leastWrong)} in ${settings.withinMinutes} min; of a code of six digits that holds for three steps, each guess hits with 3 in a million (RFC 6238, 5.2)`,
        weight: right ? 0.6 : 1,
      },
      ...(right
        ? [
            {
              says: 'A right one followed.',
              observed: `${duration(Math.max(1, right.time - last))} after the last wrong one${right.ip === '' ? '' : `, from ${printable(right.ip, 45)}`}`,
              weight: 0.4,
            },
          ]
        : []),
    ],
    innocentIf: ['the clock of the person’s device or token is wrong', 'a program keeps sending an old code'],
    evidence: evidenceOf('sign_in', [...wrong.map(({ row }) => row), ...(right ? [right.row] : [])]),
    advice: [
      right ? `End all sessions of ${name}, and change password and factor.` : `Change the password of ${name}: who tries codes has it.`,
      'Limit how many wrong factors are taken before the account waits.',
    ],
    techniques: ['T1111', 'T1110.001'],
  }
}

/** One address against many accounts; undefined where chance or a shared way out explains it. */
export function sprayFinding(spray: Spray, usual: { readonly pairs: number; readonly failed: number }, settings: GuessingSettings): Finding | undefined {
  const { ip, tried, failed, entered, victims, failures } = spray
  if (failed / tried < settings.leastShare) return undefined
  // The others, without this address's own; one is added to each side (Laplace), so that none failing does not make it impossible.
  const share = Math.max(0, usual.failed - failed + 1) / Math.max(1, usual.pairs - tried + 2)
  const chance = binomialTail(failed, tried, share)
  if (chance > settings.mostChance) return undefined
  const shown = printable(ip, 45)
  const severity: Severity = entered.length > 0 ? 4 : 2
  return {
    id: stableId('factor-guessing', 'spray', ip, String(spray.day)),
    analysis: 'factor-guessing',
    kind: 'behaviour',
    title: `${shown} tried passwords of ${plural(tried, 'account')} in a day${entered.length > 0 ? ` and got into ${plural(entered.length, 'account')}` : ', and got into none'}`,
    severity,
    confidence: 0.7,
    first: isoFromSeconds(spray.first),
    last: isoFromSeconds(spray.last),
    about: [{ kind: 'destination', id: ip }, ...entered.map(accountEntity), ...(entered.length === 0 ? victims.slice(0, 50).map(accountEntity) : [])],
    because: [
      {
        says: 'One address fails with many accounts.',
        observed: `${number(failed)} of ${plural(tried, 'account')} without success, ${number(Math.round((10 * failures) / Math.max(1, tried)) / 10)} failures each, such as ${accountNames(victims)}`,
        expected: `${percent(share)} of the accounts that others try on a day; ${number(failed)} of ${number(tried)} have a chance of ${chance < 1e-6 ? 'less than one in a million' : `1 in ${number(Math.round(1 / chance))}`}`,
        weight: 0.7,
      },
      {
        says: entered.length > 0 ? 'It failed with some accounts before it got in.' : 'It got in nowhere.',
        observed: entered.length > 0 ? accountNames(entered, 5) : plural(0, 'account'),
        weight: 0.3,
      },
    ],
    innocentIf: ['a gateway or mail server passes on the sign-ins of many people, and was set up wrongly', 'a test of the organisation’s own'],
    evidence: evidenceOf('sign_in', spray.rows),
    advice: [
      `Block ${shown}.`,
      ...(entered.length > 0
        ? [
            `End all sessions of ${accountNames(entered)}, change their passwords, and look at what they did since ${shortTime(isoFromSeconds(spray.first))} UTC.`,
          ]
        : []),
      'Refuse passwords that are on lists, and ask everybody for a second factor.',
    ],
    techniques: ['T1110.003'],
  }
}
