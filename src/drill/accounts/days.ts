import { daySeconds, isWeekend } from '../calendar.ts'
import { hashOf, stream } from '../random.ts'
import type { DrillAccount, DrillSignIn } from './model.ts'
import { idOf, london, officeAddress } from './people.ts'

const labels = { day: 1611, session: 1612 }
const scratch = stream([0])

/** Days from which on nobody has a home that was not seen before: the baseline of places lies before. */
const settled = 10

/**
 * Ordinary sign-ins of one account: on nine working days in ten, from the office or, two days in five, from home; the second factor
 * is asked for when a week begins and then holds. Directories by LDAP keep no log.
 */
export function ordinarySignIns(
  account: DrillAccount,
  number: number,
  options: { readonly seed: number; readonly start: number; readonly days: number },
): readonly DrillSignIn[] {
  if (account.directory === 'ldap' || account.kind !== 'person') return []
  const signIns: DrillSignIn[] = []
  const firstHome = hashOf(options.seed, number, 1613) % settled
  for (let day = 0; day < options.days; day++) {
    const random = stream([options.seed, labels.day, number, day], scratch)
    if (isWeekend(day) || (!random.chance(0.9) && day !== firstHome)) continue
    const atHome = day >= firstHome && (day === firstHome || random.chance(0.4))
    signIns.push({
      time: options.start + day * daySeconds + Math.floor((8 + random.unit() * 2) * 3600),
      account,
      ip: atHome ? account.home : officeAddress,
      place: london,
      session: idOf(options.seed, labels.session + number * 1000 + day),
      client: 'browser',
      interactive: true,
      result: 'success',
      factor: account.factors.length === 0 ? 'none' : day % 7 === 0 || signIns.length === 0 ? 'satisfied' : 'by-claim',
      risk: 'none',
    })
  }
  return signIns
}
